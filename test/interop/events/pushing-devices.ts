import {
  type AttributeFormat,
  type AttributeType,
  type AttrQuality,
  DevFailed,
  Device,
  devError,
  type PipeBlobInput,
  type PipeElementInput,
  TimeVal,
} from "../../../src/index.ts";
import type { CommandTable } from "../../../src/tango/server/definition/static-tables.ts";
import type { Json } from "../tango/scenario.ts";
import { valueFrom } from "../tango/view-value.ts";

// The device classes of push_server.py, which describes them, as users of ours write them.

/** A value as the commands get it. */
interface Given {
  readonly value?: Json;
  readonly time?: number;
  readonly quality?: AttrQuality;
  readonly errors?: readonly GivenError[];
}

/** What Push gets. */
interface GivenPush extends Given {
  readonly pipe?: string;
  readonly blob?: GivenBlob;
  readonly attr?: string;
  readonly event?: string;
  readonly ctr?: number;
}

interface GivenError {
  readonly reason: string;
  readonly desc: string;
  readonly origin: string;
  readonly severity?: "WARN" | "ERR" | "PANIC";
}

interface GivenElement {
  readonly name: string;
  readonly type?: string;
  readonly value: Json;
}

interface GivenBlob {
  readonly name: string;
  readonly elements: readonly GivenElement[];
}

/** What an attribute of EventPusher is. */
interface Kind {
  readonly dtype: AttributeType;
  readonly dformat: AttributeFormat;
  readonly [option: string]: unknown;
}

const TYPES: readonly AttributeType[] = [
  "DevBoolean",
  "DevUChar",
  "DevShort",
  "DevUShort",
  "DevLong",
  "DevULong",
  "DevLong64",
  "DevULong64",
  "DevFloat",
  "DevDouble",
  "DevString",
  "DevState",
  "DevEnum",
];

/** Those that are pushed by code. */
const BY_CODE: Readonly<Record<string, Kind>> = Object.fromEntries([
  ...TYPES.flatMap((dtype) => {
    const name = dtype.slice("Dev".length).toLowerCase();
    const maxDimX = name === "double" || name === "uchar" ? 100_000 : 256;
    return [
      [`${name}_scalar`, { dtype, dformat: "SCALAR", write() {} }],
      [`${name}_spectrum`, { dtype, dformat: "SPECTRUM", maxDimX, write() {} }],
      [`${name}_image`, { dtype, dformat: "IMAGE", maxDimX: 16, maxDimY: 16 }],
    ];
  }),
  ["encoded_scalar", { dtype: "DevEncoded", dformat: "SCALAR", write() {} }],
]);

const KINDS: Readonly<Record<string, Kind>> = {
  ...BY_CODE,
  checked_double: scalar("DevDouble", { absChange: 1, archiveAbsChange: 2 }),
  plain_double: scalar("DevDouble"),
  plain_string: scalar("DevString"),
  polled_rel: scalar("DevDouble", { relChange: 10 }),
  polled_abs: scalar("DevDouble", { absChange: 1 }),
  polled_pair: scalar("DevDouble", { absChange: [-1, 2] }),
  polled_long_rel: scalar("DevLong", { relChange: 10 }),
  polled_float: scalar("DevFloat", { absChange: 0.5 }),
  polled_spectrum: { dtype: "DevDouble", dformat: "SPECTRUM", maxDimX: 256, relChange: 10 },
  polled_image: { dtype: "DevLong", dformat: "IMAGE", maxDimX: 16, maxDimY: 16, absChange: 1 },
  polled_boolean: scalar("DevBoolean"),
  polled_string: scalar("DevString"),
  polled_enum: scalar("DevEnum"),
  polled_state: scalar("DevState"),
  polled_encoded: scalar("DevEncoded"),
  polled_periodic: scalar("DevDouble", { period: 200 }),
  polled_archive: scalar("DevDouble", { archiveAbsChange: 1 }),
  polled_archive_period: scalar("DevDouble", { archivePeriod: 300 }),
  polled_archive_rel: scalar("DevDouble", { archiveRelChange: 10 }),
  polled_alarm: scalar("DevDouble", { maxWarning: 10, maxAlarm: 20, absChange: 1000 }),
};

function scalar(dtype: AttributeType, options: object = {}): Kind {
  return { dtype, dformat: "SCALAR", ...options };
}

