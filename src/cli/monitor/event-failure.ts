import type { DevError } from "../../index.ts";
import { printable } from "../value-text.ts";

/** Why there is no value, in one line: the root cause, and what to do about it where that is known. */
export function failureText(errors: readonly DevError[]): string {
  const hint = failureHint(errors);
  // Events have the root cause behind, where they say more than cppTango does.
  const telling = (error: DevError) => FOR_GOOD.has(error.reason) || error.reason === NO_DATABASE;
  const { reason = "", desc = "" } = errors.find(telling) ?? errors[0] ?? {};
  if (hint !== undefined) return `${hint} (${printable(hintReason(errors) ?? reason)})`;
  return `${printable(reason)}: ${printable(desc.trim().replace(/\s*\n\s*/g, " "))}`;
}

/** What to do about errors; undefined where the command knows nothing. */
export function failureHint(errors: readonly DevError[]): string | undefined {
  const reason = hintReason(errors);
  return reason === undefined ? undefined : HINTS.get(reason);
}

/** Whether it would be no use to wait: what is monitored is not there, or was never meant to send this. */
export function isForGood(errors: readonly DevError[]): boolean {
  return errors.some(({ reason }) => FOR_GOOD.has(reason));
}

function hintReason(errors: readonly DevError[]): string | undefined {
  return errors.find(({ reason }) => HINTS.has(reason))?.reason;
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ["API_AttributePollingNotStarted", "no events: it is not polled by its server; --poll 1000 reads it"],
  [
    "API_EventPropertiesNotSet",
    "no events: no abs_change, rel_change or archive_... is set; --poll 1000 reads it",
  ],
  ["API_AttributeNotDataReadyEnabled", "no events: its device does not say when data are ready"],
]);

const NO_DATABASE = "API_CantConnectToDatabase";

const FOR_GOOD: ReadonlySet<string> = new Set([
  "DB_DeviceNotDefined",
  "API_DeviceNotDefined",
  "API_AttrNotFound",
  "API_PipeNotFound",
  "API_WrongNameSyntax",
  "API_WrongAttributeNameSyntax",
  "API_WrongDeviceNameSyntax",
  "API_CommandNotFound",
  "API_UnsupportedFeature",
]);
