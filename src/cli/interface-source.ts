import type { AttributeInfoEx, CommandInfo, DeviceInterface } from "../index.ts";
import { printable } from "./value-text.ts";

/** What a device told, for the comments. */
export interface DescribedInterface {
  /** The device, as the user named it. */
  readonly target: string;
  readonly devClass: string;
  readonly attributes: readonly AttributeInfoEx[];
  readonly commands: readonly CommandInfo[];
}

/** The interface of a device as a module in TypeScript. Whatever the device calls itself and its parts, nothing of it becomes code. */
export function interfaceSource(
  name: string,
  { attributes, commands }: DeviceInterface,
  { target, devClass, attributes: infos, commands: commandInfos }: DescribedInterface,
): string {
  const remarks = new Map(infos.map((info) => [info.name, attributeRemark(info)]));
  const commandRemarks = new Map(commandInfos.map((info) => [info.cmdName, commandRemark(info)]));
  return `import type { DeviceInterface } from "bandoneon";

${comment("", `The class ${devClass}, as the device ${target} is one: written by \`bandoneon interface\`.`)}export const ${name} = {
  attributes: {
${members(attributes, remarks)}  },
  commands: {
${members(commands, commandRemarks)}  },
} as const satisfies DeviceInterface;`;
}

/** Whether the constant can be called so, the words of the language aside. */
export function isConstantName(name: string): boolean {
  return isIdentifier(name) && name !== "DeviceInterface";
}

/** A name for the constant: that of a class with what cannot stand in an identifier left out. */
export function interfaceName(devClass: string): string {
  const name = devClass.replace(
    /[^A-Za-z0-9]+(.)?/g,
    (_, next: string | undefined) => next?.toUpperCase() ?? "",
  );
  const capital = name.charAt(0).toUpperCase() + name.slice(1);
  return /^[A-Z]/.test(capital) && isConstantName(capital) ? capital : `Device${capital}`;
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(name);
}

function members(shapes: Readonly<Record<string, object>>, remarks: ReadonlyMap<string, string>): string {
  return Object.entries(shapes)
    .map(
      ([name, shape]) => `${comment("    ", remarks.get(name) ?? "")}    ${key(name)}: ${literal(shape)},\n`,
    )
    .join("");
}

/** As the key of an object; `__proto__` would be none by itself. */
function key(name: string): string {
  if (name === "__proto__") return `["${name}"]`;
  return isIdentifier(name) ? name : quoted(name);
}

/** Texts and lists of texts by their names, which are ours. */
function literal(shape: object): string {
  const parts = Object.entries(shape).map(
    ([name, value]) =>
      `${name}: ${Array.isArray(value) ? `[${value.map(quoted).join(", ")}]` : quoted(value)}`,
  );
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** As JSON, with what steers terminals, or the direction in which a source is shown, written as escapes. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** In one line. An @ at its begin would speak to the compiler. */
function comment(indent: string, remark: string): string {
  if (remark === "") return "";
  const text = printable(remark).replaceAll("*/", "* /").replace(/^\s*@/, "\\@");
  return `${indent}/** ${text} */\n`;
}

function attributeRemark({ name, label, description, unit }: AttributeInfoEx): string {
  const parts = [label === name ? "" : label, NOTHING.has(description) ? "" : description];
  if (!NOTHING.has(unit)) parts.push(`in ${unit}`);
  return parts.filter((part) => part !== "").join("; ");
}

function commandRemark({ inType, outType, inTypeDesc, outTypeDesc }: CommandInfo): string {
  const parts: string[] = [];
  if (inType !== "DevVoid" && !NOTHING.has(inTypeDesc)) parts.push(`takes: ${inTypeDesc}`);
  if (outType !== "DevVoid" && !NOTHING.has(outTypeDesc)) parts.push(`gives: ${outTypeDesc}`);
  return parts.join("; ");
}

/** What cppTango says where nothing is said. */
const NOTHING: ReadonlySet<string> = new Set([
  "",
  "No description",
  "No unit",
  "Not specified",
  "Uninitialised",
]);
