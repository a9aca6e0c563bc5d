import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** A MariaDB of a test's own, on the host, that listens at a socket in a temporary folder only. */
export class ScratchMariaDb {
  readonly #folder: string;
  readonly #server: ChildProcess;

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<ScratchMariaDb> {
    const folder = mkdtempSync(join(tmpdir(), "bandoneon-mariadb-"));
    const [user, group] = ["-u", "-g"].map((flag) =>
      Number(execFileSync("id", [flag, "mysql"], { encoding: "utf8" })),
    );
    chownSync(folder, user!, group!);
    chmodSync(folder, 0o755);
    const data = `--datadir=${join(folder, "data")}`;
    execFileSync("mariadb-install-db", ["--no-defaults", "--user=mysql", data, "--skip-test-db"], {
      stdio: "pipe",
    });
    const log = openSync(join(folder, "log"), "w");
    const server = spawn(
      "mariadbd",
      [
        ...["--no-defaults", "--user=mysql", data, "--skip-networking", `--socket=${join(folder, "socket")}`],
        ...["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M"],
      ],
      { stdio: ["ignore", log, log] },
    );
    const scratch = new ScratchMariaDb(folder, server);
    for (;;) {
      try {
        scratch.sql("SELECT 1");
        return scratch;
      } catch (error) {
        if (server.exitCode !== null) {
          throw new Error(`mariadbd ended: ${readFileSync(join(folder, "log"), "utf8")}`, { cause: error });
        }
        await pause(100);
      }
    }
  }

  /** Runs statements and gives what they print, columns with tabs between; throws with what MariaDB says against it. */
  sql(statements: string | Uint8Array, database?: string): string {
    const args = [
      ...this.#arguments(),
      "--batch",
      "--skip-column-names",
      ...(database === undefined ? [] : [database]),
    ];
    return execFileSync("mariadb", args, {
      input: statements,
      encoding: "utf8",
      stdio: "pipe",
      maxBuffer: MAX_OUTPUT,
    });
  }

  /** What mariadb-dump writes of a database. */
  dump(database: string, ...options: string[]): Buffer {
    const args = [...this.#arguments(), ...options, database];
    return execFileSync("mariadb-dump", args, { maxBuffer: MAX_OUTPUT });
  }

  /** Makes the database `tango` anew by these statements. */
  makeTango(statements: string): void {
    this.sql("DROP DATABASE IF EXISTS tango; CREATE DATABASE tango CHARACTER SET utf8mb4");
    this.sql(statements, "tango");
  }

  /** All rows of all tables of a database: for each table its rows in some
   * order, the columns in that of their names, texts as the hexadecimal digits of their UTF-8. */
  contents(database: string): Record<string, string[]> {
    const columns = this.sql(
      `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema='${database}' ORDER BY table_name, column_name`,
    );
    const tables = new Map<string, string[]>();
    for (const line of columns.trim().split("\n")) {
      const [table, column] = line.split("\t") as [string, string];
      tables.set(table, [...(tables.get(table) ?? []), column]);
    }
    return Object.fromEntries(
      [...tables].map(([table, names]) => {
        const shown = names.map(
          (name) => `IFNULL(CONCAT('x',HEX(CONVERT(\`${name}\` USING utf8mb4))),'NULL')`,
        );
        const rows = this.sql(`SELECT CONCAT_WS(' ',${shown.join(",")}) FROM \`${table}\``, database);
        return [table, rows === "" ? [] : rows.trimEnd().split("\n").sort()];
      }),
    );
  }

  async stop(): Promise<void> {
    if (this.#server.exitCode === null) {
      this.#server.kill();
      await once(this.#server, "exit");
    }
    rmSync(this.#folder, { recursive: true });
  }

  #arguments(): string[] {
    return ["--no-defaults", "-S", join(this.#folder, "socket")];
  }
}

const MAX_OUTPUT = 256 * 1024 * 1024;
