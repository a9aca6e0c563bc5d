import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { Reason } from "../../error/reason.ts";
import type { DevSource } from "../../idl/enums.ts";
import type { HostNames } from "../../naming/host-names.ts";
import type { Caller } from "./caller.ts";

/** What the black box shows of an operation besides its name. */
export interface OperationDetails {
  /** The command. */
  readonly command?: string;
  /** The attributes, or the pipe. */
  readonly names?: readonly string[];
  /** The attributes that an operation reads which writes those of `names`. */
  readonly readNames?: readonly string[];
  /** Where values are to be taken from. */
  readonly source?: DevSource;
}

/** The attributes of the interface Device, which are read by calls of their own. */
export type DeviceInterfaceAttribute = "name" | "description" | "state" | "status" | "adm_name";

/**
 * The last calls of a device, for those who look for who did what: operation `black_box`. To record a call only keeps it; the texts are
 * made for those who ask for them. Of more names than fit into 10000 characters "..." stands for the rest.
 *
 * The texts are those of cppTango 9.3. cppTango 10 shows calls of older operations as if they were newer ones, or as "unknown operation".
 */
export class BlackBox {
  /** A ring once it has `#depth` calls: the next takes the place of the oldest. */
  readonly #calls: RecordedCall[] = [];
  readonly #depth: number;
  readonly #now: () => number;
  /** Calls so far. */
  #count = 0;

  /** `depth` calls are kept (property `blackbox_depth`), 50 unless given; `now` gives milliseconds since 1970. */
  constructor(depth = DEFAULT_DEPTH, now: () => number = Date.now) {
    this.#depth = Math.max(depth, 1);
    this.#now = now;
  }

  /** Records the reading of an attribute of the interface Device. */
  insertAttribute(attribute: DeviceInterfaceAttribute, caller: Caller): void {
    this.#insert({ time: this.#now(), caller: caller.toKeep, attribute });
  }

  /** Records the call of an operation, named as in IDL. `details` are kept as they are: give names, not values. */
  insertOperation(operation: string, caller: Caller, details: OperationDetails = NO_DETAILS): void {
    this.#insert({ time: this.#now(), caller: caller.toKeep, operation, details: detailsToKeep(details) });
  }

  /**
   * The last `count` calls as texts, newest first; all where there are fewer. The host of each client is shown by its name.
   *
   * Fails with API_BlackBoxArgument unless `count` is above 0, and with API_BlackBoxEmpty before the first call.
   */
  async lines(count: number, hosts: HostNames): Promise<string[]> {
    if (count <= 0) throw failure("API_BlackBoxArgument", "Argument to read black box out of range");
    if (this.#count === 0) throw failure("API_BlackBoxEmpty", "Nothing stored yet in black-box");
    return Promise.all(this.#newest(count).map((call) => lineOf(call, hosts)));
  }

  #insert(call: RecordedCall): void {
    this.#calls[this.#count % this.#depth] = call;
    this.#count++;
  }

  #newest(count: number): RecordedCall[] {
    const length = Math.min(count, this.#calls.length);
    return Array.from({ length }, (_, i) => this.#calls[(this.#count - 1 - i) % this.#depth]!);
  }
}

type RecordedCall = { readonly time: number; readonly caller: Caller } & (
  | { readonly attribute: DeviceInterfaceAttribute }
  | { readonly operation: string; readonly details: OperationDetails }
);

/** The same details, without what could fill the memory. */
function detailsToKeep(details: OperationDetails): OperationDetails {
  const { command = "", names = NO_NAMES, readNames = NO_NAMES } = details;
  const keptNames = namesToKeep(names);
  const keptReadNames = namesToKeep(readNames);
  if (command.length <= MAX_CHARACTERS && keptNames === names && keptReadNames === readNames) return details;
  return {
    ...details,
    ...(command.length > MAX_CHARACTERS && { command: REST }),
    ...(keptNames !== names && { names: keptNames }),
    ...(keptReadNames !== readNames && { readNames: keptReadNames }),
  };
}

function namesToKeep(names: readonly string[]): readonly string[] {
  let characters = 0;
  for (let i = 0; i < names.length; i++) {
    characters += names[i]!.length + 1;
    if (characters > MAX_CHARACTERS) return [...names.slice(0, i), REST];
  }
  return names;
}

async function lineOf(call: RecordedCall, hosts: HostNames): Promise<string> {
  const what =
    "attribute" in call ? `Attribute ${call.attribute} ` : operationText(call.operation, call.details);
  return `${timeText(call.time)} : ${what}${await call.caller.originText(hosts)}`;
}

function operationText(operation: string, { command, names, readNames, source }: OperationDetails): string {
  let text = `Operation ${operation === "black_box" ? "blackbox" : operation} `;
  if (command !== undefined) text += `(cmd = ${command}) `;
  if (names !== undefined) {
    const read = readNames === undefined ? "" : `/${readNames.join(", ")}`;
    text += `(${names.join(", ")}${read}) `;
  }
  return source === undefined ? text : `${text}from ${SOURCE_TEXTS[source]} `;
}

/** Local time with hundredths of a second: `23/11/2026 02:56:17:24`. */
function timeText(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
  const clock = [
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
    Math.floor(date.getMilliseconds() / 10),
  ];
  return `${day} ${clock.map(two).join(":")}`;
}

function failure(reason: Reason, desc: string): DevFailed {
  return new DevFailed([devError(reason, desc, "BlackBox.lines()")]);
}

const NO_DETAILS: OperationDetails = {};
const NO_NAMES: readonly string[] = [];
/** As cppTango. */
const DEFAULT_DEPTH = 50;
const MAX_CHARACTERS = 10_000;
/** What stands for names that are not kept. */
const REST = "...";

const SOURCE_TEXTS: Readonly<Record<DevSource, string>> = {
  DEV: "device",
  CACHE: "cache",
  CACHE_DEV: "cache_device",
};
