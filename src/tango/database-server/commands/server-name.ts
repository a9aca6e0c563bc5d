import { databaseError } from "./database-command.ts";

/** Refuses a name of a server without a slash, from which the real database makes an admin device whose name is none. */
export function checkServerName(server: string, origin: string): void {
  if (server.includes("/")) return;
  const desc = `server name (${server}) syntax error (should be executable/instance)`;
  throw databaseError("DB_IncorrectServerName", desc, origin);
}
