import type { Random } from "../../fuzz/random.ts";
import type { Step } from "./compared-database.ts";
import { COMPARED_KINDS, type ComparedKind, putOf } from "./property-kinds.ts";

// No name of these matches another when its `_` is any character: the real database would take the one for the other.
const NAMES = [
  "unit",
  "Label",
  "min_value",
  "with space",
  "x.y",
  "größe",
  "__root_att",
  "__value",
  "UPPER",
  "a+b(c)",
  "#1",
  "10",
];
const MEMBERS = ["level", "Speed", "in_out", "two words", "ä"];
const VALUES = [
  "",
  "1",
  " ",
  " both ",
  "it's",
  'a "quote"',
  "back\\slash",
  '\\"',
  "\\'",
  "\\\\",
  "100%",
  "a_b",
  "*",
  "ü€",
  "two\nlines",
  "tab\t",
  "0",
  "DELETED",
  "x".repeat(300),
  "dbprops/compared/1/level",
  "DBPROPS/in_out/3/Speed",
];
const WILDCARDS = [
  "*",
  "%",
  "",
  "*e*",
  "l*",
  "l%",
  "%e%",
  "*_*",
  "*%*",
  "*_____*",
  "S*d",
  "**",
  "nothing",
  "with *",
  "*'*",
];

/** A step that depends on the random numbers alone. */
export function randomStep(random: Random): Step {
  const kind = random.pick(COMPARED_KINDS);
  return random.pick(random.oneIn(2) ? CHANGES : QUERIES)(random, kind);
}

type StepMaker = (random: Random, kind: ComparedKind) => Step;

const CHANGES: readonly StepMaker[] = [
  put,
  put,
  put,
  (random, kind) => [
    kind.remove,
    [
      owner(random, kind),
      ...member(random, kind),
      ...some(random, kind.hasMembers ? spelledName : nameOrWildcard, 0),
    ],
  ],
  (random, kind) =>
    kind.removeAll === null
      ? put(random, kind)
      : [kind.removeAll, [prefixed(random, owner(random, kind)), ...some(random, spelledMember, 1)]],
  (random, kind) =>
    kind.removeMembers === null || !random.oneIn(3)
      ? put(random, kind)
      : [
          kind.removeMembers,
          [
            prefixed(random, owner(random, kind)),
            random.oneIn(4) ? random.pick(WILDCARDS).replaceAll("_", "-") : spelledMember(random),
          ],
        ],
  (random, kind) =>
    kind.single === null
      ? put(random, kind)
      : [
          kind.single.put,
          [
            owner(random, kind),
            "1",
            spelledMember(random),
            "2",
            spelledName(random),
            random.pick(VALUES),
            spelledName(random),
            random.pick(VALUES),
          ],
        ],
  (random, kind) =>
    kind.table !== "property_attribute_device"
      ? put(random, kind)
      : [
          kind.put,
          [owner(random, kind), "1", spelledMember(random), "1", "__value", "1", random.pick(VALUES)],
        ],
];

const QUERIES: readonly StepMaker[] = [
  (random, kind) => [
    kind.get,
    [owner(random, kind), ...some(random, kind.hasMembers ? memberOrPercent : nameOrWildcard, 1)],
  ],
  (random, kind) => [
    kind.get,
    [owner(random, kind), ...some(random, kind.hasMembers ? spelledMember : spelledName, 1)],
  ],
  (random, kind) =>
    kind.list === null
      ? ["DbGetClassPropertyList", random.pick(["DbpropsClass", "DBPROPSCLASS", "dbprops%", "dbprops*", ""])]
      : [kind.list, [owner(random, kind), random.pick(WILDCARDS)]],
  (random, kind) => [
    kind.history,
    [owner(random, kind), ...(kind.hasMembers ? [memberOrWildcard(random)] : []), nameOrWildcard(random)],
  ],
  (random, kind) =>
    kind.single === null
      ? ["DbGetForwardedAttributeListForDevice", owner(random, COMPARED_KINDS[0]!)]
      : [kind.single.get, [owner(random, kind), ...some(random, memberOrPercent, 0)]],
  (random) => ["DbGetObjectList", random.pick(["dbprops*", "DBPROPS-object", "dbprops%", "", "*props-*"])],
];

function put(random: Random, kind: ComparedKind): Step {
  const names = some(random, spelledName, 1);
  const properties = Object.fromEntries(
    names.map((name) => [name, some(random, () => random.pick(VALUES), 0)]),
  );
  return putOf(kind, owner(random, kind), spelledMember(random), properties);
}

function owner(random: Random, kind: ComparedKind): string {
  return spelled(random, random.pick(kind.owners));
}

function member(random: Random, kind: ComparedKind): string[] {
  return kind.hasMembers ? [spelledMember(random)] : [];
}

function spelledMember(random: Random): string {
  return spelled(random, random.pick(MEMBERS));
}

function spelledName(random: Random): string {
  return spelled(random, random.pick(NAMES));
}

function nameOrWildcard(random: Random): string {
  return random.oneIn(3) ? random.pick(WILDCARDS) : spelledName(random);
}

function memberOrWildcard(random: Random): string {
  return random.oneIn(3) ? random.pick(WILDCARDS) : spelledMember(random);
}

/** `_` is any character there in the real database. */
function memberOrPercent(random: Random): string {
  return memberOrWildcard(random).replaceAll("_", "%");
}

/** ASCII letters in another case: that makes no other name. */
function spelled(random: Random, name: string): string {
  if (!random.oneIn(4)) return name;
  return name.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function prefixed(random: Random, name: string): string {
  return random.oneIn(6) && name.split("/").length === 3 ? `tango://some.where:10000/${name}` : name;
}

function some(random: Random, make: (random: Random) => string, least: number): string[] {
  return Array.from({ length: least + random.below(4) }, () => make(random));
}
