import type { ForwardedDefinition } from "../forwarded/forwarded-definition.ts";
import type { AttributeDefinition } from "./attribute-definition.ts";
import type { CommandDefinition } from "./command-definition.ts";
import type { PipeDefinition } from "./pipe-definition.ts";
import type { PropertyDefinition } from "./property-definition.ts";

/** Everything that one class declares, by lower-case names: what decorators fill in and static tables are turned into. */
export interface DefinitionTable {
  readonly attributes: Map<string, AttributeDefinition>;
  readonly forwarded: Map<string, ForwardedDefinition>;
  readonly commands: Map<string, CommandDefinition>;
  readonly pipes: Map<string, PipeDefinition>;
  readonly deviceProperties: Map<string, PropertyDefinition>;
  readonly classProperties: Map<string, PropertyDefinition>;
}

/** A table with nothing in it. */
export function emptyTable(): DefinitionTable {
  return {
    attributes: new Map(),
    forwarded: new Map(),
    commands: new Map(),
    pipes: new Map(),
    deviceProperties: new Map(),
    classProperties: new Map(),
  };
}

/** Adds what `from` declares; what has the same name is replaced, as a subclass overrides it. */
export function addDefinitions(to: DefinitionTable, from: DefinitionTable): void {
  addAll(to.attributes, from.attributes);
  addAll(to.forwarded, from.forwarded);
  addAll(to.commands, from.commands);
  addAll(to.pipes, from.pipes);
  addAll(to.deviceProperties, from.deviceProperties);
  addAll(to.classProperties, from.classProperties);
}

/** Adds one; a class that declares a name twice (in any case of letters) gets a TypeError. */
export function addDefinition<T extends { readonly name: string }>(
  map: Map<string, T>,
  kind: string,
  one: T,
): void {
  const key = one.name.toLowerCase();
  if (map.has(key)) throw new TypeError(`${kind} ${one.name} is declared twice`);
  map.set(key, one);
}

function addAll<T>(to: Map<string, T>, from: ReadonlyMap<string, T>): void {
  for (const [key, one] of from) to.set(key, one);
}
