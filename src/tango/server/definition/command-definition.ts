import type { DispLevel } from "../../idl/enums.ts";
import {
  CMD_ARG_TYPE,
  type CmdArgType,
  type CommandInputOf,
  type CommandValueOf,
} from "../../value/cmd-arg-type.ts";
import type { Awaitable } from "../awaitable.ts";
import type { Caller } from "../call/caller.ts";
import { checkWorkerTask, type WorkerTask } from "../worker/worker-task.ts";
import { checkMethods, checkOneOf, checkOptions, checkPollingPeriod } from "./declaration-checks.ts";

/** What is said of a command beside its types and its method. */
export interface CommandOptions {
  /** The name for clients; that of the member unless given. */
  readonly name?: string;
  /** What the argument is, for people; "Uninitialised" unless given, as cppTango. */
  readonly docIn?: string;
  /** What the result is, for people. */
  readonly docOut?: string;
  /** Who should see it in tools: "OPERATOR" unless given. */
  readonly displayLevel?: Exclude<DispLevel, "DL_UNKNOWN">;
  /** Polled with this period in milliseconds from the start on; only a command that takes nothing. */
  readonly pollingPeriod?: number;
  /**
   * With a `worker`: whether the monitor of the device is free while that calculates, so that other clients of the device are served, also
   * by this command. Not unless given.
   */
  readonly freesMonitor?: boolean;
}

/** A function in a worker that may be a command which gives `O`. */
export type CommandWorker<O extends CmdArgType> = WorkerTask<
  never,
  O extends "DevVoid" ? unknown : CommandInputOf<O>
>;

/** What the method of a command that gives `O` may return. */
export type CommandResultOf<O extends CmdArgType> = O extends "DevVoid"
  ? Awaitable<void>
  : Awaitable<CommandInputOf<O>>;

/** A command that takes `I` and gives `O`, as a device class declares it in its static table. */
export interface CommandSpecOf<I extends CmdArgType, O extends CmdArgType, D> extends CommandOptions {
  /** DevVoid unless given. */
  readonly dtypeIn?: I;
  /** DevVoid unless given. */
  readonly dtypeOut?: O;
  readonly worker?: undefined;
  execute(this: D, argin: CommandValueOf<I>, caller: Caller): CommandResultOf<O>;
  /** Whether it may be executed now; always unless given. */
  isAllowed?(this: D): Awaitable<boolean>;
}

/** A command that gives `O`, and whose result a worker calculates, as a device class declares it in its static table. */
export interface WorkerCommandSpecOf<O extends CmdArgType, D> extends CommandOptions {
  /** DevVoid unless given. */
  readonly dtypeIn?: CmdArgType;
  /** DevVoid unless given. */
  readonly dtypeOut?: O;
  /** The function that gives the result, in a worker of the server: see `workerModule`. */
  readonly worker: CommandWorker<O>;
  /** Gives the arguments of the function; unless given, it gets the argument of the command, if there is one. */
  execute?(this: D, argin: unknown, caller: Caller): Awaitable<readonly unknown[]>;
  /** Whether it may be executed now; always unless given. */
  isAllowed?(this: D): Awaitable<boolean>;
}

/** A declared command with everything decided: what the server works with. */
export interface CommandDefinition {
  readonly name: string;
  readonly dtypeIn: CmdArgType;
  readonly dtypeOut: CmdArgType;
  readonly docIn: string;
  readonly docOut: string;
  readonly displayLevel: "OPERATOR" | "EXPERT";
  /** 0 where the code asks for no polling. */
  readonly pollingPeriod: number;
  /** Gives the result; with a worker, the arguments of its function. */
  readonly execute: (this: object, argin: unknown, caller: Caller) => Awaitable<unknown>;
  /** What calculates the result in a worker. */
  readonly worker: WorkerTask | undefined;
  readonly freesMonitor: boolean;
  readonly isAllowed: ((this: object) => Awaitable<boolean>) | undefined;
}

/** What an untyped table may say: the common shape of every CommandSpecOf. */
export interface LooseCommandSpec extends CommandOptions {
  readonly dtypeIn?: CmdArgType;
  readonly dtypeOut?: CmdArgType;
  // biome-ignore lint/suspicious/noExplicitAny: any device's method, of whatever type
  execute?(this: any, argin: any, caller: Caller): unknown;
  readonly worker?: WorkerTask<never, unknown> | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: any device's method
  isAllowed?(this: any): Awaitable<boolean>;
}

/** Decides what a declaration leaves open. Throws a TypeError for one that contradicts itself. */
export function defineCommand(member: string, spec: LooseCommandSpec): CommandDefinition {
  const name = spec.name ?? member;
  const { dtypeIn = "DevVoid", dtypeOut = "DevVoid", pollingPeriod = 0 } = spec;
  const { worker, freesMonitor = false } = spec;
  const what = `command ${name}`;
  checkOptions(what, spec, OPTIONS);
  checkOneOf(what, "dtypeIn", dtypeIn, COMMAND_TYPES);
  checkOneOf(what, "dtypeOut", dtypeOut, COMMAND_TYPES);
  checkMethods(what, spec, ["execute", "isAllowed"]);
  checkPollingPeriod(what, pollingPeriod);
  if (worker !== undefined) checkWorkerTask(what, worker);
  else if (freesMonitor) throw new TypeError(`${what}: freesMonitor is for a command with a worker`);
  const execute = spec.execute ?? (worker === undefined ? undefined : argumentsOf(dtypeIn));
  if (execute === undefined) throw new TypeError(`${what}: nothing executes it`);
  if (pollingPeriod > 0 && dtypeIn !== "DevVoid") {
    throw new TypeError(`${what}: it takes a ${dtypeIn}, and only commands that take nothing can be polled`);
  }
  return {
    name,
    dtypeIn,
    dtypeOut,
    docIn: spec.docIn ?? UNINITIALISED,
    docOut: spec.docOut ?? UNINITIALISED,
    displayLevel: spec.displayLevel ?? "OPERATOR",
    pollingPeriod,
    execute,
    worker: worker as WorkerTask | undefined,
    freesMonitor,
    isAllowed: spec.isAllowed,
  };
}

/** A worker without a method gets the argument of the command, if it has one. */
function argumentsOf(dtypeIn: CmdArgType): (argin: unknown) => readonly unknown[] {
  return (argin) => (dtypeIn === "DevVoid" ? [] : [argin]);
}

/** What cppTango says of an argument that nobody described. */
const UNINITIALISED = "Uninitialised";

/** The types that commands can have. */
const COMMAND_TYPES: readonly string[] = Object.keys(CMD_ARG_TYPE).filter(
  (type) => type !== "Unknown" && type !== "DevPipeBlob" && type !== "ConstDevString",
);

/** All that a declaration may say. */
const OPTIONS: Readonly<Record<keyof LooseCommandSpec, true>> = {
  name: true,
  dtypeIn: true,
  dtypeOut: true,
  docIn: true,
  docOut: true,
  displayLevel: true,
  pollingPeriod: true,
  execute: true,
  worker: true,
  freesMonitor: true,
  isAllowed: true,
};
