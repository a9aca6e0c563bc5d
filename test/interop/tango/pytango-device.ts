import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface, type Interface } from "node:readline";
import { text } from "node:stream/consumers";
import { ROOT } from "../../support/source-files.ts";
import type { Peer } from "./own-server.ts";

/** What came of a call of PyTango: a value, or the errors of a DevFailed as pairs of reason and text. */
export type PyTangoAnswer =
  | { readonly value: unknown }
  | { readonly name: string; readonly levels: readonly (readonly [reason: string, desc: string])[] };

/** A DeviceProxy of the PyTango of a release, in a process of its own: device_calls.py. */
export class PyTangoDevice {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  readonly #complaints: Promise<string>;

  constructor(peer: Peer, device: string) {
    const program = readFileSync(join(ROOT, "test/interop/tango/device_calls.py"), "utf8");
    const script = join(ROOT, "test/interop/peers", peer.script);
    const command = [script, "exec", "/usr/bin/python3", "-c", program, device];
    this.#child = spawn("bash", command, { env: { ...process.env, TANGO_HOST: peer.tangoHost } });
    this.#complaints = text(this.#child.stderr);
    const lines: Interface = createInterface(this.#child.stdout);
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /** Calls a method by its name in Python. */
  async call(method: string, ...args: readonly unknown[]): Promise<PyTangoAnswer> {
    this.#child.stdin.write(`${JSON.stringify([method, ...args])}\n`);
    const { done, value } = await this.#answers.next();
    if (done) throw new Error(`PyTango has ended: ${await this.#complaints}`);
    return JSON.parse(value);
  }

  /** Ends it, as a program of Python ends: it unlocks what it has locked. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const closed = once(this.#child, "close");
    this.#child.stdin.end();
    await closed;
  }
}
