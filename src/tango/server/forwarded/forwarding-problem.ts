import { isNotRunning } from "../../client/device-location.ts";
import { DevFailed } from "../../error/dev-failed.ts";

/** Why a forwarded attribute is not there (cppTango, FwdAttError). */
export type ForwardingProblem =
  | "wrong attribute"
  | "loop"
  | "wrong device"
  | "missing root"
  | "local device"
  | "wrong syntax"
  | "not started"
  | "old root device";

/** A forwarded attribute that is not there, and why. */
export interface MissingAttribute {
  readonly name: string;
  /** The root attribute as it was declared or completed; "Not defined" for none. */
  readonly root: string;
  readonly problem: ForwardingProblem;
}

/** What stands for a root attribute that nobody has named. */
export const NOT_DEFINED = "Not defined";

/** Whether to try again may help: the configuration is read only when the device starts. */
export function isWorthRetrying(problem: ForwardingProblem): boolean {
  return !OF_CONFIGURATION.has(problem);
}

/** Why the configuration of a root attribute could not be read. */
export function problemOf(error: unknown): ForwardingProblem {
  if (isNotRunning(error)) return "not started";
  const isUnknown =
    error instanceof DevFailed && error.errors.some(({ reason }) => reason === "API_AttrNotFound");
  return isUnknown ? "wrong attribute" : "wrong device";
}

/** What the status of a device says of such an attribute, in the words of cppTango. */
export function problemLines({ name, root, problem }: MissingAttribute): string {
  const isReachable = problem !== "not started";
  const what = isReachable ? "is not correctly configured! " : "is not reachable! ";
  const hint = isReachable ? "\nYou can update it using the Jive tool" : "";
  return `\nForwarded attribute ${name} ${what}\nRoot attribute name = ${root}${hint}\nError: ${TEXTS[problem]}`;
}

const OF_CONFIGURATION: ReadonlySet<ForwardingProblem> = new Set([
  "missing root",
  "wrong syntax",
  "local device",
]);

const TEXTS: Readonly<Record<ForwardingProblem, string>> = {
  "wrong attribute": "Attribute not found in root device",
  loop: "Loop found in root attributes configuration",
  "wrong device": "Wrong root device",
  "missing root": "Missing or wrong root attribute definition",
  "local device": "Root device is local device",
  "wrong syntax": "Wrong syntax in root attribute definition",
  "not started": "Root device not started yet. Polling (if any) for this attribute not available",
  "old root device": "Root device too old (< IDL 5)",
};
