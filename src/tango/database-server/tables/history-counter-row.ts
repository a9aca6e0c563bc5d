/** The last id of a history: SQL tables `device_history_id` and so on, each of one row. */
export interface HistoryCounterRow {
  readonly id: number;
}

/** The key of the one row of a counter. */
export const HISTORY_COUNTER_KEY = "id";
