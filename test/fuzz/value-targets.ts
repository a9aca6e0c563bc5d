import assert from "node:assert/strict";
import { CdrReader } from "../../src/giop/cdr/cdr-reader.ts";
import { CdrWriter } from "../../src/giop/cdr/cdr-writer.ts";
import { Any, any } from "../../src/giop/idl/any.ts";
import type { Codec } from "../../src/giop/idl/codec.ts";
import { codecOfTypeCode } from "../../src/giop/idl/codec-of-typecode.ts";
import type { Operation } from "../../src/giop/idl/operation.ts";
import { messageFormat } from "../../src/giop/message/giop-version.ts";
import type { TypeCode } from "../../src/giop/typecode/typecode.ts";
import { decodeTypeCode, encodeTypeCode } from "../../src/giop/typecode/typecode-codec.ts";
import { isEquivalent, isSameShape } from "../../src/giop/typecode/typecode-equivalence.ts";
import { Device_6 } from "../../src/tango/idl/device.ts";
import { Everything } from "../interop/omniorb/echo-idl.ts";
import type { GoldenFile } from "../support/golden-corpus.ts";
import { comparable, decodeMessage } from "../support/message-content.ts";
import type { Random } from "./random.ts";
import type { FuzzTarget } from "./targets.ts";

/** The decoders of values: TypeCodes, anys and every type that the interfaces of Tango and the echo use. */
export function valueTargets(files: readonly GoldenFile[]): readonly FuzzTarget[] {
  const samples = new Map<Codec<unknown>, unknown[]>();
  const keep = (codec: Codec<unknown>, value: unknown) =>
    samples.set(codec, [...(samples.get(codec) ?? []), value]);
  for (const file of files) {
    for (const message of file.messages) {
      const content = decodeMessage(message.bytes, message.operation);
      const operation = message.operation;
      if (content.type === "Request")
        codecsIn(operation!).forEach((codec, i) => keep(codec, content.values[i]));
      if (content.type === "Reply" && content.body.kind === "results")
        for (const [i, codec] of codecsOut(operation!).entries()) keep(codec, content.body.values[i]);
    }
  }
  const anys = [...samples.values()].flat().filter((value) => value instanceof Any);
  const types = [
    ...anys.map(({ typeCode }) => typeCode),
    ...[...samples.keys()].map(({ typeCode }) => typeCode),
  ];
  const codecs = new Set<Codec<unknown>>();
  for (const { operations } of [Device_6, Everything])
    for (const operation of Object.values(operations))
      for (const codec of [...codecsIn(operation), ...codecsOut(operation)]) codecs.add(codec);
  return [
    { name: "TypeCode", corpus: types.map((type) => encoded(TYPE_CODE, type)), run: runTypeCode },
    {
      name: "any",
      corpus: anys.map((value) => encoded(any, value)),
      run: (input, random) => roundTrip(any, input, random),
    },
    ...[...codecs].map((codec, i) => ({
      name: `value ${i} (${codec.typeCode.kind}${"id" in codec.typeCode ? ` ${codec.typeCode.id}` : ""})`,
      corpus: samples.get(codec)?.map((value) => encoded(codec, value)) ?? [new Uint8Array(64)],
      run: (input: Uint8Array, random: Random) => roundTrip(codec, input, random),
    })),
  ];
}

function codecsIn(operation: Operation): readonly Codec<unknown>[] {
  return operation.inputs.map(([, codec]) => codec as Codec<unknown>);
}

function codecsOut(operation: Operation): readonly Codec<unknown>[] {
  return [operation.result, ...operation.outputs.map(([, codec]) => codec)].map(
    (codec) => codec as Codec<unknown>,
  );
}

/** What decodes must encode, and decode to the same again. */
function roundTrip(codec: Codec<unknown>, input: Uint8Array, random: Random): void {
  const format = messageFormat(random.pick([0, 1, 2, 2] as const), !random.oneIn(4));
  const value = codec.decode(new CdrReader(input, format));
  const writer = new CdrWriter(format);
  codec.encode(writer, value);
  const again = codec.decode(new CdrReader(writer.bytes(), format));
  // Large values cost more to compare than to decode.
  if (input.length < 4096) assert.deepEqual(comparable(again), comparable(value));
}

/** A TypeCode that decodes can be compared, encoded, decoded again, and made a codec of, or is refused as one. */
function runTypeCode(input: Uint8Array, random: Random): void {
  const format = messageFormat(2, !random.oneIn(4));
  const type = decodeTypeCode(new CdrReader(input, format));
  const writer = new CdrWriter(format);
  encodeTypeCode(writer, type);
  const again = decodeTypeCode(new CdrReader(writer.bytes(), format));
  assert.ok(isSameShape(again, type) && isEquivalent(again, type), "the TypeCode changes when it is sent on");
  codecOfTypeCode(type, any);
}

function encoded(codec: Codec<unknown>, value: unknown): Uint8Array {
  const writer = new CdrWriter();
  codec.encode(writer, value);
  return new Uint8Array(writer.bytes());
}

const TYPE_CODE: Codec<unknown> = {
  encode: (writer, value) => encodeTypeCode(writer, value as TypeCode),
  decode: decodeTypeCode,
  typeCode: { kind: "tk_TypeCode" },
  minSize: 4,
};
