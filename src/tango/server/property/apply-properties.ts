import type { PropertyInput, PropertyValues } from "../../database/property-value.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { PropertyDefinition } from "../definition/property-definition.ts";
import { parseProperty } from "./parse-property.ts";

/**
 * Puts the values of properties into the members of `target` (a device, for properties of a class its class) that hold them: as the
 * database has them, else their defaults. `defaults` keeps what the members held before the first time. Throws a DevFailed that names what
 * is mandatory and missing, or malformed; the others are in place then.
 */
export function applyProperties(
  target: object,
  owner: string,
  definitions: readonly PropertyDefinition[],
  values: PropertyValues,
  defaults: Map<string, unknown>,
): void {
  const members = target as Record<string, unknown>;
  const failures: DevFailed[] = [];
  for (const definition of definitions) {
    const { name, member, defaultValue, mandatory } = definition;
    const lines = values[name] ?? [];
    try {
      if (!defaults.has(member)) {
        const isHeld = defaultValue === undefined;
        defaults.set(
          member,
          isHeld ? members[member] : parseProperty(definition, linesOf(defaultValue), `${owner} by default`),
        );
      }
      if (lines.length > 0) members[member] = parseProperty(definition, lines, owner);
      else if (mandatory) throw missing(name, owner);
      else members[member] = defaults.get(member);
    } catch (error) {
      failures.push(error as DevFailed);
    }
  }
  if (failures.length > 0) throw new DevFailed(failures.flatMap(({ errors }) => errors));
}

/** The defaults that are to be put into a database which has no value for them. */
export function defaultsToPut(
  definitions: readonly PropertyDefinition[],
  values: PropertyValues,
): Record<string, PropertyInput> {
  const missing = definitions.filter(
    ({ name, updateDb, defaultValue }) =>
      updateDb && defaultValue !== undefined && (values[name] ?? []).length === 0,
  );
  return Object.fromEntries(missing.map(({ name, defaultValue }) => [name, linesOf(defaultValue)]));
}

/** A default as the database would have it: so it is checked, and every device has an array of its own. */
function linesOf(value: unknown): string[] {
  const isArray = Array.isArray(value) || ArrayBuffer.isView(value);
  return isArray ? Array.from(value as ArrayLike<unknown>, String) : [String(value)];
}

function missing(name: string, owner: string): DevFailed {
  const desc = `Device property ${name} is mandatory: set it in the database for ${owner}`;
  return new DevFailed([devError("API_AttrPropValueNotSet", desc, "applyProperties")]);
}
