import type { OrbContext } from "../../../threading/orb-context.ts";
import { AccessControl } from "../../database/access-control.ts";
import { Database } from "../../database/database.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { HostPort } from "../../naming/tango-host.ts";
import type { ServerDatabase } from "../database/server-database.ts";
import { AccessEnforcement, type EnforcementOptions } from "./access-enforcement.ts";

/**
 * The enforcement of the access control in a server with this database, whose connections are in this context; null where the server has none. Throws
 * API_InvalidArgs where there is no access control that could be asked.
 */
export function enforcementOf(
  options: EnforcementOptions | null,
  context: OrbContext,
  { kind }: Pick<ServerDatabase, "kind">,
): AccessEnforcement | null {
  if (options === null) return null;
  if (options.judge !== undefined) return new AccessEnforcement(options.judge, options);
  if (kind === "database") {
    const directoryAt = (server: HostPort) => Database.shared(context, [server]);
    const judge = new AccessControl(context, new Database({ context }), directoryAt);
    return new AccessEnforcement(judge, options);
  }
  const desc = "a server without a Tango database has no access control that it could enforce";
  throw new DevFailed([devError("API_InvalidArgs", desc, "DeviceServer.start()")]);
}
