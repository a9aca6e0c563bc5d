import type { DispLevel } from "../../idl/enums.ts";
import type { PipeBlob, PipeBlobInput } from "../../value/pipe-blob.ts";
import type { Awaitable } from "../awaitable.ts";
import { checkMethods, checkOptions } from "./declaration-checks.ts";

/** What a pipe is asked for, where it must be allowed (PyTango's PipeReqType). */
export type PipeReqType = "READ_REQ" | "WRITE_REQ";

/** What is said of a pipe beside its methods. */
export interface PipeOptions {
  /** The name for clients; that of the member unless given. */
  readonly name?: string;
  /** What users see as its name; the name unless given. */
  readonly label?: string;
  /** "No description" unless given. Also `doc`. */
  readonly description?: string;
  readonly doc?: string;
  /** Who should see it in tools: "OPERATOR" unless given. */
  readonly displayLevel?: Exclude<DispLevel, "DL_UNKNOWN">;
}

/** A pipe, as a device class declares it in its static table. */
export interface PipeSpec<D = object> extends PipeOptions {
  /** Gives what is in it now: `{ name: "scan", elements: [{ name: "points", type: "DevLong", value: 100 }] }`. */
  read(this: D): Awaitable<PipeBlobInput>;
  /** PIPE_READ_WRITE where it is given. The arrays in the blob are its own to keep. */
  write?(this: D, blob: PipeBlob): Awaitable<void>;
  /** Whether it may be read or written now; always unless given. */
  isAllowed?(this: D, request: PipeReqType): Awaitable<boolean>;
}

/** A declared pipe with everything decided: what the server works with. */
export interface PipeDefinition {
  readonly name: string;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly displayLevel: "OPERATOR" | "EXPERT";
  readonly read: (this: object) => Awaitable<unknown>;
  readonly write: ((this: object, blob: PipeBlob) => Awaitable<void>) | undefined;
  readonly isAllowed: ((this: object, request: PipeReqType) => Awaitable<boolean>) | undefined;
}

/** Decides what a declaration leaves open. Throws a TypeError for one that contradicts itself. */
// biome-ignore lint/suspicious/noExplicitAny: any device's pipe
export function definePipe(member: string, spec: PipeSpec<any>): PipeDefinition {
  const name = spec.name ?? member;
  const what = `pipe ${name}`;
  checkOptions(what, spec, OPTIONS);
  checkMethods(what, spec, ["read", "write", "isAllowed"]);
  if (spec.read === undefined) throw new TypeError(`${what}: nothing reads it`);
  return {
    name,
    label: spec.label,
    description: spec.description ?? spec.doc,
    displayLevel: spec.displayLevel ?? "OPERATOR",
    read: spec.read,
    write: spec.write,
    isAllowed: spec.isAllowed,
  };
}

/** All that a declaration may say. */
const OPTIONS: Readonly<Record<keyof PipeSpec, true>> = {
  name: true,
  label: true,
  description: true,
  doc: true,
  displayLevel: true,
  read: true,
  write: true,
  isAllowed: true,
};
