import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type HexCapture, parseCapture } from "./hex-capture.ts";
import { framesOf, type RawFrame } from "./raw-subscriber.ts";
import { ROOT } from "./source-files.ts";

/** One capture of fixtures/<peer>/events, which record-events.ts made. */
export interface EventCapture {
  /** From fixtures/, such as `tango-10.0.2/events/change-double-scalar.zmtp`. */
  readonly name: string;
  readonly text: string;
  readonly capture: HexCapture;
  /** Each message with its frames; undefined for a capture that is a whole conversation. */
  readonly messages: readonly (readonly RawFrame[])[] | undefined;
}

/** Every capture, in alphabetical order. */
export function eventCaptures(): readonly EventCapture[] {
  const folder = join(ROOT, "fixtures");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".zmtp"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => {
      const text = readFileSync(file, "utf8");
      const capture = parseCapture(text);
      const isConversation = capture.blocks.some(({ direction }) => direction === "OUT");
      const messages = isConversation ? undefined : messagesOf(capture);
      return { name: relative(folder, file), text, capture, messages };
    });
}

/** One frame a block. */
function messagesOf({ blocks }: HexCapture): RawFrame[][] {
  const messages: RawFrame[][] = [[]];
  for (const { bytes } of blocks) {
    const frames = framesOf(bytes);
    if (frames.length !== 1) throw new Error(`${frames.length} frames in one block`);
    messages.at(-1)!.push(...frames);
    if (!frames[0]!.hasMore) messages.push([]);
  }
  const rest = messages.pop()!;
  if (rest.length > 0) throw new Error("the last message has no last frame");
  return messages;
}
