import type { CallOptions } from "../../iiop/call-options.ts";
import type { DevError } from "../error/dev-error.ts";

/** Whether the access control of a Tango system lets its user write, or only read. */
export type AccessRight = "READ" | "WRITE";

/** What a user may do with one device. */
export interface AccessGrant {
  readonly right: AccessRight;
  /** Why the access control could not be asked, which leaves its user with READ; empty when it answered. */
  readonly errors: readonly DevError[];
  /** Whether a command may be executed though the right is READ: the access control lists the harmless ones of each class. */
  allowsCommand(command: string, options?: CallOptions): Promise<boolean>;
}

/** The grant of devices that no access control guards, and of all that are reached without a database. */
export const FULL_ACCESS: AccessGrant = {
  right: "WRITE",
  errors: [],
  allowsCommand: async () => true,
};
