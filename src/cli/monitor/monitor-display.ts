import type { Observation } from "./observation.ts";

/** Where a monitor shows what comes. */
export interface MonitorDisplay {
  /** Shows what has come of the one at this place of those that are monitored. */
  show(index: number, observation: Observation): void;
  /** Nothing comes any more. */
  end(): void;
}
