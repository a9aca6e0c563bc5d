import type { Attribute } from "../attribute/attribute.ts";
import { problemLines } from "../forwarded/forwarding-problem.ts";
import type { ServedDevice } from "../served-device.ts";

/** Whether the device is in ALARM, whatever its own code says, because an attribute cannot be used. A device in FAULT stays so. */
export function isAlarmForced({ attributes, state, forwarding }: ServedDevice): boolean {
  if (state === "FAULT") return false;
  for (const _ of forwarding?.missing ?? []) return true;
  for (const { failure, memorizedFailure } of attributes) {
    if (failure !== null || memorizedFailure !== null) return true;
  }
  return false;
}

/** What such a device answers for State or Status, without being asked; undefined for any other device, and any other name. */
export function forcedAnswer(served: ServedDevice, name: string): string | undefined {
  if ((name !== "State" && name !== "Status") || !isAlarmForced(served)) return undefined;
  return name === "State" ? "ALARM" : forcedAlarmStatus(served);
}

/** The status of such a device: which attributes cannot be used, in the words of cppTango. */
export function forcedAlarmStatus({ attributes, forwarding }: ServedDevice): string {
  const wrong = namesOf(attributes, ({ failure }) => failure !== null);
  const failed = namesOf(
    attributes,
    ({ failure, memorizedFailure }) => failure === null && memorizedFailure !== null,
  );
  let status = "The device is in ALARM state.";
  if (wrong.length > 0) {
    status += `\nAttribute${enumeration(wrong)} wrong configuration`;
    status += "\nTry accessing the faulty attribute(s) to get more information";
  }
  if (failed.length > 0) {
    status += `\nMemorized attribute${enumeration(failed)} failed during device startup sequence`;
  }
  for (const missing of forwarding?.missing ?? []) status += problemLines(missing);
  return status;
}

function namesOf(attributes: Iterable<Attribute>, isMeant: (attribute: Attribute) => boolean): string[] {
  return Array.from(attributes)
    .filter(isMeant)
    .map(({ name }) => name);
}

function enumeration(names: readonly string[]): string {
  return names.length === 1 ? ` ${names[0]} has` : `s ${names.join(", ")} have`;
}
