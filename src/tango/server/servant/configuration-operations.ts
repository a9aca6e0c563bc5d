import { AttributeOperations } from "./attribute-operations.ts";

/** The operations that tell and change how attributes are configured. */
export class ConfigurationOperations extends AttributeOperations {}
