import { printable } from "./value-text.ts";

/**
 * An error for people. A DevFailed shows its whole stack, the root cause first: reason, description and origin of each level; then what of the
 * network or the program led there.
 */
export function errorText(error: unknown, about: string): string {
  const head = about === "" ? "bandoneon:" : `bandoneon: ${about}:`;
  if (!(error instanceof Error)) return `${head} ${String(error)}`;
  if (!isDevFailed(error))
    return `${head} ${isExpected(error) ? error.message : (error.stack ?? error.message)}`;
  const lines = [`${head} ${error.name}`, ...error.errors.flatMap((level) => levelLines(level, "  "))];
  for (const failure of error.failures ?? []) {
    lines.push(`  ${printable(failure.name)}:`);
    lines.push(...failure.errors.flatMap((level) => levelLines(level, "    ")));
  }
  lines.push(...causesOf(error).map((cause) => `  caused by: ${printable(cause)}`));
  return lines.join("\n");
}

/** An error as data, for `--json`: `{ about, name, message }` and of a DevFailed `reason`, `errors` and `causes`. */
export function errorData(error: unknown, about: string): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { about, name: "Error", message: String(error) };
  const { name, message } = error;
  if (!isDevFailed(error)) return { about, name, message };
  return {
    about,
    name,
    reason: error.errors[0]?.reason ?? "",
    errors: error.errors,
    failures: error.failures,
    causes: causesOf(error),
  };
}

/**
 * The messages of the errors behind an error, from the next to the deepest, without those that the one before says already. The exceptions that
 * a device sent are its error stack, and say nothing more.
 */
function causesOf(error: Error): string[] {
  const messages: string[] = [];
  let cause = error.cause;
  for (let depth = 0; cause instanceof Error && depth < MAX_CAUSES; depth++) {
    const { message } = cause;
    // What an exception of CORBA says beside its kind.
    const said = "detail" in cause && typeof cause.detail === "string" ? cause.detail : message;
    const isKnown = isDevFailed(cause) || cause.name === "UserException" || message === "";
    if (!isKnown && !messages.some((earlier) => earlier.includes(said))) messages.push(message);
    // That of several addresses, say, has no message but one error for each.
    if (cause instanceof AggregateError) {
      for (const one of cause.errors) if (one instanceof Error) messages.push(one.message);
    }
    cause = cause.cause;
  }
  return messages;
}

function levelLines({ reason, severity, desc, origin }: ErrorLevel, indent: string): string[] {
  const rank = severity === "ERR" ? "" : `[${severity}] `;
  const [first = "", ...more] = printable(desc.trimEnd(), true).split("\n");
  const lines = [
    `${indent}${rank}${printable(reason)}: ${first}`,
    ...more.map((line) => `${indent}  ${line}`),
  ];
  if (origin !== "") lines.push(`${indent}  in ${printable(origin)}`);
  return lines;
}

interface ErrorLevel {
  readonly reason: string;
  readonly severity: string;
  readonly desc: string;
  readonly origin: string;
}

interface DevFailedLike extends Error {
  readonly errors: readonly ErrorLevel[];
  readonly failures?: readonly { readonly name: string; readonly errors: readonly ErrorLevel[] }[];
}

/** By its code, so that an error can be shown without loading the library. */
function isDevFailed(error: Error): error is DevFailedLike {
  return "code" in error && error.code === "TANGO_DEV_FAILED";
}

const MAX_CAUSES = 8;

/** Errors of CORBA and of arguments say all in their message; the frames of any other error tell where the mistake is. */
function isExpected(error: Error): boolean {
  return "code" in error || error.name === "UsageError" || error.name === "MarshalError";
}
