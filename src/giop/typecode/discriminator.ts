import type { CdrReader } from "../cdr/cdr-reader.ts";
import type { CdrWriter } from "../cdr/cdr-writer.ts";
import { MarshalError } from "../cdr/marshal-error.ts";
import { type TypeCode, withoutAliases } from "./typecode.ts";

/** Reads a union label of the given discriminator type (CORBA 3.4 Part 1 §7.4.13.4.5); an enum's is its label text. */
export function decodeLabel(reader: CdrReader, discriminator: TypeCode): unknown {
  const type = withoutAliases(discriminator);
  switch (type.kind) {
    case "tk_short":
      return reader.short();
    case "tk_ushort":
      return reader.ushort();
    case "tk_long":
      return reader.long();
    case "tk_ulong":
      return reader.ulong();
    case "tk_longlong":
      return reader.longlong();
    case "tk_ulonglong":
      return reader.ulonglong();
    case "tk_boolean":
      return reader.boolean();
    case "tk_char":
      return reader.char();
    case "tk_wchar":
      return reader.wchar();
    case "tk_enum": {
      const ordinal = reader.ulong();
      const label = type.members[ordinal];
      if (label === undefined) throw reader.error(`${type.id} has no label number ${ordinal}`);
      return label;
    }
    default:
      throw reader.error(`${type.kind} cannot be the discriminator of a union`);
  }
}

/** Writes a union label; see decodeLabel. */
export function encodeLabel(writer: CdrWriter, discriminator: TypeCode, label: unknown): void {
  const type = withoutAliases(discriminator);
  switch (type.kind) {
    case "tk_short":
      return writer.short(label as number);
    case "tk_ushort":
      return writer.ushort(label as number);
    case "tk_long":
      return writer.long(label as number);
    case "tk_ulong":
      return writer.ulong(label as number);
    case "tk_longlong":
      return writer.longlong(label as bigint);
    case "tk_ulonglong":
      return writer.ulonglong(label as bigint);
    case "tk_boolean":
      return writer.boolean(label as boolean);
    case "tk_char":
      return writer.char(label as string);
    case "tk_wchar":
      return writer.wchar(label as string);
    case "tk_enum": {
      const ordinal = type.members.indexOf(label as string);
      if (ordinal < 0) throw new MarshalError(`${type.id} has no label ${String(label)}`);
      return writer.ulong(ordinal);
    }
    default:
      throw new MarshalError(`${type.kind} cannot be the discriminator of a union`);
  }
}

/**
 * Skips the label of a default member. It is one of the discriminator's type, but says nothing, so that an enum's ordinal
 * need not exist (as omniORB sends it).
 */
export function decodeDefaultLabel(reader: CdrReader, discriminator: TypeCode): undefined {
  if (withoutAliases(discriminator).kind === "tk_enum") reader.ulong();
  else decodeLabel(reader, discriminator);
}

/** Writes a label for a default member: any value of the discriminator's type will do. */
export function encodeDefaultLabel(writer: CdrWriter, discriminator: TypeCode): void {
  encodeLabel(writer, discriminator, candidates(withoutAliases(discriminator))[0]);
}

/** A label that none of `used` is, for a default member that is sent without saying which; undefined if all are used. */
export function unusedLabel(discriminator: TypeCode, used: { has(label: unknown): boolean }): unknown {
  return candidates(withoutAliases(discriminator)).find((label) => !used.has(label));
}

/** Whether labels without repetition leave no value of the discriminator to others. */
export function coversAllLabels(discriminator: TypeCode, labels: number): boolean {
  const type = withoutAliases(discriminator);
  if (type.kind === "tk_enum") return labels === type.members.length;
  return type.kind === "tk_boolean" && labels === 2;
}

function candidates(type: TypeCode): unknown[] {
  // One more candidate than a union can sensibly use up; enums and booleans have only their own.
  const numbers = Array.from({ length: 256 }, (_, i) => i);
  switch (type.kind) {
    case "tk_enum":
      return [...type.members];
    case "tk_boolean":
      return [false, true];
    case "tk_char":
    case "tk_wchar":
      return numbers.slice(0, 128).map((i) => String.fromCharCode(i));
    case "tk_longlong":
    case "tk_ulonglong":
      return numbers.map((i) => BigInt(i));
    default:
      return numbers;
  }
}
