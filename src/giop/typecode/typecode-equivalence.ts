import { type TypeCode, withoutAliases } from "./typecode.ts";

/**
 * Whether two types carry the same values, as omniORB compares them on extraction from an any (CORBA 3.4 Part 1
 * §8.11.1 `equivalent`): aliases do not count, nor do names; of types that have repository ids, these decide by themselves. Two
 * types without any id are compared by their members, where omniORB takes every such two for equivalent.
 */
export function isEquivalent(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, "equivalent", new Compared());
}

/** Whether two types agree in everything: aliases, repository ids and names too (CORBA 3.4 Part 1 §8.11.1 `equal`). */
export function isEqual(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, "equal", new Compared());
}

/** Whether two types are the same in structure and in the names of their members, so that decoded values agree too. */
export function isSameShape(a: TypeCode, b: TypeCode): boolean {
  return compare(a, b, "shape", new Compared());
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

type Mode = "equivalent" | "equal" | "shape";

function compare(first: TypeCode, second: TypeCode, mode: Mode, compared: Compared): boolean {
  const a = mode === "equal" ? first : withoutAliases(first);
  const b = mode === "equal" ? second : withoutAliases(second);
  if (a === b) return true;
  const sameName = (one: string, other: string) => mode === "equivalent" || one === other;
  switch (a.kind) {
    case "tk_string":
    case "tk_wstring":
      return b.kind === a.kind && a.bound === b.bound;
    case "tk_fixed":
      return b.kind === a.kind && a.digits === b.digits && a.scale === b.scale;
    case "tk_sequence":
    case "tk_array":
      if (b.kind !== a.kind || a.length !== b.length) return false;
      return compared.add(a, b) || compare(a.content, b.content, mode, compared);
    case "tk_alias":
      if (b.kind !== a.kind || a.id !== b.id || a.name !== b.name) return false;
      return compared.add(a, b) || compare(a.content, b.content, mode, compared);
    case "tk_objref":
    case "tk_abstract_interface":
    case "tk_local_interface":
      return b.kind === a.kind && a.id === b.id && (mode !== "equal" || a.name === b.name);
    case "tk_enum": {
      if (b.kind !== a.kind || !mayAgree(a, b, mode)) return false;
      if (mode === "equivalent" && a.id !== "") return true;
      if (a.members.length !== b.members.length) return false;
      return a.members.every((label, i) => sameName(label, b.members[i]!));
    }
    case "tk_struct":
    case "tk_except": {
      if (b.kind !== a.kind || !mayAgree(a, b, mode)) return false;
      if (mode === "equivalent" && a.id !== "") return true;
      if (a.members.length !== b.members.length) return false;
      if (compared.add(a, b)) return true;
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        return sameName(member.name, other.name) && compare(member.type, other.type, mode, compared);
      });
    }
    case "tk_union": {
      if (b.kind !== a.kind || !mayAgree(a, b, mode)) return false;
      if (mode === "equivalent" && a.id !== "") return true;
      if (a.members.length !== b.members.length) return false;
      // All negative indices say the same.
      if (Math.max(-1, a.defaultIndex) !== Math.max(-1, b.defaultIndex)) return false;
      if (compared.add(a, b)) return true;
      if (!compare(a.discriminator, b.discriminator, mode, compared)) return false;
      return a.members.every((member, i) => {
        const other = b.members[i]!;
        if (i !== a.defaultIndex && member.label !== other.label) return false;
        return sameName(member.name, other.name) && compare(member.type, other.type, mode, compared);
      });
    }
    default:
      return a.kind === b.kind;
  }
}

/** Whether ids and names of two types allow them to be what `mode` asks for. */
function mayAgree(a: Named, b: Named, mode: Mode): boolean {
  return mode === "shape" || (a.id === b.id && (mode === "equivalent" || a.name === b.name));
}

interface Named {
  readonly id: string;
  readonly name: string;
}
