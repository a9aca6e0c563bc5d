import type { InputOf } from "../../giop/idl/codec.ts";
import type { DispLevel } from "../idl/enums.ts";
import type { PipeConfig, PipeWriteType } from "../idl/pipe-data.ts";
import { fromUtf8Bytes, toUtf8Bytes } from "./utf8-text.ts";

/**
 * The configuration of a pipe. To change its label or description, read it, change them, and give it to `setPipeConfig`. Texts are UTF-8
 * on the wire, as PyTango has them.
 */
export interface PipeInfo {
  readonly name: string;
  readonly description: string;
  /** What users see as its name. */
  readonly label: string;
  readonly extensions: readonly string[];
  readonly dispLevel: DispLevel;
  /** Whether it can be written. */
  readonly writable: PipeWriteType;
}

/** The configuration in a PipeConfig of the wire. */
export function pipeInfoFromWire(config: PipeConfig): PipeInfo {
  const { name, description, label, level, writable, extensions } = config;
  return {
    name,
    description: fromUtf8Bytes(description),
    label: fromUtf8Bytes(label),
    extensions,
    dispLevel: level,
    writable,
  };
}

/** The PipeConfig that carries a configuration. */
export function pipeConfig(info: PipeInfo): InputOf<typeof PipeConfig> {
  const { name, description, label, extensions, dispLevel, writable } = info;
  return {
    name,
    description: toUtf8Bytes(description),
    label: toUtf8Bytes(label),
    level: dispLevel,
    writable,
    extensions: [...extensions],
  };
}
