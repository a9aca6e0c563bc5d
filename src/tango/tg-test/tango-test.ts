import type { PropertyTable } from "../server/definition/static-tables.ts";
import { SERVED } from "../server/device/device-object.ts";
import { Device } from "../server/device.ts";
import { COMMANDS } from "./commands.ts";
import { IMAGE_ATTRIBUTES } from "./image-attributes.ts";
import { PIPES } from "./pipes.ts";
import { SCALAR_ATTRIBUTES } from "./scalar-attributes.ts";
import { SPECTRUM_ATTRIBUTES } from "./spectrum-attributes.ts";
import { TestData } from "./test-data.ts";

/**
 * The device class TangoTest of the Tango distribution (as of 10.0.2): attributes of every type and format, commands that give back what
 * they get, and values that move. A device of it, `sys/tg_test/1`, runs in nearly every control system to test clients with.
 *
 * Where the C++ one writes out of bounds this one does not: what is written to `enum_image` is read from it (there it goes to
 * `enum_spectrum`), and `enum_spectrum` may grow again. `enum_image_ro` and `enum_spectrum_ro` keep their size.
 */
export class TangoTest extends Device {
  static readonly TangoClassName = "TangoTest";
  static readonly attributes = { ...SCALAR_ATTRIBUTES, ...SPECTRUM_ATTRIBUTES, ...IMAGE_ATTRIBUTES };
  static readonly commands = COMMANDS;
  static readonly pipes = PIPES;
  static readonly deviceProperties: PropertyTable = {
    hasDataGenerator: {
      name: "Mthreaded_impl",
      dtype: "DevShort",
      doc: "Multi-threaded implementation (true/false",
    },
    sleepPeriod: { name: "Sleep_period", dtype: "DevLong", doc: "Data generation period (in ms" },
    ushortImageSize: {
      name: "UShort_image_ro_size",
      dtype: "DevLong",
      doc: "Size of the ushort_image_ro attribute",
      defaultValue: 251,
    },
  };

  /** Property Mthreaded_impl: 0 where each reading of attributes makes new data, else time makes it. */
  hasDataGenerator = 1;
  /** Property Sleep_period: after how many milliseconds there is new data. */
  sleepPeriod = 2000;
  /** Property UShort_image_ro_size: the rows of `ushort_image_ro`, and the elements of each. */
  ushortImageSize = 251;
  /** What its attributes show. */
  readonly data = new TestData();

  override initDevice(): void {
    this.data.start(this.hasDataGenerator === 0 ? null : this.sleepPeriod);
    // As in C++: without a data generator the state is never set.
    if (this.hasDataGenerator !== 0) this.setState("RUNNING");
  }

  /** As every server that was made with Pogo, the C++ one says in the database what its class is. */
  override async serverInitHook(): Promise<void> {
    const { util, database } = this[SERVED].server;
    const isFirst = util.getDeviceListByClass(this.getDeviceClassName())[0] === this;
    if (isFirst) await database.putClassProperties(this.getDeviceClassName(), ABOUT_CLASS);
  }

  override readAttrHardware(): void {
    this.data.step();
  }
}

const ABOUT_CLASS = {
  ProjectTitle: "TANGO Device Server for testing generic clients",
  Description: [
    'A device to test generic clients. It offers a "echo" like command for',
    "each TANGO data type (i.e. each command returns an exact copy of <argin>).",
  ],
  InheritedFrom: ["TANGO_BASE_CLASS"],
};