/** The commands that change an interface. */
export class InterfaceChanger extends Device {
  static readonly commands: CommandTable<InterfaceChanger> = {
    AddAttribute: {
      dtypeIn: "DevString",
      execute(text) {
        const { name, type = "DevDouble" } = JSON.parse(text) as { name: string; type?: "DevDouble" };
        return this.addAttribute({ name, dtype: type, read: () => 4.5 });
      },
    },
    RemoveAttribute: {
      dtypeIn: "DevString",
      execute(text) {
        return this.removeAttribute(nameIn(text), { cleanDb: false });
      },
    },
    AddCommand: {
      dtypeIn: "DevString",
      execute(text) {
        return this.addCommand({ name: nameIn(text), execute() {} });
      },
    },
    RemoveCommand: {
      dtypeIn: "DevString",
      execute(text) {
        return this.removeCommand(nameIn(text), { cleanDb: false });
      },
    },
  };

  override initDevice(): void {
    this.setState("ON");
  }
}

/** The rest of the commands. */
export class EventPusher extends InterfaceChanger {
  static readonly attributes = Object.fromEntries(
    Object.entries(KINDS).map(([name, kind]) => [
      name,
      {
        ...kind,
        ...(kind.dtype === "DevEnum" && { enumLabels: ["OFF", "STANDBY", "RUNNING", "BROKEN"] }),
        read(this: EventPusher) {
          const given = this.reading(name);
          if (given instanceof Error) throw given;
          return given;
        },
      },
    ]),
  );
  static readonly pipes = {
    readings: {
      read(this: EventPusher) {
        return this.blobs.readings!;
      },
    },
    settings: {
      read(this: EventPusher) {
        return this.blobs.settings!;
      },
      write(this: EventPusher, blob: PipeBlobInput) {
        this.blobs.settings = blob;
      },
    },
  };
  static override readonly commands: CommandTable<EventPusher> = {
    ...(InterfaceChanger.commands as CommandTable<EventPusher>),
    Set: {
      dtypeIn: "DevString",
      execute(text) {
        const { attr, ...given } = JSON.parse(text) as Given & { attr: string };
        if (attr === "State") this.setState(given.value as "ON");
        else if (attr === "Status") this.setStatus(given.value as string);
        else this.given.set(attr, readingFrom(attr, given));
      },
    },
    Push: {
      dtypeIn: "DevString",
      async execute(text) {
        await this.push(JSON.parse(text));
      },
    },
    PushMany: {
      dtypeIn: "DevString",
      async execute(text) {
        const {
          attr,
          event,
          count,
          from = 0,
          length,
        } = JSON.parse(text) as {
          attr: string;
          event: string;
          count: number;
          from?: number;
          length?: number;
        };
        for (let number = from; number < from + count; number++) {
          await this.pushOf(event, attr, length === undefined ? number : new Array(length).fill(number));
        }
      },
    },
    Declare: {
      dtypeIn: "DevString",
      execute(text) {
        const { attr, event, implemented, detect } = JSON.parse(text);
        this.declare(attr, event, implemented, detect);
      },
    },
  };

  given = new Map<string, unknown>();
  blobs: Record<string, PipeBlobInput> = {};

  override initDevice(): void {
    super.initDevice();
    this.setStatus("Ready to push");
    this.given = new Map();
    for (const name of ["readings", "settings"]) {
      this.blobs[name] = { name, elements: [{ name: "count", type: "DevLong64", value: 0n }] };
    }
    for (const name of [...Object.keys(BY_CODE), "State", "Status"]) {
      this.declare(name, "change", true, false);
      this.declare(name, "archive", true, false);
      if (name !== "Status") this.declare(name, "alarm", true, false);
      if (name in BY_CODE) this.setDataReadyEvent(name);
    }
    for (const event of ["change", "archive"]) this.declare("checked_double", event, true, true);
  }

  declare(name: string, event: string, implemented: boolean, detect?: boolean): void {
    switch (event) {
      case "change":
        return this.setChangeEvent(name, implemented, detect);
      case "archive":
        return this.setArchiveEvent(name, implemented, detect);
      case "alarm":
        return this.setAlarmEvent(name, implemented, detect);
      case "data_ready":
        return this.setDataReadyEvent(name, implemented);
      default:
        throw new Error(`no such event: ${event}`);
    }
  }

