import type { CdrReader } from "../cdr/cdr-reader.ts";
import { CdrWriter } from "../cdr/cdr-writer.ts";
import { ISO_8859_1 } from "../cdr/code-set.ts";
import type { WireFormat } from "../cdr/wire-format.ts";
import { decodeDefaultLabel, decodeLabel, encodeDefaultLabel, encodeLabel } from "./discriminator.ts";
import { TC_KINDS } from "./tc-kind.ts";
import { isSimpleKind, type SimpleTypeCode, simpleTypeCode, type TypeCode } from "./typecode.ts";

/**
 * Writes a TypeCode (CORBA 3.4 Part 2 §9.3.5.1). What occurs again in it, a recursive or a repeated type, is written as an
 * indirection to its first occurrence, as omniORB does: a type code of many shared parts would not end otherwise.
 */
export function encodeTypeCode(writer: CdrWriter, type: TypeCode): void {
  if (isSimpleKind(type.kind)) {
    writer.ulong(TC_KINDS.indexOf(type.kind));
    return;
  }
  writer.align(4);
  writer.octets(encodedForm(writer.format, type));
}

/**
 * Alignment starts anew in the encapsulations, so the octets do not depend on where they stand: they are kept. Not those of the rare
 * code sets, in which the text of a label may differ.
 */
function encodedForm(format: WireFormat, type: TypeCode): Uint8Array {
  const kept = ENCODED_FORMS[format.giopMinor * 2 + (format.littleEndian ? 1 : 0)]!;
  const isUsual = format.charCodeSet === ISO_8859_1;
  const known = isUsual ? kept.get(type) : undefined;
  if (known !== undefined) return known;
  const writer = new CdrWriter(format, 128);
  encodeParameters(writer, 0, type, new Map());
  if (isUsual) kept.set(type, writer.bytes());
  return writer.bytes();
}

/** Reads a TypeCode; every form of `tk_value` is refused, since Bandoneon has no value types. */
export function decodeTypeCode(reader: CdrReader): TypeCode {
  return decode(reader, new Earlier(reader.maxDepth));
}

/**
 * The octets of the TypeCode that stands next, as text, without reading it; undefined for one without an encapsulation, which is
 * as quickly read. Indirections lead nowhere outside of them, so equal octets are equal types.
 */
export function peekTypeCode(reader: CdrReader): string | undefined {
  reader.align(4);
  const kind = TC_KINDS[reader.peekUlong(0) ?? -1];
  const length = reader.peekUlong(4);
  if (kind === undefined || length === undefined || isSimpleKind(kind)) return undefined;
  if (kind === "tk_string" || kind === "tk_wstring" || kind === "tk_fixed") return undefined;
  return reader.peek(8 + length);
}

/**
 * `base` is where the first octet of `writer` will stand in the outermost form, and `written` has the positions there of the
 * types written so far: an indirection counts from its own offset field back to them.
 */
function encodeParameters(
  writer: CdrWriter,
  base: number,
  type: TypeCode,
  written: Map<TypeCode, number>,
): void {
  const first = written.get(type);
  if (first !== undefined) {
    writer.ulong(INDIRECTION);
    writer.align(4);
    writer.long(first - (base + writer.position));
    return;
  }
  writer.align(4);
  const start = base + writer.position;
  writer.ulong(TC_KINDS.indexOf(type.kind));
  switch (type.kind) {
    case "tk_string":
    case "tk_wstring":
      return writer.ulong(type.bound);
    case "tk_fixed":
      writer.ushort(type.digits);
      return writer.short(type.scale);
    default:
      if (isSimpleKind(type.kind)) return;
  }
  written.set(type, start);
  const inner = new CdrWriter(writer.format, 128);
  const innerBase = base + writer.position + 4;
  const nested = (content: TypeCode) => encodeParameters(inner, innerBase, content, written);
  inner.octet(writer.format.littleEndian ? 1 : 0);
  switch (type.kind) {
    case "tk_sequence":
    case "tk_array":
      nested(type.content);
      inner.ulong(type.length);
      break;
    case "tk_alias":
      inner.string(type.id);
      inner.string(type.name);
      nested(type.content);
      break;
    case "tk_objref":
    case "tk_abstract_interface":
    case "tk_local_interface":
      inner.string(type.id);
      inner.string(type.name);
      break;
    case "tk_enum":
      inner.string(type.id);
      inner.string(type.name);
      inner.ulong(type.members.length);
      for (const label of type.members) inner.string(label);
      break;
    case "tk_struct":
    case "tk_except":
      inner.string(type.id);
      inner.string(type.name);
      inner.ulong(type.members.length);
      for (const member of type.members) {
        inner.string(member.name);
        nested(member.type);
      }
      break;
    case "tk_union":
      inner.string(type.id);
      inner.string(type.name);
      nested(type.discriminator);
      inner.long(type.defaultIndex);
      inner.ulong(type.members.length);
      type.members.forEach((member, i) => {
        if (i === type.defaultIndex) encodeDefaultLabel(inner, type.discriminator);
        else encodeLabel(inner, type.discriminator, member.label);
        inner.string(member.name);
        nested(member.type);
      });
      break;
  }
  writer.ulong(inner.position);
  writer.octets(inner.bytes());
}

/**
 * The TypeCodes read so far within the outermost one: what an indirection may point at, by position in the message. Levels are
 * counted as if repeated types were written out, since whoever walks a type goes that deep.
 */
class Earlier {
  readonly #maxDepth: number;
  readonly #complete = new Map<number, { readonly type: TypeCode; readonly height: number }>();
  readonly #open = new Map<number, { readonly type: TypeCode; readonly sequences: number }>();
  #sequences = 0;
  #level = 0;
  #deepest = 0;

