/** Which limit of an attribute a reading is beyond; "rds": what was read is too different from what was set. */
export type AlarmKind = "min alarm" | "max alarm" | "min warning" | "max warning" | "rds";

/** Of a reading within all limits. */
export const NO_ALARMS: readonly AlarmKind[] = [];
