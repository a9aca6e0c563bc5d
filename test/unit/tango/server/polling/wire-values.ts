import { CdrReader } from "../../../../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../../../../src/giop/cdr/cdr-writer.ts";
import { NATIVE_FORMAT } from "../../../../../src/giop/cdr/wire-format.ts";
import { Any } from "../../../../../src/giop/idl/any.ts";
import type { Codec } from "../../../../../src/giop/idl/codec.ts";
import { goldenFiles } from "../../../../support/golden-corpus.ts";
import { decodeMessage } from "../../../../support/message-content.ts";

/** A value as a peer receives it. */
export function received<T, I>(codec: Codec<T, I>, value: I): T {
  const writer = new CdrWriter(NATIVE_FORMAT);
  codec.encode(writer, value);
  return codec.decode(new CdrReader(writer.bytes(), writer.format));
}

/** What each call of an operation gave in the captures of real Tango peers. */
export function goldenResults<T>(operation: string): T[] {
  return goldenFiles()
    .filter(({ name }) => name.startsWith("tango-"))
    .flatMap(({ messages }) => messages)
    .filter(({ operationName, direction }) => operationName === operation && direction === "IN")
    .map((message) => decodeMessage(message.bytes, message.operation))
    .flatMap((content) =>
      content.type === "Reply" && content.body.kind === "results" ? [content.body.values[0] as T] : [],
    );
}

/** A value of the wire for comparison: arrays of any kind as arrays, anys as their types and values. */
export function plain(value: unknown): unknown {
  if (value instanceof Any) return { type: value.typeCode.kind, id: idOf(value), value: plain(value.value) };
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

function idOf({ typeCode }: Any): string | undefined {
  return "id" in typeCode ? typeCode.id : undefined;
}
