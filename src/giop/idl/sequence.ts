import { errorWithin, MarshalError } from "../cdr/marshal-error.ts";
import type { NumericArray, NumericKind } from "../cdr/numeric-kind.ts";
import type { TypeCode } from "../typecode/typecode.ts";
import type { AnyCodec, Codec, InputOf, TypeOf } from "./codec.ts";
import type { NumericCodec } from "./primitives.ts";

/** What a sequence of `C` decodes to: a typed array for numbers, else an array. */
export type SequenceOf<C> = C extends NumericCodec<unknown, never, infer A> ? A : TypeOf<C>[];

/** What a sequence of `C` is encoded from. A typed array of the very type goes in bulk. */
export type SequenceInput<C> = ArrayLike<InputOf<C>>;

/** An IDL `sequence<element>`, or `sequence<element, bound>` where a bound is given. */
export function sequence<C extends AnyCodec>(element: C, bound = 0): Codec<SequenceOf<C>, SequenceInput<C>> {
  const elements = elementsCodec(element);
  const checkBound = (count: number) => {
    if (bound > 0 && count > bound)
      throw new MarshalError(`${count} elements exceed the sequence's bound of ${bound}`);
  };
  const typeCode = contentTypeCode("tk_sequence", element, bound);
  return {
    encode(writer, values) {
      if (typeof values?.length !== "number" || typeof values === "string") {
        throw new MarshalError(`${typeof values} is not an array`);
      }
      checkBound(values.length);
      writer.ulong(values.length);
      elements.encode(writer, values);
    },
    decode(reader) {
      // An element of no size would let a count promise work without end.
      const count = reader.sequenceLength(Math.max(1, element.minSize));
      checkBound(count);
      return elements.decode(reader, count) as SequenceOf<C>;
    },
    minSize: 4,
    get typeCode() {
      return typeCode();
    },
  };
}

/** An IDL array of `length` elements: `array(long, 3)`; several dimensions nest, the outermost first. */
export function array<C extends AnyCodec>(
  element: C,
  length: number,
): Codec<SequenceOf<C>, SequenceInput<C>> {
  const elements = elementsCodec(element);
  const typeCode = contentTypeCode("tk_array", element, length);
  return {
    encode(writer, values) {
      if (values?.length !== length)
        throw new MarshalError(`an array needs ${length} elements, not ${values?.length}`);
      elements.encode(writer, values);
    },
    decode(reader) {
      if (length * Math.max(1, element.minSize) > reader.remaining) {
        throw reader.error(`an array of ${length} elements does not fit into ${reader.remaining} bytes`);
      }
      return elements.decode(reader, length) as SequenceOf<C>;
    },
    get minSize() {
      return length * element.minSize;
    },
    get typeCode() {
      return typeCode();
    },
  };
}

/** Elements in a row, without a count. */
interface ElementsCodec {
  encode(writer: Parameters<AnyCodec["encode"]>[0], values: ArrayLike<unknown>): void;
  decode(reader: Parameters<AnyCodec["decode"]>[0], count: number): unknown;
}

function elementsCodec(element: AnyCodec): ElementsCodec {
  const kind = (element as Partial<NumericCodec<unknown, never, NumericArray>>).numericKind;
  return kind === undefined ? generalElements(element as Codec<unknown>) : numericElements(element, kind);
}

function numericElements(element: AnyCodec, kind: NumericKind): ElementsCodec {
  return {
    encode(writer, values) {
      if (values instanceof kind.arrayType) writer.numbers(kind, values as NumericArray);
      else encodeEach(writer, element as Codec<unknown>, values);
    },
    decode: (reader, count) => reader.numbers(kind, count),
  };
}

function generalElements(element: Codec<unknown>): ElementsCodec {
  return {
    encode: (writer, values) => encodeEach(writer, element, values),
    decode(reader, count) {
      reader.claimElements(count);
      const values: unknown[] = [];
      let i = 0;
      try {
        for (; i < count; i++) values.push(element.decode(reader));
      } catch (error) {
        throw errorWithin(error, i);
      }
      return values;
    },
  };
}

function encodeEach(
  writer: Parameters<AnyCodec["encode"]>[0],
  element: Codec<unknown>,
  values: ArrayLike<unknown>,
): void {
  let i = 0;
  try {
    for (; i < values.length; i++) element.encode(writer, values[i]);
  } catch (error) {
    throw errorWithin(error, i);
  }
}

/** The TypeCode, asked late, because the element may be a recursive type that is not complete yet. */
function contentTypeCode(
  kind: "tk_sequence" | "tk_array",
  element: AnyCodec,
  length: number,
): () => TypeCode {
  let typeCode: TypeCode | undefined;
  return () => (typeCode ??= { kind, content: element.typeCode, length });
}
