/** The kinds of targets. */
export type TargetType = "console" | "file" | "device";

/** What a client calls a target: `file::pump.log` in two parts, both in lower case. */
export interface TargetText {
  /** One of TargetType, or whatever was given in its place. */
  readonly type: string;
  /** "default" where none was given. */
  readonly name: string;
}

/** Takes `type::name` apart. All of it becomes lower case, paths of files too, as in cppTango. */
export function splitTarget(text: string): TargetText {
  const lower = text.toLowerCase();
  const separator = lower.indexOf(SEPARATOR);
  if (separator < 0) return { type: lower, name: DEFAULT_TARGET };
  const name = lower.slice(separator + SEPARATOR.length);
  return { type: lower.slice(0, separator), name: name === "" ? DEFAULT_TARGET : name };
}

/** Whether there are targets of this type. */
export function isTargetType(type: string): type is TargetType {
  return type === "console" || type === "file" || type === "device";
}

/** The name under which clients see a target: `console::cout`, `file::/var/log/pump.log`. */
export function targetName(type: TargetType, name: string): string {
  return `${type}${SEPARATOR}${type === "console" ? "cout" : name}`;
}

/** What comes before the name of every target of a type: `file::`. */
export function targetPrefix(type: TargetType): string {
  return `${type}${SEPARATOR}`;
}

/**
 * The path of a file target: by default `<folder>/<device>.log` with `_` for the slashes of the device's name (as cppTango 9.3.4 does and 10.0.2
 * means to); a name without a slash is one in the folder.
 */
export function logFilePath(name: string, device: string, folder: string): string {
  if (name === DEFAULT_TARGET) return `${folder}/${device.toLowerCase().replaceAll("/", "_")}.log`;
  return name.includes("/") ? name : `${folder}/${name}`;
}

/** The name that stands for a target of which only the type was given. */
export const DEFAULT_TARGET = "default";

const SEPARATOR = "::";
