import { hostname } from "node:os";
import type { LooseAttributeSpec } from "../server/definition/attribute-definition.ts";
import { averageOf, type CommandTiming, type CommandTimings } from "./command-timings.ts";

/** A device that measures its commands. */
export interface TimedDevice {
  readonly timings: CommandTimings;
}

/** The commands that are measured, as in the real database. */
export const TIMED_COMMANDS: readonly string[] = [
  "DbImportDevice",
  "DbExportDevice",
  "DbGetHostServerList",
  "DbGetHostList",
  "DbGetServerList",
  "DbGetDevicePropertyList",
  "DbGetClassPropertyList",
  "DbGetDeviceMemberList",
  "DbGetDeviceFamilyList",
  "DbGetDeviceDomainList",
  "DbGetDeviceProperty",
  "DbPutDeviceProperty",
  "DbDeleteDeviceProperty",
  "DbInfo",
  "DbGetDeviceClassList",
  "DbGetDeviceAttributeProperty",
  "DbPutDeviceAttributeProperty",
  "DbGetDeviceAttributeProperty2",
  "DbPutDeviceAttributeProperty2",
  "DbUnExportServer",
  "DbGetDeviceExportedList",
  "DbExportEvent",
  "DbImportEvent",
  "DbGetDataForServerCache",
  "DbPutClassProperty",
  "DbMySqlSelect",
  "DbGetDevicePipeProperty",
  "DbPutDevicePipeProperty",
];

/** As many as there can be, as in the real database. */
const MAX_COMMANDS = 64;

/** How long the commands take, in milliseconds; one element for each command, in the order of Timing_index. */
export const TIMING_ATTRIBUTES: Readonly<Record<string, LooseAttributeSpec>> = {
  Timing_average: numbers(averageOf),
  Timing_minimum: numbers(({ minimum }) => minimum),
  Timing_maximum: numbers(({ maximum }) => maximum),
  Timing_calls: numbers(({ calls }) => calls),
  Timing_index: texts((timings) => timings.map(({ name }) => name)),
  Timing_info: texts((timings) => [
    `TANGO Database Timing info on host ${hostname()}`,
    " ",
    "command\taverage\tminimum\tmaximum\tcalls",
    " ",
    ...timings.map((timing) => {
      const columns = [averageOf(timing), timing.minimum, timing.maximum].map((ms) =>
        ms.toFixed(3).padStart(6),
      );
      return [timing.name, ...columns, timing.calls].join("\t");
    }),
  ]),
};

function numbers(of: (timing: CommandTiming) => number): LooseAttributeSpec {
  return {
    dtype: "DevDouble",
    dformat: "SPECTRUM",
    maxDimX: MAX_COMMANDS,
    read(this: TimedDevice): Float64Array {
      return Float64Array.from(this.timings.all(), of);
    },
  };
}

function texts(of: (timings: readonly CommandTiming[]) => string[]): LooseAttributeSpec {
  return {
    dtype: "DevString",
    dformat: "SPECTRUM",
    maxDimX: MAX_COMMANDS,
    read(this: TimedDevice): string[] {
      return of(this.timings.all());
    },
  };
}
