import { Buffer } from "node:buffer";

/**
 * What two programs said to each other on one connection, as text: `#` lines that say whence it comes, then blocks of octets in the
 * order in which they were sent, OUT by the client and IN by the server. Where a block ends says nothing of how messages were
 * cut. Header lines are `# key: value`.
 */
export interface HexCapture {
  readonly header: ReadonlyMap<string, string>;
  readonly blocks: readonly CaptureBlock[];
}

/** Octets that went one way before something came the other way. */
export interface CaptureBlock {
  readonly direction: "OUT" | "IN";
  readonly bytes: Uint8Array;
}

/** The text of a capture. */
export function formatCapture(capture: HexCapture): string {
  const lines = [...capture.header].map(([key, value]) => `# ${key}: ${value}`);
  for (const { direction, bytes } of capture.blocks) lines.push(direction, ...hexLines(bytes));
  return `${lines.join("\n")}\n`;
}

/** Reads the text of a capture; an Error names the line that is none of one. */
export function parseCapture(text: string): HexCapture {
  const header = new Map<string, string>();
  const blocks: { direction: "OUT" | "IN"; bytes: number[] }[] = [];
  text.split("\n").forEach((line, i) => {
    const comment = /^# ([\w -]+): (.*)$/.exec(line);
    const octets = /^([0-9a-f]{4,}) ((?:[0-9a-f]{2} ?){1,16})(?: {2,}.*)?$/.exec(line);
    const block = blocks.at(-1);
    if (comment !== null) header.set(comment[1]!, comment[2]!);
    else if (line === "OUT" || line === "IN") blocks.push({ direction: line, bytes: [] });
    else if (octets !== null && block !== undefined && Number.parseInt(octets[1]!, 16) === block.bytes.length)
      block.bytes.push(
        ...octets[2]!
          .trim()
          .split(" ")
          .map((pair) => Number.parseInt(pair, 16)),
      );
    else if (line !== "") throw new Error(`line ${i + 1} belongs to no capture: ${line}`);
  });
  return {
    header,
    blocks: blocks.map(({ direction, bytes }) => ({ direction, bytes: Uint8Array.from(bytes) })),
  };
}

/** All octets of a capture that went one way. */
export function octetsOf(capture: HexCapture, direction: "OUT" | "IN"): Uint8Array {
  return new Uint8Array(
    Buffer.concat(capture.blocks.filter((block) => block.direction === direction).map(({ bytes }) => bytes)),
  );
}

function hexLines(bytes: Uint8Array): string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const row = [...bytes.subarray(at, at + 16)];
    const hex = row.map((octet) => octet.toString(16).padStart(2, "0")).join(" ");
    const shown = row.map((octet) => (octet > 32 && octet < 127 ? String.fromCharCode(octet) : ".")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")} ${hex.padEnd(47)}  ${shown}`);
  }
  return lines;
}
