import type { Release } from "./compare-answers.ts";
import type { Step } from "./compared-database.ts";
import { COMPARED_KINDS, type ComparedKind, differingOwner, historyOf, putOf } from "./property-kinds.ts";

/** Steps that two databases are asked. */
export interface PropertyCase {
  readonly title: string;
  readonly kind: ComparedKind;
  readonly steps: readonly Step[];
  /** Both unless given. */
  readonly releases?: readonly Release[];
  /** What differs on purpose in at least one of the answers; docs/interop.md says the same. */
  readonly difference?: string;
}

/** What the comparison asks of every kind of owner, beside its random steps. */
export const PROPERTY_CASES: readonly PropertyCase[] = COMPARED_KINDS.flatMap((kind) => [
  ...sameCases(kind),
  ...differentCases(kind),
]);

function sameCases(kind: ComparedKind): PropertyCase[] {
  const [owner = "", other = ""] = kind.owners;
  const members = kind.hasMembers
    ? ["level", "LEVEL", "nothing"]
    : ["unit", "UNIT", "nothing", "with space", "größe"];
  const read: Step[] = [
    [kind.get, [owner, ...members]],
    [kind.get, [owner.toUpperCase(), ...members]],
    [kind.get, [other, ...members]],
    [kind.get, [`${owner}nothing`, ...members]],
    ...lists(kind, owner),
    historyOf(kind, owner),
  ];
  const values = {
    unit: ["mm"],
    "with space": ["a", "", " b "],
    größe: ["ü€", 'it\'s "x" \\ \\" \\\' \\\\ 100% a_b *', "two\nlines"],
  };
  const cases: Omit<PropertyCase, "kind">[] = [
    { title: "values and names of all sorts", steps: [putOf(kind, owner, "level", values), ...read] },
    {
      title: "the same in upper case",
      steps: [putOf(kind, owner.toUpperCase(), "LEVEL", { UNIT: ["cm", "inch"] }), ...read],
    },
    {
      title: "no values, and nothing at all",
      steps: [putOf(kind, owner, "level", { unit: [] }), [kind.put, [owner, "0"]], ...read],
    },
    {
      title: "a value of 65535 octets",
      steps: [putOf(kind, owner, "level", { unit: ["v".repeat(65535)] }), ...read],
    },
    {
      title: "a name of 255 letters",
      steps: [putOf(kind, owner, "level", { ["ß".repeat(255)]: ["x"] }), ...read],
    },
    {
      title: "counts with something around them",
      steps: [
        [kind.put, [owner, " 1x", ...(kind.hasMembers ? ["level", "+1"] : []), "unit", "1 ", "x"]],
        ...read,
      ],
    },
    { title: "deletes", steps: [...deletes(kind, owner), ...read] },
    { title: "what takes too few texts or too many", steps: refused(kind, owner) },
    {
      title: "too long a name",
      steps: [
        putOf(kind, owner, "level", { ["n".repeat(256)]: ["x"] }),
        putOf(kind, "o".repeat(256), "level", { unit: ["x"] }),
      ],
    },
    { title: "a count that is no number", releases: ["10.0"], steps: notNumbers(kind, owner) },
  ];
  return cases.map((one) => ({ ...one, kind, title: `${kind.table}: ${one.title}` }));
}

function lists(kind: ComparedKind, owner: string): Step[] {
  const wildcards = ["*", "", "%", "U*", "*e*", "*_*"];
  if (kind.list !== null) return wildcards.map((wildcard) => [kind.list!, [owner, wildcard]]);
  return [owner, owner.toUpperCase(), "dbprops%", "dbprops*", ""].map((name) => [
    "DbGetClassPropertyList",
    name,
  ]);
}

function deletes(kind: ComparedKind, owner: string): Step[] {
  if (!kind.hasMembers)
    return [
      [kind.remove, []],
      [kind.remove, [owner]],
      [kind.remove, [owner, "nothing", "u*", "%"]],
      [kind.remove, [owner.toUpperCase(), "größe"]],
    ];
  const steps: Step[] = [
    [kind.remove, [owner, "level", "nothing", "unit", "%"]],
    [kind.remove, [owner, "nothing", "unit"]],
  ];
  if (kind.removeAll !== null) steps.push([kind.removeAll, [`tango:${owner}`, "LEVEL", "nothing"]]);
  if (kind.removeMembers !== null)
    steps.push(putOf(kind, owner, "Speed", { unit: ["x"] }), [kind.removeMembers, [owner, "sp%d"]]);
  return steps;
}

