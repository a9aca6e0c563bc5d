import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Builds the omniORB programs where they are older than their sources; gives the folder they are in. */
export function buildPeers(): string {
  return execFileSync("bash", [join(HERE, "build.sh")], { encoding: "utf8" }).trim();
}

/** A program of the peer that runs until its standard input closes. */
export interface Peer {
  /** What it printed until it was ready: `name reference`, a line each. */
  readonly references: Readonly<Record<string, string>>;
  /** Closes its standard input and waits for its end; fails where that is no orderly one. */
  stop(): Promise<void>;
}

/** Starts `echo-server` with the given options. */
export function startEchoServer(...options: string[]): Promise<Peer> {
  return start(join(buildPeers(), "echo-server"), options);
}

/** Starts omniNames with the given options. */
export function startOmniNames(...options: string[]): Promise<Peer> {
  return start("bash", [join(HERE, "omninames.sh"), ...options]);
}

/** Runs `echo-client` to its end. */
export async function runEchoClient(
  ...args: string[]
): Promise<{ readonly code: number | null; readonly lines: string[]; readonly errors: string }> {
  const child = spawn(join(buildPeers(), "echo-client"), args, { stdio: ["ignore", "pipe", "pipe"] });
  const errors = collect(child);
  const lines: string[] = [];
  createInterface(child.stdout!).on("line", (line) => lines.push(line));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, lines, errors: errors() };
}

async function start(program: string, args: string[]): Promise<Peer> {
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  const errors = collect(child);
  const references: Record<string, string> = {};
  const closed = once(child, "close") as Promise<[number | null]>;
  let ready = false;
  for await (const line of createInterface(child.stdout!)) {
    ready = line === "ready";
    if (ready) break;
    const space = line.indexOf(" ");
    references[line.slice(0, space)] = line.slice(space + 1);
  }
  // Read on, or the end of the stream, and with it "close", would never come.
  child.stdout!.resume();
  if (!ready) throw new Error(`${program} ended before it was ready: ${errors()}`);
  return {
    references,
    async stop() {
      child.stdin!.end();
      const [code] = await closed;
      if (code !== 0) throw new Error(`${program} ended with ${code}: ${errors()}`);
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr!.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return () => text;
}
