import {
  type CorbalocUrl,
  corbalocToIor,
  formatCorbaloc,
  formatIor,
  formatName,
  type Ior,
  iiopProfiles,
  parseCorbaloc,
  parseCorbaname,
  parseIor,
} from "../giop/index.ts";
import { describeProfile, type ProfileDescription } from "./profile-description.ts";
import { textTable } from "./text-table.ts";
import { printable } from "./value-text.ts";

/** An object reference taken apart: what `bandoneon ior --json` prints. */
export interface ReferenceDescription {
  readonly kind: "ior" | "corbaloc" | "corbaname" | "nil" | "rir";
  /** The repository id of the object's interface; "" where the reference does not say. */
  readonly typeId: string;
  readonly profiles: readonly ProfileDescription[];
  /** The initial reference that a `rir:` URL names. */
  readonly initialReference?: string;
  /** The name that is looked up in the naming context, of a corbaname. */
  readonly name?: string;
  /** The same as an IOR. */
  readonly ior?: string;
  /** The same as a corbaloc, where TCP can reach it. */
  readonly corbaloc?: string;
}

/** Takes an `IOR:`, `corbaloc:` or `corbaname:` apart. Throws the SystemException that says what is wrong with it. */
export function describeReference(text: string): ReferenceDescription {
  if (/^corbaloc:/i.test(text)) return describeUrl("corbaloc", parseCorbaloc(text));
  if (/^corbaname:/i.test(text)) {
    const { context, name } = parseCorbaname(text);
    return { ...describeUrl("corbaname", context), name: formatName(name) };
  }
  const ior = parseIor(text);
  if (ior === null) return { kind: "nil", typeId: "", profiles: [] };
  const corbaloc = corbalocOf(ior);
  return {
    kind: "ior",
    typeId: ior.typeId,
    profiles: ior.profiles.map(describeProfile),
    ...(corbaloc === undefined ? {} : { corbaloc }),
  };
}

/** The description for people. */
export function referenceText(reference: ReferenceDescription): string {
  const { kind, typeId, profiles, initialReference, name, ior, corbaloc } = reference;
  if (kind === "nil") return "the nil reference: no object";
  const head = [
    ["type id", kind === "ior" ? printable(typeId) || "(none)" : ""],
    ["initial reference", printable(initialReference ?? "")],
    ["name", printable(name ?? "")],
  ].filter(([, value]) => value !== "");
  const tail = [
    ["corbaloc", corbaloc ?? ""],
    ["IOR", ior ?? ""],
  ].filter(([, value]) => value !== "");
  const parts = [
    ...(head.length > 0 ? [textTable(head)] : []),
    ...profiles.map((profile, i) => `profile ${i + 1}\n${profileText(profile)}`),
    ...(tail.length > 0 ? [textTable(tail)] : []),
  ];
  return parts.join("\n");
}

function describeUrl(kind: "corbaloc" | "corbaname", url: CorbalocUrl): ReferenceDescription {
  if (url.kind === "rir") return { kind: "rir", typeId: "", profiles: [], initialReference: url.name };
  const ior = corbalocToIor(url);
  return {
    kind,
    typeId: ior.typeId,
    profiles: ior.profiles.map(describeProfile),
    ior: formatIor(ior),
    corbaloc: formatCorbaloc(url),
  };
}

/** The corbaloc that leads to the same object; none where the profiles have different keys, which one URL cannot say. */
function corbalocOf(ior: Ior): string | undefined {
  // What cannot be decoded is told where its profile is described.
  const reachable = ignoreErrors(() => iiopProfiles(ior)) ?? [];
  const [first] = reachable;
  if (first === undefined) return undefined;
  const keys = new Set(reachable.map(({ objectKey }) => objectKey.join(" ")));
  if (keys.size > 1) return undefined;
  const addresses = reachable.flatMap(({ giopMinor, addresses }) =>
    addresses.map((address) => ({ ...address, giopMinor })),
  );
  return formatCorbaloc({ kind: "iiop", addresses, objectKey: first.objectKey });
}

function profileText(profile: ProfileDescription): string {
  const rows: string[][] = [["protocol", profile.name]];
  if (profile.version !== undefined) rows.push(["version", `${profile.version} (${profile.byteOrder})`]);
  if (profile.address !== undefined) rows.push(["address", printable(profile.address)]);
  if (profile.objectKey !== undefined) {
    rows.push(["object key", profile.objectKey.text], ["", profile.objectKey.hex]);
  }
  for (const { name, text } of profile.components) rows.push(["component", `${name}: ${printable(text)}`]);
  if (profile.data !== undefined) rows.push(["data", profile.data]);
  if (profile.problem !== undefined) rows.push(["problem", profile.problem]);
  return textTable(rows.map(([label = "", value = ""]) => [`  ${label}`, value]));
}

function ignoreErrors<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    // The caller has another way to tell it.
    return undefined;
  }
}
