// A TangoTest server of our own for the examples: sys/tg_test/1 in a process of its own, without a database, at a free port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const COMMAND = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const OPTIONS = ["-nodb", "-dlist", "sys/tg_test/1", "-ORBendPoint", "giop:tcp:127.0.0.1:0"];

export interface OwnTangoTest {
  /** Its device, as a DeviceProxy takes it. */
  readonly device: string;
  stop(): Promise<void>;
}

/** Resolves when it serves. */
export async function startTangoTest(): Promise<OwnTangoTest> {
  const server = spawn(process.execPath, ["--import", "tsx", COMMAND, "tangotest", "example", ...OPTIONS], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  const killed = () => server.kill();
  process.once("exit", killed);
  let address = "";
  for await (const line of createInterface(server.stdout)) {
    address = /^Listening at giop:tcp:(\S+)$/.exec(line)?.[1] ?? address;
    if (line === "Ready to accept request") break;
  }
  if (address === "") throw new Error(`the TangoTest server did not start (exit code ${(await ended)[0]})`);
  return {
    device: `tango://${address}/sys/tg_test/1#dbase=no`,
    async stop() {
      process.off("exit", killed);
      server.kill();
      await ended;
    },
  };
}
