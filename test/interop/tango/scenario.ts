/** One call of a scenario, for both sides; view.py describes the fields. */
export interface ScenarioCall {
  readonly id: string;
  readonly call: string;
  readonly args?: Readonly<Record<string, Json>>;
  /** The call is made with a new proxy of this name. */
  readonly device?: string;
  readonly min_idl?: number;
  readonly compare: "exact" | "shape" | "fails";
  readonly volatile?: readonly string[];
}

export interface Scenario {
  readonly not_executed: readonly string[];
  readonly calls: readonly ScenarioCall[];
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One error of a stack. */
export interface ViewedError {
  readonly reason: string;
  readonly severity: string;
  readonly desc: string;
  readonly origin: string;
}

/** What one side saw of a call. */
export interface ViewEntry {
  readonly id: string;
  readonly call: string;
  readonly compare: ScenarioCall["compare"];
  readonly volatile: readonly string[];
  readonly result?: Json;
  readonly error?: {
    readonly class: string;
    readonly stack: readonly ViewedError[];
    readonly message?: string;
  };
}

/** What one side saw of a scenario. */
export interface View {
  readonly nodb: string;
  readonly uncovered: { readonly attributes: readonly string[]; readonly commands: readonly string[] };
  readonly results: readonly ViewEntry[];
}

/** The call with `${...}` replaced in every text but its id, and what is repeated written out. */
export function expanded(call: ScenarioCall, names: Readonly<Record<string, string>>): ScenarioCall {
  return { ...(expand(call as unknown as Json, names) as unknown as ScenarioCall), id: call.id };
}

function expand(value: Json, names: Readonly<Record<string, string>>): Json {
  if (typeof value === "string") {
    return Object.entries(names).reduce((text, [name, by]) => text.replaceAll(`\${${name}}`, by), value);
  }
  if (Array.isArray(value)) {
    return value.flatMap((item: Json) => {
      const repeated = isObject(item) ? item.$repeat : undefined;
      if (!Array.isArray(repeated)) return [expand(item, names)];
      const [what, count] = repeated as [Json, number];
      return new Array<Json>(count).fill(expand(what, names));
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item, names)]));
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
