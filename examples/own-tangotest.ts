// A TangoTest server of our own for the examples: sys/tg_test/1 in a process of its own, without a database, at a free port.
import { startProcess } from "./start-process.ts";

const OPTIONS = ["-nodb", "-dlist", "sys/tg_test/1", "-ORBendPoint", "giop:tcp:127.0.0.1:0"];

export interface OwnTangoTest {
  /** Its device, as a DeviceProxy takes it. */
  readonly device: string;
  stop(): Promise<void>;
}

/** Resolves when it serves. */
export async function startTangoTest(): Promise<OwnTangoTest> {
  const { output, stop } = await startProcess("TangoTest", ["tangotest", "example", ...OPTIONS]);
  const address = /^Listening at giop:tcp:(\S+)$/m.exec(output)![1];
  return { device: `tango://${address}/sys/tg_test/1#dbase=no`, stop };
}
