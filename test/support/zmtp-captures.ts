import { Buffer } from "node:buffer";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { octetsOf, parseCapture } from "./hex-capture.ts";
import { ROOT } from "./source-files.ts";

/** What libzmq's sockets said to each other in a case of fixtures/libzmq-4.3.4. */
export interface ZmtpCapture {
  readonly name: string;
  /** All octets of the subscriber, which connects. */
  readonly sub: Buffer;
  /** All octets of the publisher. */
  readonly pub: Buffer;
}

/** The capture of a case. */
export function zmtpCapture(name: string): ZmtpCapture {
  return readZmtp(name, join(ROOT, "fixtures", "libzmq-4.3.4", `${name}.zmtp`));
}

/** Every ZMTP conversation of fixtures/, in alphabetical order: of libzmq's sockets alone, and of Tango's. */
export function allZmtpCaptures(): readonly ZmtpCapture[] {
  return readdirSync(join(ROOT, "fixtures"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".zmtp"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => readZmtp(file, file));
}

function readZmtp(name: string, file: string): ZmtpCapture {
  const capture = parseCapture(readFileSync(file, "utf8"));
  return {
    name,
    sub: Buffer.from(octetsOf(capture, "OUT")),
    pub: Buffer.from(octetsOf(capture, "IN")),
  };
}

/** The cases in which a publisher and a subscriber come together. */
export const ZMTP_CONVERSATIONS: readonly string[] = ["events-3.1", "events-3.0", "heartbeats"];
