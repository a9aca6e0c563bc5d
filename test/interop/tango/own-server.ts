import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ROOT } from "../../support/source-files.ts";
import { patientDatabase } from "./patient-client.ts";

/** How to start programs of a release, and where its database is. */
export interface Peer {
  readonly script: "tango93.sh" | "tango10.sh";
  readonly tangoHost: string;
}

/** A TangoTest server of a test's own, a real process, which may be killed, frozen and started again. */
export class OwnServer {
  readonly device: string;
  readonly #peer: Peer;
  readonly #instance: string;
  #process: ChildProcess | null = null;

  private constructor(peer: Peer, instance: string) {
    this.#peer = peer;
    this.#instance = instance;
    this.device = `test/${instance}/1`;
  }

  /** Defines the server in the database and starts it. */
  static async start(peer: Peer, instance: string): Promise<OwnServer> {
    const server = new OwnServer(peer, instance);
    const { device: name, className, server: full } = server.#definition;
    await patientDatabase(peer.tangoHost).addDevice({ name, className, server: full });
    await server.start();
    return server;
  }

  /** Starts it again, at another port; resolves when it is ready. */
  async start(): Promise<void> {
    const script = join(ROOT, "test/interop/peers", this.#peer.script);
    const program = ["/usr/lib/tango/TangoTest", this.#instance, "-ORBendPoint", "giop:tcp:127.0.0.1:0"];
    // A process group of its own, with all that it starts.
    const child = spawn("bash", [script, "exec", ...program], {
      detached: true,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, TANGO_HOST: this.#peer.tangoHost },
    });
    this.#process = child;
    let output = "";
    await new Promise<void>((resolve, reject) => {
      child.stdout!.on("data", (chunk) => {
        output += chunk;
        if (output.includes("Ready to accept")) resolve();
      });
      child.on("exit", (code) => reject(new Error(`TangoTest/${this.#instance} ended (${code}): ${output}`)));
      child.on("error", reject);
    });
  }

  /** It ends at once, as by a power failure: the database still says that it runs. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    this.#signal("SIGKILL");
    await closed;
  }

  /** It keeps its connections, and answers no more; resolves when all its threads have stopped. */
  async freeze(): Promise<void> {
    this.#signal("SIGSTOP");
    const group = this.#process!.pid!;
    while (threadStates(group).some((state) => state !== "T")) await sleep(1);
  }

  thaw(): void {
    this.#signal("SIGCONT");
  }

  /** Ends it and takes it out of the database. */
  async remove(): Promise<void> {
    await this.kill();
    await patientDatabase(this.#peer.tangoHost).deleteServer(this.#definition.server);
  }

  get #definition() {
    return { device: this.device, className: "TangoTest", server: `TangoTest/${this.#instance}` };
  }

  #signal(signal: NodeJS.Signals): void {
    process.kill(-this.#process!.pid!, signal);
  }
}

/** The states of all threads of a process group, as letters (proc(5)); of those that still are. */
function threadStates(group: number): string[] {
  const states: string[] = [];
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (Number(statusOf(`/proc/${pid}/stat`)[2]) !== group) continue;
      for (const thread of readdirSync(`/proc/${pid}/task`)) {
        states.push(statusOf(`/proc/${pid}/task/${thread}/stat`)[0]!);
      }
    } catch {
      // It has ended meanwhile.
    }
  }
  return states;
}

/** What stands behind the name of a program, which may contain anything: state, parent, group... */
function statusOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}
