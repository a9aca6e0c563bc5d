import type { NamedAttribute } from "../server/definition/attribute-definition.ts";
import type { Generation } from "./generation.ts";
import type { TestedDevice } from "./test-data.ts";

/**
 * The methods of an attribute that can be written, and whose value the data generator nevertheless replaces at each step: what is written is
 * read until then. `copy` keeps what was written, `generate` makes a value of the same size.
 */
export function overwritten<V>(
  copy: (value: V) => V,
  generate: (generation: Generation, before: V | undefined) => V,
) {
  return {
    read(this: TestedDevice, { name }: NamedAttribute): V {
      const { generation } = this.data;
      const before = this.data.stored<Overwritten<V> | null>(name, () => null);
      if (before?.step === generation.step) return before.value;
      return generation.value(name, (one) => generate(one, before?.value));
    },
    write(this: TestedDevice, value: V, { name }: NamedAttribute): void {
      const kept: Overwritten<V> = { step: this.data.generation.step, value: copy(value) };
      this.data.store(name, kept);
    },
  };
}

interface Overwritten<V> {
  /** At which it was written. */
  readonly step: number;
  readonly value: V;
}