  /** What reading an attribute gives. */
  reading(name: string): unknown {
    const found = this.given.get(name);
    if (found !== undefined) return found;
    const { dtype, dformat } = KINDS[name]!;
    const zero = ZEROS[dtype] ?? 0;
    if (dformat === "SCALAR") return zero;
    const row = [zero, zero];
    return dformat === "SPECTRUM" ? row : [row, row];
  }

  async push(given: GivenPush): Promise<void> {
    const { pipe, blob, errors, attr = "", event = "", ctr } = given;
    if (pipe !== undefined) {
      if (errors !== undefined) return this.pushPipeEvent(pipe, failureFrom(errors));
      this.blobs[pipe] = blobFrom(blob!);
      return this.pushPipeEvent(pipe, this.blobs[pipe]!);
    }
    if (event === "data_ready") return this.pushDataReadyEvent(attr, ctr);
    const isGiven = "value" in given || "errors" in given;
    const isOwn = attr === "State" || attr === "Status";
    if (isOwn && !isGiven) return this.pushOf(event, attr, undefined);
    return this.pushOf(event, attr, isGiven ? readingFrom(attr, given) : this.reading(attr));
  }

  pushOf(event: string, name: string, reading: unknown): Promise<void> {
    switch (event) {
      case "change":
        return this.pushChangeEvent(name, reading as number);
      case "archive":
        return this.pushArchiveEvent(name, reading as number);
      case "alarm":
        return this.pushAlarmEvent(name, reading as number);
      case "user_event":
        return this.pushEvent(name, reading as number);
      default:
        throw new Error(`no such event: ${event}`);
    }
  }
}

const ZEROS: Partial<Record<AttributeType, unknown>> = {
  DevBoolean: false,
  DevString: "",
  DevState: "UNKNOWN",
  DevEncoded: { format: "", data: new Uint8Array() },
  DevLong64: 0n,
  DevULong64: 0n,
};

function nameIn(text: string): string {
  return (JSON.parse(text) as { name: string }).name;
}

function readingFrom(name: string, { value, errors, time, quality }: Given): unknown {
  if (errors !== undefined) return failureFrom(errors);
  const made = itemFrom(typeOf(name), value!);
  if (time === undefined && quality === undefined) return made;
  return {
    value: made,
    time: time === undefined ? TimeVal.now() : TimeVal.fromDate(new Date(time * 1000)),
    quality: quality ?? "ATTR_VALID",
  };
}

function typeOf(name: string): AttributeType {
  if (name === "State") return "DevState";
  return name === "Status" ? "DevString" : KINDS[name]!.dtype;
}

function itemFrom(type: string, value: Json): unknown {
  if (type !== "DevEncoded") return valueFrom(type, value);
  const [format, hex] = value as [string, string];
  return { format, data: Buffer.from(hex, "hex") };
}

function failureFrom(errors: readonly GivenError[]): DevFailed {
  return new DevFailed(
    errors.map(({ reason, desc, origin, severity = "ERR" }) => ({
      ...devError(reason, desc, origin),
      severity,
    })),
  );
}

/** A blob with the types that PyTango finds for values without one. */
function blobFrom({ name, elements }: GivenBlob): PipeBlobInput {
  return { name, elements: elements.map(elementFrom) };
}

function elementFrom({ name, type, value }: GivenElement): PipeElementInput {
  if (type !== undefined) {
    const item = type.startsWith("DevVar") ? `Dev${type.slice("DevVar".length, -"Array".length)}` : type;
    return { name, type, value: valueFrom(item, value) } as PipeElementInput;
  }
  if (typeof value === "object" && value !== null && "elements" in value) {
    return { name, value: blobFrom(value as unknown as GivenBlob) };
  }
  const isInteger = (one: Json) => Number.isInteger(one);
  if (Array.isArray(value)) {
    return (
      value.every(isInteger)
        ? { name, type: "DevVarLong64Array", value: value.map((one) => BigInt(one as number)) }
        : { name, value }
    ) as PipeElementInput;
  }
  return (
    isInteger(value) ? { name, type: "DevLong64", value: BigInt(value as number) } : { name, value }
  ) as PipeElementInput;
}
