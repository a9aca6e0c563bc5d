import type { DevFailed } from "../../error/dev-failed.ts";
import type { AttrQuality } from "../../idl/enums.ts";
import type { AttributeDefinition, NamedAttribute } from "../definition/attribute-definition.ts";
import { type AlarmKind, NO_ALARMS } from "./alarm-kind.ts";
import { type AttributeLimits, limitsOf } from "./attribute-limits.ts";
import { type AttributeSettings, defaultSettings } from "./attribute-settings.ts";
import type { ValuePart } from "./attribute-snapshot.ts";
import { initialSetValue } from "./initial-set-value.ts";

/** One attribute of a device here: its definition, its present configuration, and what was last written to and read from it. */
export class Attribute implements NamedAttribute {
  readonly name: string;
  /** The name in lower case: attributes are found ignoring case. */
  readonly key: string;
  readonly definition: AttributeDefinition;
  #settings: AttributeSettings;
  #limits: AttributeLimits;
  /** The set value: what was written, memorized or set by the device; null before. */
  written: ValuePart | null;
  /** When it was written, in milliseconds since 1970; null before the first write. */
  writtenAt: number | null = null;
  /** Why it can be neither read nor written: a wrong configuration in the database. The device is in ALARM while there is one. */
  failure: DevFailed | null = null;
  /** Why its memorized value could not be written at the start: it cannot be read, and the device is in ALARM, until a write succeeds. */
  memorizedFailure: DevFailed | null = null;
  /** The quality of the last reading, or as it was set since. */
  quality: AttrQuality = "ATTR_VALID";
  /** The limits beyond which the last reading was. */
  alarms: readonly AlarmKind[] = NO_ALARMS;

  constructor(definition: AttributeDefinition) {
    this.name = definition.name;
    this.key = definition.name.toLowerCase();
    this.definition = definition;
    this.written = initialSetValue(definition);
    this.#settings = defaultSettings(definition);
    this.#limits = limitsOf(this.#settings);
  }

  /** The present configuration. */
  get settings(): AttributeSettings {
    return this.#settings;
  }

  /** The limits of the present configuration as numbers. */
  get limits(): AttributeLimits {
    return this.#limits;
  }

  /** Makes `settings`, which were checked, the present ones. */
  configure(settings: AttributeSettings): void {
    this.#settings = settings;
    this.#limits = limitsOf(settings);
  }

  /** Whether clients may write it. */
  get isWritable(): boolean {
    const { access } = this.definition;
    return access === "WRITE" || access === "READ_WRITE";
  }
}
