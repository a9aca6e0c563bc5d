import type { DevError } from "../../error/dev-error.ts";
import type { AttributeDim } from "../../idl/attribute-value.ts";
import type { EltInArray } from "../../idl/history.ts";

/** Equal values of successive records as a history has them: each once, and the records to which it belongs. */
export interface Runs<T> {
  readonly entries: T[];
  readonly runs: EltInArray[];
}

/**
 * The runs of equal values among those of records, which come oldest first. A history begins with the newest: a run stands for `nb_elt`
 * records from `start` down. A record without a value (undefined) belongs to none.
 */
export function runsOf<T>(values: readonly (T | undefined)[], isSame: (a: T, b: T) => boolean): Runs<T> {
  const entries: T[] = [];
  const runs: { start: number; nb_elt: number }[] = [];
  let before: T | undefined;
  for (let i = values.length - 1; i >= 0; i--) {
    const value = values[i];
    if (value !== undefined) {
      if (before !== undefined && isSame(value, before)) {
        runs.at(-1)!.nb_elt++;
      } else {
        entries.push(value);
        runs.push({ start: i, nb_elt: 1 });
      }
    }
    before = value;
  }
  return { entries, runs };
}

/** The runs of equal error stacks; a record without errors belongs to none. */
export function errorRuns(records: readonly { readonly errors: readonly DevError[] }[]): Runs<DevError[]> {
  return runsOf(
    records.map(({ errors }) => (errors.length > 0 ? [...errors] : undefined)),
    isSameStack,
  );
}

/** The runs of equal dimensions. */
export function dimRuns(dims: readonly AttributeDim[]): Runs<AttributeDim> {
  return runsOf(dims, (a, b) => a.dim_x === b.dim_x && a.dim_y === b.dim_y);
}

function isSameStack(a: readonly DevError[], b: readonly DevError[]): boolean {
  return (
    a.length === b.length &&
    a.every((error, i) => {
      const { reason, desc, origin, severity } = b[i]!;
      return (
        error.reason === reason &&
        error.desc === desc &&
        error.origin === origin &&
        error.severity === severity
      );
    })
  );
}
