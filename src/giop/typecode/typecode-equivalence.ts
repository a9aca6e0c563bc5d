import { type TypeCode, withoutAliases } from "./typecode.ts";

/**
 * Whether two types carry the same values, as omniORB compares them on extraction from an any (CORBA 3.4 Part 1
 * §8.11.1 `equivalent`): aliases do not count, nor do names; two repository ids decide by themselves. A type without an id is
 * compared by its members, as the specification says; omniORB takes the empty text for an id like any other.
 */
export function isEquivalent(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, false, new Compared());
}

/** Whether two types are the same in structure and in the names of their members, so that decoded values agree too. */
export function isSameShape(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, true, new Compared());
}

/**
 * The pairs met so far. To meet one again means a recursive or repeated type, which need not be compared twice: a difference
 * ends the whole comparison.
 */
class Compared {
  readonly #pairs = new Map<TypeCode, Set<TypeCode>>();

  /** Whether the pair was there already. */
  add(a: TypeCode, b: TypeCode): boolean {
    const partners = this.#pairs.get(a);
    if (partners === undefined) this.#pairs.set(a, new Set([b]));
    else if (partners.has(b)) return true;
    else partners.add(b);
    return false;
  }
}

function compare(first: TypeCode, second: TypeCode, shape: boolean, compared: Compared): boolean {
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
      return compared.add(a, b) || compare(a.content, b.content, shape, compared);
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
    case "tk_except":
      if (b.kind !== a.kind) return false;
      if (!shape && a.id !== "" && b.id !== "") return a.id === b.id;
      if (a.members.length !== b.members.length) return false;
      if (compared.add(a, b)) return true;
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        return (!shape || member.name === other.name) && compare(member.type, other.type, shape, compared);
      });
    case "tk_union": {
      if (b.kind !== a.kind) return false;
      if (!shape && a.id !== "" && b.id !== "") return a.id === b.id;
      // All negative indices say the same.
      if (Math.max(-1, a.defaultIndex) !== Math.max(-1, b.defaultIndex)) return false;
      if (a.members.length !== b.members.length) return false;
      if (compared.add(a, b)) return true;
      if (!compare(a.discriminator, b.discriminator, shape, compared)) return false;
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        if (i !== a.defaultIndex && member.label !== other.label) return false;
        return (!shape || member.name === other.name) && compare(member.type, other.type, shape, compared);
      });
    }
    default:
      return a.kind === b.kind;
  }
}
