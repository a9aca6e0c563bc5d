import { type TypeCode, withoutAliases } from "./typecode.ts";

/**
 * Whether two types carry the same values, as omniORB compares them on extraction from an any (CORBA 3.4 Part 1
 * §8.11.1 `equivalent`): aliases do not count, nor do names; two repository ids decide where both are there.
 */
export function isEquivalent(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, false, []);
}

/** Whether two types are the same in structure and in the names of their members, so that decoded values agree too. */
export function isSameShape(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, true, []);
}

type Pair = readonly [TypeCode, TypeCode];

/** `open` are the pairs under comparison: meeting one again means a recursive type, equal so far. */
function compare(first: TypeCode, second: TypeCode, shape: boolean, open: readonly Pair[]): boolean {
  const a = withoutAliases(first);
  const b = withoutAliases(second);
  if (a === b) return true;
  switch (a.kind) {
    case "tk_string":
    case "tk_wstring":
      return b.kind === a.kind && a.bound === b.bound;
    case "tk_fixed":
      return b.kind === a.kind && a.digits === b.digits && a.scale === b.scale;
    case "tk_sequence":
    case "tk_array":
      if (b.kind !== a.kind || a.length !== b.length) return false;
      return isOpen(a, b, open) || compare(a.content, b.content, shape, [...open, [a, b]]);
    case "tk_objref":
    case "tk_abstract_interface":
    case "tk_local_interface":
      return b.kind === a.kind && (a.id === b.id || a.id === "" || b.id === "");
    case "tk_enum":
      if (b.kind !== a.kind) return false;
      if (!shape && a.id !== "" && b.id !== "") return a.id === b.id;
      if (a.members.length !== b.members.length) return false;
      return !shape || a.members.every((label, i) => label === b.members[i]);
    case "tk_struct":
    case "tk_except": {
      if (b.kind !== a.kind) return false;
      if (!shape && a.id !== "" && b.id !== "") return a.id === b.id;
      if (a.members.length !== b.members.length) return false;
      if (isOpen(a, b, open)) return true;
      const inside: readonly Pair[] = [...open, [a, b]];
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        return (!shape || member.name === other.name) && compare(member.type, other.type, shape, inside);
      });
    }
    case "tk_union": {
      if (b.kind !== a.kind) return false;
      if (!shape && a.id !== "" && b.id !== "") return a.id === b.id;
      if (a.members.length !== b.members.length || a.defaultIndex !== b.defaultIndex) return false;
      if (isOpen(a, b, open)) return true;
      const inside: readonly Pair[] = [...open, [a, b]];
      if (!compare(a.discriminator, b.discriminator, shape, inside)) return false;
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        if (i !== a.defaultIndex && member.label !== other.label) return false;
        return (!shape || member.name === other.name) && compare(member.type, other.type, shape, inside);
      });
    }
    default:
      return a.kind === b.kind;
  }
}

function isOpen(a: TypeCode, b: TypeCode, open: readonly Pair[]): boolean {
  return open.some(([left, right]) => left === a && right === b);
}
