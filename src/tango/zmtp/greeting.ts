import { Buffer } from "node:buffer";
import { ZmtpError } from "./zmtp-error.ts";

/**
 * The first 64 octets of each side (ZMTP 3.1, RFC 37 "Greeting"): a signature, the version, the security mechanism in 20 octets, whether the
 * peer is its server, and filler.
 */
export const GREETING_SIZE = 64;

/** The minor numbers of the versions 3.0 and 3.1, which are spoken here. */
export type ZmtpMinor = 0 | 1;

/** The greeting of a peer of version 3.`minor` with the mechanism NULL. */
export function encodeGreeting(minor: ZmtpMinor): Buffer {
  const greeting = Buffer.alloc(GREETING_SIZE);
  greeting[0] = SIGNATURE_START;
  // libzmq sends 1 as the length that ZMTP 1.0 would see here; RFC 37 lets it be anything.
  greeting[8] = 1;
  greeting[9] = SIGNATURE_END;
  greeting[MAJOR_AT] = 3;
  greeting[MAJOR_AT + 1] = minor;
  greeting.write("NULL", MECHANISM_AT, "latin1");
  return greeting;
}

/**
 * Takes in a greeting, in whatever pieces it comes, and judges each part as soon as it is there: an old peer waits for ours and never
 * sends all of it.
 */
export class GreetingReader {
  readonly #peer: string;
  readonly #greeting = Buffer.alloc(GREETING_SIZE);
  #filled = 0;

  /** `peer` is named by its errors. */
  constructor(peer: string) {
    this.#peer = peer;
  }

  /** Whether all of it came. */
  get isComplete(): boolean {
    return this.#filled === GREETING_SIZE;
  }

  /** The highest version that both sides speak, once it is complete; a peer of a later major version speaks ours, too. */
  get minor(): ZmtpMinor {
    return this.#greeting[MAJOR_AT] === 3 && this.#greeting[MAJOR_AT + 1] === 0 ? 0 : 1;
  }

  /**
   * Takes what `chunk` has from `at` on and returns how many octets that were. Throws a ZmtpError (ZMTP_VERSION, ZMTP_MECHANISM) for a peer
   * that is none of ours.
   */
  push(chunk: Uint8Array, at: number): number {
    const taken = Math.min(GREETING_SIZE - this.#filled, chunk.length - at);
    this.#greeting.set(chunk.subarray(at, at + taken), this.#filled);
    this.#filled += taken;
    this.#check();
    return taken;
  }

  #check(): void {
    const greeting = this.#greeting;
    if (this.#filled > 0 && greeting[0] !== SIGNATURE_START) this.#refuseVersion("1.0, or no ZMTP at all");
    if (this.#filled > 9 && greeting[9] !== SIGNATURE_END) this.#refuseVersion("1.0, or no ZMTP at all");
    if (this.#filled > MAJOR_AT && greeting[MAJOR_AT]! < 3) {
      // ZMTP 2.0 (RFC 15) has a revision here, which is 1; libzmq 2.x sends 0.
      this.#refuseVersion(greeting[MAJOR_AT] === 0 ? "1.0" : `${greeting[MAJOR_AT] === 1 ? "2.0" : "2.x"}`);
    }
    if (!this.isComplete) return;
    const mechanism = greeting.toString("latin1", MECHANISM_AT, MECHANISM_AT + MECHANISM_SIZE);
    if (mechanism === NULL_MECHANISM) return;
    const shown = mechanism.replace(/\0+$/, "").replace(/[^ -~]/g, "?");
    throw new ZmtpError(
      "ZMTP_MECHANISM",
      this.#peer,
      `the peer wants the security mechanism ${JSON.stringify(shown)}; only NULL is spoken here`,
    );
  }

  #refuseVersion(version: string): never {
    const problem = `the peer speaks ZMTP ${version}; 3.0 or later is needed (ZeroMQ 4.0 or later)`;
    throw new ZmtpError("ZMTP_VERSION", this.#peer, problem);
  }
}

const SIGNATURE_START = 0xff;
const SIGNATURE_END = 0x7f;
const MAJOR_AT = 10;
const MECHANISM_AT = 12;
const MECHANISM_SIZE = 20;
const NULL_MECHANISM = "NULL".padEnd(MECHANISM_SIZE, "\0");