function refused(kind: ComparedKind, owner: string): Step[] {
  const steps: Step[] = [
    [kind.history, []],
    [kind.history, [owner]],
    [kind.history, [owner, "a", "b", "c"]],
  ];
  if (kind.table === "property_device") steps.push([kind.get, []], [kind.get, [owner]]);
  if (kind.table === "property") steps.push([kind.list!, [owner]], [kind.list!, [owner, "*", "*"]]);
  if (!kind.hasMembers) return steps;
  const badNames = ["", "a", "a/b", "*/b/c", "/b/c", "tango://a/b", `x/${"/"}`];
  steps.push([kind.remove, [owner]], [kind.remove, [owner, "level"]], [kind.removeMembers!, [owner]]);
  if (kind.removeAll !== null) steps.push([kind.removeAll, []], [kind.removeAll, [owner]]);
  for (const name of badNames) {
    steps.push([kind.remove, [name, "dbprops", "unit"]], [kind.removeMembers!, [name, "dbprops"]]);
    if (kind.removeAll !== null) steps.push([kind.removeAll, [name, "dbprops"]]);
  }
  return steps;
}

function notNumbers(kind: ComparedKind, owner: string): Step[] {
  const member = kind.hasMembers ? ["level", "1"] : [];
  return [
    [kind.put, [owner, "x", ...member, "unit", "1", "x"]],
    [kind.put, [owner, "", ...member, "unit", "1", "x"]],
    ...(kind.hasMembers ? [[kind.put, [owner, "1", "level", "-", "unit", "1", "x"]] as Step] : []),
  ];
}

function differentCases(kind: ComparedKind): PropertyCase[] {
  const owner = differingOwner(kind);
  const member = kind.hasMembers ? ["level", "1"] : [];
  const get = (...names: string[]): Step => [kind.get, [owner, ...(kind.hasMembers ? ["level"] : names)]];
  const cases: Omit<PropertyCase, "kind">[] = [
    {
      title: "too few texts",
      difference: "DB_IncorrectArguments says what is missing; the real one raises BAD_PARAM",
      steps: [
        [kind.put, [owner]],
        [kind.put, []],
        [kind.get, kind.table === "property_device" ? [owner, "x"] : []],
      ],
    },
    {
      title: "more announced than there is",
      difference:
        "DB_IncorrectArguments, and nothing is changed; the real one raises BAD_PARAM and keeps a part",
      steps: [[kind.put, [owner, "1", ...member, "unit", "3", "x"]], get("unit")],
    },
    {
      title: "a count that is no number",
      releases: ["9.3"],
      difference:
        "DB_ParseStringError as Tango 10; the database of 9.3 goes on with the count that it read before",
      steps: [[kind.put, [owner, "1", ...member, "unit", "x", "x"]]],
    },
    {
      title: "a quote in a name",
      difference: "is a character; the real one pastes it into SQL, and fails",
      steps: [putOf(kind, owner, "level", { "it's": ["x"] }), get("it's")],
    },
    {
      title: "a backslash in a name",
      difference: "is a character; SQL takes it with the next one as one",
      steps: [putOf(kind, owner, "level", { "a\\nb": ["x"] }), get("*"), ...lists(kind, owner)],
    },
    {
      title: "a letter that is not ASCII in another case",
      difference: "is another one; in the real one it is the same",
      steps: [
        putOf(kind, owner, "level", { größe: ["1"] }),
        putOf(kind, owner, "level", { GRÖSSE: ["2"], GRÖßE: ["3"] }),
        get("größe"),
      ],
    },
    {
      title: "a value of more than 65535 octets",
      difference: "changes nothing; the real one keeps the values before it",
      steps: [putOf(kind, owner, "level", { unit: ["x", "v".repeat(65536)] }), get("unit")],
    },
    {
      title: "characters that are not of Windows-1252",
      releases: ["9.3"],
      difference: "are kept; the tables of 9.3 are latin1 and do not take them",
      steps: [putOf(kind, owner, "level", { unit: ["жλ😀"] }), get("unit")],
    },
  ];
  if (kind.table !== "property")
    cases.push({
      title: "a name with an underscore",
      difference:
        "stands for itself; in the real one `_` is any character, and a put of the one deletes the other",
      steps: [
        putOf(kind, owner, "level", { a_b: ["1"], axb: ["2"] }),
        putOf(kind, owner, "level", { a_b: ["3"] }),
        get("axb"),
      ],
    });
  return cases.map((one) => ({ ...one, kind, title: `${kind.table}: ${one.title}` }));
}