  constructor(maxDepth: number) {
    this.#maxDepth = maxDepth;
  }

  /** Reads the type that begins at `start` by `read`, and remembers it. */
  nested(start: number, read: () => TypeCode): TypeCode {
    const deepestBefore = this.#deepest;
    this.#deepest = ++this.#level;
    const type = read();
    this.#complete.set(start, { type, height: this.#deepest - --this.#level });
    this.#deepest = Math.max(this.#deepest, deepestBefore);
    return type;
  }

  /** `type`, which begins at `start`, is known, and what is read from now on lies inside it. */
  enter(start: number, type: TypeCode): void {
    this.#open.set(start, { type, sequences: this.#sequences });
    if (type.kind === "tk_sequence") this.#sequences++;
  }

  leave(start: number, type: TypeCode): void {
    this.#open.delete(start);
    if (type.kind === "tk_sequence") this.#sequences--;
  }

  /**
   * The type that begins at `position`: a repeated one, or one that holds itself. That must do so through a sequence, or
   * its values would have no end.
   */
  at(position: number): TypeCode | undefined {
    const open = this.#open.get(position);
    if (open !== undefined) return open.sequences < this.#sequences ? open.type : undefined;
    const complete = this.#complete.get(position);
    if (complete === undefined || this.#level + complete.height > this.#maxDepth) return undefined;
    this.#deepest = Math.max(this.#deepest, this.#level + complete.height);
    return complete.type;
  }
}

function decode(reader: CdrReader, earlier: Earlier): TypeCode {
  const number = reader.ulong();
  const start = reader.origin + reader.position - 4;
  if (number === INDIRECTION) return decodeIndirection(reader, earlier);
  const kind = TC_KINDS[number];
  if (kind === undefined) throw reader.error(`a TypeCode of the unknown kind ${number}`);
  if (isSimpleKind(kind)) return simpleTypeCode(kind);
  switch (kind) {
    case "tk_string":
    case "tk_wstring":
      return { kind, bound: reader.ulong() };
    case "tk_fixed":
      return { kind, digits: reader.ushort(), scale: reader.short() };
    case "tk_value":
    case "tk_value_box":
    case "tk_native":
      throw reader.error(`value types (${kind}) are not supported`);
    default:
      return reader.nested(() =>
        earlier.nested(start, () => decodeComplex(reader.encapsulation(), kind, start, earlier)),
      );
  }
}

function decodeIndirection(reader: CdrReader, earlier: Earlier): TypeCode {
  const from = reader.origin + reader.position;
  const target = earlier.at(from + reader.long());
  if (target === undefined)
    throw reader.error("a TypeCode indirection leads to no earlier type, around itself, or too deep");
  return target;
}

function decodeComplex(reader: CdrReader, kind: ComplexKind, start: number, earlier: Earlier): TypeCode {
  switch (kind) {
    case "tk_sequence":
    case "tk_array": {
      const type = { kind, content: UNFINISHED as TypeCode, length: 0 };
      earlier.enter(start, type);
      type.content = decode(reader, earlier);
      earlier.leave(start, type);
      type.length = reader.ulong();
      return type;
    }
    case "tk_alias": {
      const type = { kind, id: reader.string(), name: reader.string(), content: UNFINISHED as TypeCode };
      earlier.enter(start, type);
      type.content = decode(reader, earlier);
      earlier.leave(start, type);
      return type;
    }
    case "tk_enum": {
      const [id, name] = [reader.string(), reader.string()];
      const members = Array.from({ length: reader.sequenceLength(MIN_STRING) }, () => reader.string());
      return { kind, id, name, members };
    }
    case "tk_struct":
    case "tk_except": {
      const members: { name: string; type: TypeCode }[] = [];
      const type = { kind, id: reader.string(), name: reader.string(), members };
      earlier.enter(start, type);
      const count = reader.sequenceLength(MIN_STRING + MIN_TYPE_CODE);
      for (let i = 0; i < count; i++) members.push({ name: reader.string(), type: decode(reader, earlier) });
      earlier.leave(start, type);
      return type;
    }
    case "tk_union": {
      const members: { label: unknown; name: string; type: TypeCode }[] = [];
      const [id, name] = [reader.string(), reader.string()];
      const discriminator = decode(reader, earlier);
      // omniORB sends -2 where the labels leave no value to a default; any negative index means that there is none.
      const defaultIndex = reader.long();
      const type = { kind, id, name, discriminator, defaultIndex, members };
      earlier.enter(start, type);
      const count = reader.sequenceLength(1 + MIN_STRING + MIN_TYPE_CODE);
      for (let i = 0; i < count; i++) {
        const label =
          i === defaultIndex ? decodeDefaultLabel(reader, discriminator) : decodeLabel(reader, discriminator);
        members.push({ label, name: reader.string(), type: decode(reader, earlier) });
      }
      earlier.leave(start, type);
      return type;
    }
    default:
      return { kind, id: reader.string(), name: reader.string() };
  }
}

type ComplexKind = Exclude<
  TypeCode["kind"],
  SimpleTypeCode["kind"] | "tk_string" | "tk_wstring" | "tk_fixed"
>;

const UNFINISHED = simpleTypeCode("tk_null");
const INDIRECTION = 0xffff_ffff;
const MIN_STRING = 4;
const MIN_TYPE_CODE = 4;
/** By GIOP version and byte order. */
const ENCODED_FORMS = Array.from({ length: 6 }, () => new WeakMap<TypeCode, Uint8Array>());
