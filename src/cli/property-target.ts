import { UsageError } from "./usage-error.ts";

/** Whose properties are meant. */
export type PropertyTarget =
  | { readonly kind: "device"; readonly device: string }
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "class"; readonly className: string }
  | { readonly kind: "classAttribute"; readonly className: string; readonly attribute: string }
  | { readonly kind: "free"; readonly object: string };

/** Reads whose properties are meant: DEVICE, DEVICE/ATTR, class:CLASS, class:CLASS/ATTR or free:OBJECT. */
export function parsePropertyTarget(text: string): PropertyTarget {
  const match = /^(class|free|object):(.*)$/i.exec(text);
  if (match === null) {
    // What stands in front of the name and behind it counts no fields.
    const path = text.replace(/^(tango:)?(\/\/)?[^/]*:\d+\//i, "").replace(/#.*$/, "");
    const fields = path.split("/").length;
    // A device has three fields or, by its alias, one; with an attribute one more.
    return fields === 4 || fields === 2
      ? { kind: "attribute", name: text }
      : { kind: "device", device: text };
  }
  const [, kind, name = ""] = match;
  if (name === "") throw new UsageError(`a name is missing behind ${text}`);
  if (kind!.toLowerCase() !== "class") return { kind: "free", object: name };
  const [className = "", attribute, more] = name.split("/");
  if (more !== undefined || className === "" || attribute === "") {
    throw new UsageError(`${text} is neither class:CLASS nor class:CLASS/ATTR`);
  }
  return attribute === undefined
    ? { kind: "class", className }
    : { kind: "classAttribute", className, attribute };
}
