import type { DevFailed } from "../../error/dev-failed.ts";
import type { AttrQuality } from "../../idl/enums.ts";
import type { AttributeDefinition, NamedAttribute } from "../definition/attribute-definition.ts";
import { AttributeEvents } from "../event/attribute-events.ts";
import type { RootAttribute } from "../forwarded/root-attribute.ts";
import { type AlarmKind, NO_ALARMS } from "./alarm-kind.ts";
import { type AttributeLimits, limitsOf } from "./attribute-limits.ts";
import {
  type AttributeSettings,
  codeSettings,
  librarySettings,
  type SettingName,
  type SettingTexts,
} from "./attribute-settings.ts";
import type { ValuePart } from "./attribute-snapshot.ts";
import { initialSetValue } from "./initial-set-value.ts";
import type { SettingDefaults } from "./setting-text.ts";
import { configured, initialSettings } from "./settings-from-database.ts";

/** One attribute of a device here: its definition, its present configuration, and what was last written to and read from it. */
export class Attribute implements NamedAttribute {
  readonly name: string;
  /** The name in lower case: attributes are found ignoring case. */
  readonly key: string;
  readonly definition: AttributeDefinition;
  /** What a forwarded attribute stands for; null for any other. */
  readonly root: RootAttribute | null;
  #settings!: AttributeSettings;
  #limits!: AttributeLimits;
  /** What its settings are where the database does not say anything of the device. */
  #defaults: SettingDefaults;
  /** The set value: what was written, memorized or set by the device; null before. */
  written: ValuePart | null;
  /** When it was written, in milliseconds since 1970; null before the first write. */
  writtenAt: number | null = null;
  /** Why it can be neither read nor written: a wrong configuration in the database. The device is in ALARM while there is one. */
  failure: DevFailed | null = null;
  /** The settings that do not count, since their properties in the database are wrong. */
  wrongSettings: ReadonlySet<SettingName> = new Set();
  /** The memorized value as the database had it when the device was made; null where it had none. */
  memorizedText: string | null = null;
  /** Whether the set value is one that is memorized: Init writes it again, and limits must not exclude it. */
  hasMemorizedValue = false;
  /** Why its memorized value could not be written at the start: it cannot be read, and the device is in ALARM, until a write succeeds. */
  memorizedFailure: DevFailed | null = null;
  /** The quality of the last reading, or as it was set since. */
  quality: AttrQuality = "ATTR_VALID";
  /** What is known of its events. */
  readonly events = new AttributeEvents();
  /** The limits beyond which the last reading was. */
  alarms: readonly AlarmKind[] = NO_ALARMS;

  constructor(definition: AttributeDefinition, root: RootAttribute | null = null) {
    this.name = definition.name;
    this.key = definition.name.toLowerCase();
    this.definition = definition;
    this.root = root;
    this.written = initialSetValue(definition);
    const inLibrary = librarySettings(definition);
    this.#defaults = { inLibrary, inCode: codeSettings(definition), inClass: {} };
    const { settings, wrong } = initialSettings(configured("", definition), {}, this.#defaults);
    this.configure(settings, wrong);
  }

  /** What its settings are where the database does not say anything of the device: of the class there, the code, the library. */
  get defaults(): SettingDefaults {
    return this.#defaults;
  }

  /** Takes over what the database says of the class. */
  setClassDefaults(inClass: SettingTexts): void {
    this.#defaults = { ...this.#defaults, inClass };
  }

  /** The present configuration. */
  get settings(): AttributeSettings {
    return this.#settings;
  }

  /** The limits of the present configuration as numbers. */
  get limits(): AttributeLimits {
    return this.#limits;
  }

  /** Makes `settings`, which were checked, the present ones; those in `wrong` do not count. */
  configure(settings: AttributeSettings, wrong: ReadonlySet<SettingName> = new Set()): void {
    this.#settings = settings;
    this.wrongSettings = wrong;
    this.#limits = limitsOf(settings, this.definition.dtype, wrong);
  }

  /** Whether clients may write it. */
  get isWritable(): boolean {
    const { access } = this.definition;
    return access === "WRITE" || access === "READ_WRITE";
  }
}
