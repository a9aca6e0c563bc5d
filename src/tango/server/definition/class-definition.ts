import { defineForwarded, type ForwardedSpec, isForwarded } from "../forwarded/forwarded-definition.ts";
import { defineAttribute, type LooseAttributeSpec } from "./attribute-definition.ts";
import { defineCommand, type LooseCommandSpec } from "./command-definition.ts";
import { type DecoratedAttributeSpec, declaredBy } from "./declared-by-decorators.ts";
import { addDefinition, addDefinitions, type DefinitionTable, emptyTable } from "./definition-table.ts";
import { definePipe, type PipeSpec } from "./pipe-definition.ts";
import { defineProperty, type LoosePropertySpec } from "./property-definition.ts";

/** The static tables of a device class: each may be there. */
export interface StaticTables {
  readonly attributes?: Readonly<Record<string, LooseAttributeSpec | ForwardedSpec>>;
  readonly commands?: Readonly<Record<string, LooseCommandSpec>>;
  // biome-ignore lint/suspicious/noExplicitAny: any device's pipes
  readonly pipes?: Readonly<Record<string, PipeSpec<any>>>;
  readonly deviceProperties?: Readonly<Record<string, LoosePropertySpec>>;
  readonly classProperties?: Readonly<Record<string, LoosePropertySpec>>;
}

/**
 * What a device class declares, its base classes' declarations first: by decorators, by static tables, or both. A subclass's
 * declaration replaces that of the same name. Throws a TypeError that names the class for a declaration that contradicts itself.
 */
export function definitionsOf(deviceClass: object): DefinitionTable {
  const table = emptyTable();
  for (const one of lineageOf(deviceClass)) {
    try {
      addDefinitions(table, ownDefinitions(one as DeclaringClass, deviceClass as DeclaringClass));
    } catch (cause) {
      throw new TypeError(`${(one as DeclaringClass).name}: ${(cause as Error).message}`, { cause });
    }
  }
  return table;
}

/** A class with its static tables. */
interface DeclaringClass extends StaticTables {
  readonly name: string;
  readonly prototype: object;
}

/** The class and its bases, the most basic first. */
function lineageOf(deviceClass: object): object[] {
  const lineage: object[] = [];
  for (let one: object | null = deviceClass; typeof one === "function"; one = Object.getPrototypeOf(one)) {
    lineage.unshift(one);
  }
  return lineage;
}

/** What one class of a lineage declares; `whole` is the class at its end, which has the members. */
function ownDefinitions(one: DeclaringClass, whole: DeclaringClass): DefinitionTable {
  const table = emptyTable();
  const decorated = declaredBy(one);
  const tables = Object.fromEntries(
    TABLES.filter((name) => Object.hasOwn(one, name)).map((name) => [name, one[name]]),
  );
  const all = <K extends keyof StaticTables>(name: K) =>
    [...decorated[name], ...Object.entries((tables as StaticTables)[name] ?? {})] as [string, never][];
  for (const [member, spec] of all("attributes")) {
    if (isForwarded(spec)) addDefinition(table.forwarded, "attribute", defineForwarded(member, spec));
    else
      addDefinition(
        table.attributes,
        "attribute",
        defineAttribute(member, withSetter(spec, whole.prototype)),
      );
  }
  for (const [member, spec] of all("commands")) {
    addDefinition(table.commands, "command", defineCommand(member, spec));
  }
  for (const [member, spec] of all("pipes")) addDefinition(table.pipes, "pipe", definePipe(member, spec));
  for (const [member, spec] of all("deviceProperties")) {
    addDefinition(table.deviceProperties, "device property", defineProperty(member, spec));
  }
  for (const [member, spec] of all("classProperties")) {
    addDefinition(table.classProperties, "class property", defineProperty(member, spec));
  }
  return table;
}

/** Leaves out the writing of a getter that has no setter beside it. */
function withSetter({ setter, ...spec }: DecoratedAttributeSpec, prototype: object): LooseAttributeSpec {
  if (setter === undefined || hasSetter(prototype, setter)) return spec;
  const { write: _, ...readOnly } = spec;
  return readOnly;
}

function hasSetter(prototype: object, name: PropertyKey): boolean {
  for (let one: object | null = prototype; one !== null; one = Object.getPrototypeOf(one)) {
    const member = Object.getOwnPropertyDescriptor(one, name);
    if (member !== undefined) return member.set !== undefined;
  }
  return false;
}

const TABLES = ["attributes", "commands", "pipes", "deviceProperties", "classProperties"] as const;
