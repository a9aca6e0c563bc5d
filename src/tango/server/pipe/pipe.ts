import type { PipeInfo } from "../../value/pipe-info.ts";
import type { PipeDefinition } from "../definition/pipe-definition.ts";

/** What can be configured of a pipe, under the names of its properties in the database. */
export interface PipeSettings {
  readonly label: string;
  readonly description: string;
}

/** The name of one setting. */
export type PipeSettingName = keyof PipeSettings;

/** The settings, in the order in which cppTango changes them. */
export const PIPE_SETTING_NAMES: readonly PipeSettingName[] = ["description", "label"];

/** One pipe of a device here: its definition and its present configuration. */
export class Pipe {
  readonly name: string;
  /** The name in lower case: pipes are found ignoring case. */
  readonly key: string;
  readonly definition: PipeDefinition;
  settings: PipeSettings;
  /** What the database says of the class. */
  classSettings: Partial<PipeSettings> = {};

  constructor(definition: PipeDefinition) {
    this.name = definition.name;
    this.key = definition.name.toLowerCase();
    this.definition = definition;
    this.settings = this.defaultSettings;
  }

  /** Whether clients may write it. */
  get isWritable(): boolean {
    return this.definition.write !== undefined;
  }

  /** What the code of the device says. */
  get codeSettings(): Partial<PipeSettings> {
    const { label, description } = this.definition;
    return { ...(isGiven(label) && { label }), ...(isGiven(description) && { description }) };
  }

  /** What the library says of a pipe of which nobody else says anything. */
  get librarySettings(): PipeSettings {
    return { label: this.name, description: "No description" };
  }

  /** What its settings are where the database does not say anything of the device: the code goes before the class (as cppTango). */
  get defaultSettings(): PipeSettings {
    return { ...this.librarySettings, ...this.classSettings, ...this.codeSettings };
  }

  /** The configuration as clients see it. */
  get info(): PipeInfo {
    const { name, definition, settings, isWritable } = this;
    return {
      name,
      ...settings,
      extensions: [],
      dispLevel: definition.displayLevel,
      writable: isWritable ? "PIPE_READ_WRITE" : "PIPE_READ",
    };
  }
}

/** Whether a text stands for a default: "Not specified" or "NaN", whatever their case (cppTango, Pipe::set_default_properties). */
function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "" && !/^(not specified|nan)$/i.test(text);
}
