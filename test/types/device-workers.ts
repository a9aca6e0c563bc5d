// Compiled, never run: what commands with workers accept, and what they must refuse.
import { command } from "../../src/tango/server/definition/decorators.ts";
import type { CommandTable } from "../../src/tango/server/definition/static-tables.ts";
import { Device } from "../../src/tango/server/device.ts";
import { workerModule } from "../../src/tango/server/worker/worker-task.ts";
import type { Equal, Expect } from "./expect.ts";

const functions = workerModule<typeof import("../support/fixture/worker-functions.ts")>(
  new URL("../support/fixture/worker-functions.ts", import.meta.url),
);
// @ts-expect-error the module exports no such function
functions.task("nothing");

export class Calculating extends Device {
  static readonly commands: CommandTable<Calculating> = {
    doubled: {
      dtypeIn: "DevVarDoubleArray",
      dtypeOut: "DevVarDoubleArray",
      worker: functions.task("scaled"),
    },
    total: {
      dtypeOut: "DevDouble",
      worker: functions.task("sum"),
      execute() {
        return [this.row, 1];
      },
    },
    // @ts-expect-error the function gives a number
    text: { dtypeOut: "DevString", worker: functions.task("sum") },
  };
  row: Float64Array = Float64Array.of(1);

  @command({ dtypeIn: "DevDouble", dtypeOut: "DevDouble", worker: functions.task("sum") })
  sum(offset: number) {
    return [this.row, offset] as const;
  }

  @command({ dtypeOut: "DevDouble", worker: functions.task("sum") }) async later() {
    return [this.row, 1] as const;
  }

  @command({ worker: functions.task("sum") }) forgotten() {
    return [this.row, 1] as const;
  }

  // @ts-expect-error these are not the arguments of the function
  @command({ dtypeOut: "DevDouble", worker: functions.task("sum") }) wrong() {
    return [1, 2] as const;
  }

  // @ts-expect-error the function gives a number
  @command({ dtypeOut: "DevString", worker: functions.task("sum") }) text() {
    return [this.row, 1] as const;
  }

  async calls() {
    const total = await this.runInWorker(functions.task("sum"), this.row, 5);
    type Total = Expect<Equal<typeof total, number>>;
    // @ts-expect-error an argument is missing
    await this.runInWorker(functions.task("sum"), this.row);
    return total satisfies Total extends true ? number : never;
  }
}
