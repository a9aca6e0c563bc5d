import type { CommandTimings } from "./command-timings.ts";

/** What commands know of the server that executes them. */
export interface DatabaseService {
  /** Its device: `sys/database/2`. */
  readonly deviceName: string;
  /** `DataBaseds/2`. */
  readonly serverName: string;
  readonly timings: CommandTimings;
  /** Who is told where servers start and which are controlled; null where the free property Default/FireToStarter is false. */
  readonly starters: { tell(hosts: readonly string[]): void } | null;
}
