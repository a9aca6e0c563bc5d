import { HistoryOperations } from "./history-operations.ts";

/** The operations on pipes. */
export class PipeOperations extends HistoryOperations {}
