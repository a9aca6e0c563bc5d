import type { Any } from "../../../giop/idl/any.ts";
import type { AttrDataFormat } from "../../idl/enums.ts";
import type { AttributeType, CmdArgType } from "../../value/cmd-arg-type.ts";
import type { AttributeSnapshot } from "../attribute/attribute-snapshot.ts";
import { type PollRecord, PollRing } from "./poll-ring.ts";
import type { PollableAttribute, PollableCommand } from "./pollable-device.ts";

/** What can be polled. State and Status are polled as attributes, also where a client asks for the command, as in cppTango. */
export type PolledKind = "attribute" | "command";

/** One execution of a polled command. */
export interface CommandRecord extends PollRecord {
  /** What it gave; null where it failed. */
  readonly value: Any | null;
}

/** What is polled of a device, with its last records. */
export type PolledObject = PolledAttribute | PolledCommand;

abstract class Polled<R extends PollRecord> {
  abstract readonly kind: PolledKind;
  /** In lower case, by which it is looked up and kept in the database. */
  readonly name: string;
  /** As the device spells it. */
  readonly spelling: string;
  readonly ring: PollRing<R>;
  /** Milliseconds; 0 for one that is polled when the device says so, or filled in by it. The schedule changes it. */
  periodMs: number;
  /** How many polls were left out since it was too late for them. */
  discarded = 0;

  constructor(spelling: string, periodMs: number, depth: number) {
    this.name = spelling.toLowerCase();
    this.spelling = spelling;
    this.periodMs = periodMs;
    this.ring = new PollRing(depth);
  }

  /** Whether it is only polled or filled in when the device says so. */
  get isTriggered(): boolean {
    return this.periodMs === 0;
  }
}

/** A polled attribute. */
export class PolledAttribute extends Polled<AttributeSnapshot> {
  readonly kind = "attribute";
  readonly dataType: AttributeType;
  readonly dataFormat: AttrDataFormat;

  /** Polled every `periodMs` milliseconds (0: when the device says so), with a ring for `depth` records. */
  constructor(
    { name, dataType, dataFormat }: Pick<PollableAttribute, "name" | "dataType" | "dataFormat">,
    periodMs: number,
    depth: number,
  ) {
    super(name, periodMs, depth);
    this.dataType = dataType;
    this.dataFormat = dataFormat;
  }
}

/** A polled command. */
export class PolledCommand extends Polled<CommandRecord> {
  readonly kind = "command";
  readonly outType: CmdArgType;

  /** Polled every `periodMs` milliseconds (0: when the device says so), with a ring for `depth` records. */
  constructor({ name, outType }: Pick<PollableCommand, "name" | "outType">, periodMs: number, depth: number) {
    super(name, periodMs, depth);
    this.outType = outType;
  }
}
