import { ConfigurationOperations } from "./configuration-operations.ts";

/** The operations that tell what polling has recorded. */
export class HistoryOperations extends ConfigurationOperations {}
