import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { minorCodeName } from "./minor-code.ts";
import { SYSTEM_EXCEPTION_KINDS, type SystemExceptionKind } from "./system-exception-kind.ts";

/** Whether the operation had run on the target when the exception was raised. */
export type CompletionStatus = "YES" | "NO" | "MAYBE";

/**
 * A CORBA system exception: raised by the ORB on either side rather than by the interface. `kind` tells which one,
 * `minor` why (see MINOR_CODE), `completed` whether the operation ran. Its message reads
 * `[TRANSIENT/TRANSIENT_ConnectFailed] connection refused (completed: NO)`.
 *
 * `instanceof` holds across copies of this module (bundles, realms).
 */
export class SystemException extends Error {
  override readonly name: string = "SystemException";
  readonly code = "CORBA_SYSTEM_EXCEPTION";
  readonly kind: SystemExceptionKind;
  readonly minor: number;
  readonly completed: CompletionStatus;
  /** What happened, to whom, as far as it is known. */
  readonly detail: string | undefined;

  constructor(kind: SystemExceptionKind, minor = 0, options: SystemExceptionOptions = {}) {
    super(describe(kind, minor, options), "cause" in options ? { cause: options.cause } : undefined);
    this.kind = kind;
    this.minor = minor;
    this.completed = options.completed ?? "NO";
    this.detail = options.detail;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The minor code by name, such as `OBJECT_NOT_EXIST_NoMatch`; undefined for one that is not in the tables. */
  get minorName(): string | undefined {
    return minorCodeName(this.kind, this.minor);
  }

  /** `IDL:omg.org/CORBA/TRANSIENT:1.0` and the like. */
  get repositoryId(): string {
    return `${ID_PREFIX}${this.kind}${ID_SUFFIX}`;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && BRAND in value;
  }
}

/** What else is known of a system exception. */
export interface SystemExceptionOptions {
  /** "NO" unless given. */
  readonly completed?: CompletionStatus;
  /** What happened, to whom: a sentence fragment that goes into the message. */
  readonly detail?: string;
  readonly cause?: unknown;
}

/** Writes the body of a SYSTEM_EXCEPTION reply (CORBA 3.4 Part 2 §9.4.3.2). */
export function encodeSystemException(writer: CdrWriter, exception: SystemException): void {
  writer.string(exception.repositoryId);
  writer.ulong(exception.minor);
  writer.ulong(COMPLETION_STATUSES.indexOf(exception.completed));
}

/**
 * Reads the body of a SYSTEM_EXCEPTION reply. An exception that is not a standard one becomes UNKNOWN
 * with its repository id in the message, as the specification asks.
 */
export function decodeSystemException(reader: CdrReader): SystemException {
  const repositoryId = reader.string();
  const minor = reader.ulong();
  const ordinal = reader.ulong();
  const completed = COMPLETION_STATUSES[ordinal];
  if (completed === undefined) throw reader.error(`${ordinal} is not a completion status (0, 1 or 2)`);
  const kind = kindOf(repositoryId);
  if (kind === undefined) {
    return new SystemException("UNKNOWN", minor, {
      completed,
      detail: `raised by the peer: ${repositoryId}`,
    });
  }
  return new SystemException(kind, minor, { completed, detail: "raised by the peer" });
}

function kindOf(repositoryId: string): SystemExceptionKind | undefined {
  if (!repositoryId.startsWith(ID_PREFIX) || !repositoryId.endsWith(ID_SUFFIX)) return undefined;
  const name = repositoryId.slice(ID_PREFIX.length, -ID_SUFFIX.length);
  return SYSTEM_EXCEPTION_KINDS.find((kind) => kind === name);
}

function describe(kind: SystemExceptionKind, minor: number, options: SystemExceptionOptions): string {
  const reason =
    minorCodeName(kind, minor) ?? (minor === 0 ? "" : `0x${minor.toString(16).padStart(8, "0")}`);
  const detail = options.detail === undefined ? "" : ` ${options.detail}`;
  return `[${kind}${reason === "" ? "" : `/${reason}`}]${detail} (completed: ${options.completed ?? "NO"})`;
}

const BRAND: unique symbol = Symbol.for("bandoneon.SystemException") as never;
const ID_PREFIX = "IDL:omg.org/CORBA/";
const ID_SUFFIX = ":1.0";
const COMPLETION_STATUSES: readonly CompletionStatus[] = ["YES", "NO", "MAYBE"];
