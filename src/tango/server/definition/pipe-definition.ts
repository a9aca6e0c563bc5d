import type { DispLevel } from "../../idl/enums.ts";
import type { Awaitable } from "../awaitable.ts";

/** A pipe, as a device class declares it in its static table. */
export interface PipeSpec<D = object> {
  /** The name for clients; that of the member unless given. */
  readonly name?: string;
  /** The name unless given. */
  readonly label?: string;
  /** "No description" unless given. */
  readonly description?: string;
  readonly displayLevel?: Exclude<DispLevel, "DL_UNKNOWN">;
  read(this: D): Awaitable<unknown>;
  /** PIPE_READ_WRITE where it is given. */
  write?(this: D, blob: never): Awaitable<void>;
  isAllowed?(this: D, request: "READ_REQ" | "WRITE_REQ"): Awaitable<boolean>;
}

/** A declared pipe with everything decided. */
export interface PipeDefinition {
  readonly name: string;
  readonly label: string | undefined;
  readonly description: string | undefined;
  readonly displayLevel: "OPERATOR" | "EXPERT";
  readonly read: (this: object) => Awaitable<unknown>;
  readonly write: ((this: object, blob: never) => Awaitable<void>) | undefined;
  readonly isAllowed: ((this: object, request: "READ_REQ" | "WRITE_REQ") => Awaitable<boolean>) | undefined;
}

/** Decides what a declaration leaves open. */
// biome-ignore lint/suspicious/noExplicitAny: any device's pipe
export function definePipe(member: string, spec: PipeSpec<any>): PipeDefinition {
  return {
    name: spec.name ?? member,
    label: spec.label,
    description: spec.description,
    displayLevel: spec.displayLevel ?? "OPERATOR",
    read: spec.read,
    write: spec.write,
    isAllowed: spec.isAllowed,
  };
}
