import { Buffer } from "node:buffer";
import type { ConnectionSink } from "../../src/tango/zmtp/zmtp-connection.ts";
import { type ConnectionSetup, ZmtpConnection } from "../../src/tango/zmtp/zmtp-connection.ts";

/** An engine of ZMTP, and a record of all that it told. */
export class RecordingZmtp implements ConnectionSink {
  readonly engine: ZmtpConnection;
  readonly written: Uint8Array[] = [];
  readonly messages: string[][] = [];
  readonly frames: Buffer[][] = [];
  readonly log: string[] = [];

  constructor(socketType: "PUB" | "SUB", setup: Partial<ConnectionSetup> = {}) {
    this.engine = new ZmtpConnection(this, {
      socketType,
      peer: "peer:1",
      limits: { maxMessageSize: 1 << 20, maxFrames: 16, maxCommandSize: 1 << 16 },
      ...setup,
    });
    this.engine.open();
  }

  /** All that it sent. */
  get sent(): Buffer {
    return Buffer.concat(this.written);
  }

  write(bytes: Uint8Array): void {
    this.written.push(Buffer.from(bytes));
  }

  onReady(minor: number): void {
    this.log.push(`ready 3.${minor}`);
  }

  onMessage(frames: Buffer[]): void {
    this.frames.push(frames);
    this.messages.push(frames.map((frame) => frame.toString("latin1")));
  }

  onSubscription(topic: Uint8Array, wanted: boolean): void {
    this.log.push(`${wanted ? "+" : "-"}${Buffer.from(topic).toString("latin1")}`);
  }

  onPing(pong: Uint8Array): void {
    this.log.push(`pong ${Buffer.from(pong).toString("hex")}`);
  }

  onPong(context: Uint8Array): void {
    this.log.push(`ponged ${Buffer.from(context).toString("hex")}`);
  }
}
