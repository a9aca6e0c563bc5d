import { defineAttribute, type LooseAttributeSpec } from "./attribute-definition.ts";
import { defineCommand, type LooseCommandSpec } from "./command-definition.ts";
import { declaredBy } from "./declared-by-decorators.ts";
import { addDefinition, addDefinitions, type DefinitionTable, emptyTable } from "./definition-table.ts";
import { definePipe, type PipeSpec } from "./pipe-definition.ts";
import { defineProperty, type LoosePropertySpec } from "./property-definition.ts";

/** The static tables of a device class: each may be there. */
export interface StaticTables {
  readonly attributes?: Readonly<Record<string, LooseAttributeSpec>>;
  readonly commands?: Readonly<Record<string, LooseCommandSpec>>;
  // biome-ignore lint/suspicious/noExplicitAny: any device's pipes
  readonly pipes?: Readonly<Record<string, PipeSpec<any>>>;
  readonly deviceProperties?: Readonly<Record<string, LoosePropertySpec>>;
  readonly classProperties?: Readonly<Record<string, LoosePropertySpec>>;
}

/**
 * What a device class declares, its base classes' declarations first: by decorators, by static tables, or both. A subclass's
 * declaration replaces that of the same name. Throws a TypeError for a declaration that contradicts itself.
 */
export function definitionsOf(deviceClass: object): DefinitionTable {
  const table = emptyTable();
  for (const one of lineageOf(deviceClass)) {
    const own = emptyTable();
    const decorated = declaredBy(one);
    if (decorated !== undefined) addDefinitions(own, decorated);
    addStaticTables(own, one);
    addDefinitions(table, own);
  }
  return table;
}

/** The class and its bases, the most basic first. */
function lineageOf(deviceClass: object): object[] {
  const lineage: object[] = [];
  for (let one: object | null = deviceClass; typeof one === "function"; one = Object.getPrototypeOf(one)) {
    lineage.unshift(one);
  }
  return lineage;
}

function addStaticTables(table: DefinitionTable, deviceClass: object): void {
  const own = (name: keyof StaticTables) =>
    Object.hasOwn(deviceClass, name) ? Object.entries((deviceClass as StaticTables)[name] ?? {}) : [];
  for (const [member, spec] of own("attributes")) {
    addDefinition(table.attributes, "attribute", defineAttribute(member, spec as LooseAttributeSpec));
  }
  for (const [member, spec] of own("commands")) {
    addDefinition(table.commands, "command", defineCommand(member, spec as LooseCommandSpec));
  }
  for (const [member, spec] of own("pipes")) {
    addDefinition(table.pipes, "pipe", definePipe(member, spec as PipeSpec));
  }
  for (const [member, spec] of own("deviceProperties")) {
    addDefinition(
      table.deviceProperties,
      "device property",
      defineProperty(member, spec as LoosePropertySpec),
    );
  }
  for (const [member, spec] of own("classProperties")) {
    addDefinition(table.classProperties, "class property", defineProperty(member, spec as LoosePropertySpec));
  }
}
