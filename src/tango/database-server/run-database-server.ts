import { onTermination } from "../server/startup/termination-signals.ts";
import { DatabaseServer, type DatabaseServerOptions } from "./database-server.ts";

/**
 * Runs a Tango database as a program: prints the TANGO_HOST under which it is found, and `Ready to accept request`, and resolves when it has
 * ended: by SIGINT, SIGTERM or SIGQUIT, or by the command Kill of its admin device. Rejects as `DatabaseServer.start`.
 */
export async function runDatabaseServer(options: DatabaseServerOptions): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  const release = onTermination(end);
  const ended = new Promise<void>((resolve) => {
    ending.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  try {
    await using database = await DatabaseServer.start({ ...options, onKill: end });
    process.stdout.write(`TANGO_HOST=${database.tangoHost}\nReady to accept request\n`);
    await ended;
  } finally {
    release();
  }
}
