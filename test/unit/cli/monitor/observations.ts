import { failedObservation, type Observation } from "../../../../src/cli/monitor/observation.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";
import { TimeVal } from "../../../../src/tango/value/time-val.ts";

/** Half past ten, here. */
export const TIME = TimeVal.fromDate(new Date(2026, 10, 28, 10, 30, 0, 250));

/** A number that came. */
export function numberObservation(value: number, quality = "ATTR_VALID"): Observation {
  return {
    time: TIME,
    errors: [],
    quality,
    numbers: value,
    text: () => String(value),
    data: () => ({ value }),
  };
}

/** An error that came. */
export function errorObservation(reason: string, desc = "why"): Observation {
  return failedObservation([devError(reason, desc, "somewhere")], TIME);
}
