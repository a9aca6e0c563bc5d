import type { CdrReader } from "../cdr/cdr-reader.ts";
import { CdrWriter } from "../cdr/cdr-writer.ts";
import { decodeDefaultLabel, decodeLabel, encodeDefaultLabel, encodeLabel } from "./discriminator.ts";
import { TC_KINDS } from "./tc-kind.ts";
import { isSimpleKind, type SimpleTypeCode, simpleTypeCode, type TypeCode } from "./typecode.ts";

/** Writes a TypeCode (CORBA 3.4 Part 2 §9.3.5.1). A recursive type refers back to itself by an indirection. */
export function encodeTypeCode(writer: CdrWriter, type: TypeCode): void {
  if (isSimpleKind(type.kind)) {
    writer.ulong(TC_KINDS.indexOf(type.kind));
    return;
  }
  // Alignment starts anew in the encapsulations, so the octets do not depend on where they stand: keep them.
  const bySide = writer.format.littleEndian ? LITTLE_ENDIAN_FORMS : BIG_ENDIAN_FORMS;
  let octets = bySide.get(type);
  if (octets === undefined) {
    const form = new CdrWriter(writer.format, 128);
    encodeParameters(form, 0, type, new Map());
    octets = form.bytes();
    bySide.set(type, octets);
  }
  writer.align(4);
  writer.octets(octets);
}

/** Reads a TypeCode; every form of `tk_value` is refused, since Bandoneon has no value types. */
export function decodeTypeCode(reader: CdrReader): TypeCode {
  return decode(reader, new Enclosing());
}

/**
 * `base` is where the first octet of `writer` will stand in the outermost form, and `open` has the positions there of the
 * types that enclose this one: an indirection counts from its own offset field back to them.
 */
function encodeParameters(
  writer: CdrWriter,
  base: number,
  type: TypeCode,
  open: Map<TypeCode, number>,
): void {
  const enclosing = open.get(type);
  if (enclosing !== undefined) {
    writer.ulong(INDIRECTION);
    writer.align(4);
    writer.long(enclosing - (base + writer.position));
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
  open.set(type, start);
  const inner = new CdrWriter(writer.format, 128);
  const innerBase = base + writer.position + 4;
  const nested = (content: TypeCode) => encodeParameters(inner, innerBase, content, open);
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
  open.delete(type);
  writer.ulong(inner.position);
  writer.octets(inner.bytes());
}

/** The TypeCodes around the one being read: what an indirection may point at, by position in the message. */
class Enclosing {
  readonly #open = new Map<number, { type: TypeCode; sequences: number }>();
  #sequences = 0;

  enter(start: number, type: TypeCode): void {
    this.#open.set(start, { type, sequences: this.#sequences });
    if (type.kind === "tk_sequence") this.#sequences++;
  }

  leave(start: number, type: TypeCode): void {
    this.#open.delete(start);
    if (type.kind === "tk_sequence") this.#sequences--;
  }

  /** The type at `position`. A type that holds itself must do so through a sequence, or its values would have no end. */
  at(position: number): TypeCode | undefined {
    const target = this.#open.get(position);
    return target !== undefined && target.sequences < this.#sequences ? target.type : undefined;
  }
}

function decode(reader: CdrReader, enclosing: Enclosing): TypeCode {
  const number = reader.ulong();
  const start = reader.origin + reader.position - 4;
  if (number === INDIRECTION) return decodeIndirection(reader, enclosing);
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
      return reader.nested(() => decodeComplex(reader.encapsulation(), kind, start, enclosing));
  }
}

function decodeIndirection(reader: CdrReader, enclosing: Enclosing): TypeCode {
  const from = reader.origin + reader.position;
  const target = enclosing.at(from + reader.long());
  if (target === undefined)
    throw reader.error("a TypeCode indirection does not point back at an enclosing sequence");
  return target;
}

function decodeComplex(reader: CdrReader, kind: ComplexKind, start: number, enclosing: Enclosing): TypeCode {
  switch (kind) {
    case "tk_sequence":
    case "tk_array": {
      const type = { kind, content: UNFINISHED as TypeCode, length: 0 };
      enclosing.enter(start, type);
      type.content = decode(reader, enclosing);
      enclosing.leave(start, type);
      type.length = reader.ulong();
      return type;
    }
    case "tk_alias": {
      const type = { kind, id: reader.string(), name: reader.string(), content: UNFINISHED as TypeCode };
      enclosing.enter(start, type);
      type.content = decode(reader, enclosing);
      enclosing.leave(start, type);
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
      enclosing.enter(start, type);
      const count = reader.sequenceLength(MIN_STRING + MIN_TYPE_CODE);
      for (let i = 0; i < count; i++)
        members.push({ name: reader.string(), type: decode(reader, enclosing) });
      enclosing.leave(start, type);
      return type;
    }
    case "tk_union": {
      const members: { label: unknown; name: string; type: TypeCode }[] = [];
      const [id, name] = [reader.string(), reader.string()];
      const discriminator = decode(reader, enclosing);
      // cppTango sends -2 for "no default member", so any negative index means that.
      const defaultIndex = Math.max(-1, reader.long());
      const type = { kind, id, name, discriminator, defaultIndex, members };
      enclosing.enter(start, type);
      const count = reader.sequenceLength(1 + MIN_STRING + MIN_TYPE_CODE);
      for (let i = 0; i < count; i++) {
        const label =
          i === defaultIndex ? decodeDefaultLabel(reader, discriminator) : decodeLabel(reader, discriminator);
        members.push({ label, name: reader.string(), type: decode(reader, enclosing) });
      }
      enclosing.leave(start, type);
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
const LITTLE_ENDIAN_FORMS = new WeakMap<TypeCode, Uint8Array>();
const BIG_ENDIAN_FORMS = new WeakMap<TypeCode, Uint8Array>();
