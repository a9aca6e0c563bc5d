import { DEFAULT_LIMITS } from "../../giop/cdr/limits.ts";
import { devError } from "../error/dev-error.ts";
import { DevFailed } from "../error/dev-failed.ts";
import { WrongData } from "../error/dev-failed-classes.ts";
import type { AttrValUnion, AttrValUnionInput } from "../idl/attr-val-union.ts";
import type { DevPipeBlob, DevPipeData, DevPipeDataElt, DevPipeDataEltInput } from "../idl/pipe-data.ts";
import { ELEMENT_TYPES, elementsToWire, elementToWire, show, TYPE_OF_MEMBER } from "./element-type.ts";
import { encodedFromWire } from "./encoded.ts";
import type {
  DevicePipe,
  PipeBlob,
  PipeBlobInput,
  PipeElement,
  PipeElementInput,
  PipeElementType,
} from "./pipe-blob.ts";
import { pipeElementShape, pipeElementType, typeOfPipeValue } from "./pipe-element-type.ts";
import { timeFromWire } from "./time-val.ts";

/** What a DevPipeBlob is encoded from. */
export interface DevPipeBlobInput {
  readonly name: string;
  readonly blob_data: readonly DevPipeDataEltInput[];
}

/**
 * The DevPipeBlob that carries a blob through the pipe of that name. Throws WrongData: API_PipeDuplicateDEName for elements with the same
 * name whatever its case, API_PipeWrongArg for what is no blob, for a value that is not of its type or does not tell it, and for blobs that
 * nest deeper than readers here let them (100 levels).
 */
export function encodePipeBlob(pipe: string, blob: PipeBlobInput): DevPipeBlobInput {
  const { name, elements } = checkedBlob(pipe, blob);
  return { name, blob_data: encodeElements(pipe, elements, 1) };
}

/** The blob in a DevPipeBlob of the wire. Its arrays may be views of the message it came in. */
export function decodePipeBlob({ name, blob_data }: DevPipeBlob): PipeBlob {
  return { name, elements: blob_data.map(decodeElement) };
}

/** What a pipe gave, from the wire. */
export function devicePipeFromWire({ name, time, data_blob }: DevPipeData): DevicePipe {
  return { name, time: timeFromWire(time), blob: decodePipeBlob(data_blob) };
}

/** The value of an element by its name, whatever the case. Throws API_PipeDataEltNotFound where there is none of that name. */
export function pipeValue(blob: PipeBlob, name: string): PipeElement["value"] {
  const key = name.toLowerCase();
  const element = blob.elements.find((one) => one.name.toLowerCase() === key);
  if (element !== undefined) return element.value;
  const desc = `Can't get data element with name ${name}`;
  throw new DevFailed([devError("API_PipeDataEltNotFound", desc, "pipeValue()")]);
}

/** `where` is the pipe, and the elements that lead to these ones, with a slash between them; they are `depth` blobs deep. */
function encodeElements(
  where: string,
  elements: readonly PipeElementInput[],
  depth: number,
): DevPipeDataEltInput[] {
  // A blob may contain itself.
  if (depth > maxDepth) throw wrongValue(where, `blobs nest deeper than ${maxDepth} levels`);
  refuseDuplicates(elements.map((element) => nameOf(where, element)));
  return elements.map((element) => encodeElement(`${where}/${element.name}`, element, depth));
}

function encodeElement(
  where: string,
  { name, type, value }: PipeElementInput,
  depth: number,
): DevPipeDataEltInput {
  const known: PipeElementType | undefined = type ?? typeOfPipeValue(value);
  if (known === undefined) throw wrongValue(where, `${show(value)} does not tell its type: give it`);
  if (known === "DevPipeBlob") {
    const inner = checkedBlob(where, value as PipeBlobInput);
    const inner_blob = encodeElements(where, inner.elements, depth + 1);
    return { name, value: NO_VALUE, inner_blob, inner_blob_name: inner.name };
  }
  const shape = pipeElementShape(known);
  if (shape === undefined) throw wrongValue(where, `there is no type ${show(known)} for elements of pipes`);
  const elementType = ELEMENT_TYPES[shape.scalar];
  const wrong = (problem: string) => wrongValue(`${where} (${known})`, problem);
  const values = shape.isArray
    ? elementsToWire(elementType, value, wrong)
    : [elementToWire(elementType, value, wrong)];
  return {
    name,
    value: { kind: elementType.member, value: values } as AttrValUnionInput,
    inner_blob: [],
    inner_blob_name: shape.isArray ? ARRAY : SCALAR,
  };
}

function decodeElement({ name, value, inner_blob, inner_blob_name }: DevPipeDataElt): PipeElement {
  if (inner_blob.length > 0 || value.kind === null || value.kind === "union_no_data") {
    const blob = { name: inner_blob_name, elements: inner_blob.map(decodeElement) };
    return { name, type: "DevPipeBlob", value: blob };
  }
  const scalar = TYPE_OF_MEMBER[value.kind] as Exclude<
    (typeof TYPE_OF_MEMBER)[typeof value.kind],
    "DevEnum" | "Unknown"
  >;
  const values = valuesOf(value);
  // One that says it is a scalar and holds several is shown with all of them.
  const isArray = inner_blob_name !== SCALAR || values.length !== 1;
  const type = pipeElementType(scalar, isArray);
  return { name, type, value: isArray ? values : values[0] } as PipeElement;
}

function valuesOf({ kind, value }: Exclude<AttrValUnion, { kind: null }>): ArrayLike<unknown> {
  if (kind === "encoded_att_value") return value.map(encodedFromWire);
  if (kind === "dev_state_att" || kind === "union_no_data") return [value];
  return value;
}

function checkedBlob(where: string, blob: PipeBlobInput): Required<PipeBlobInput> {
  if (typeof blob === "object" && blob !== null && Array.isArray(blob.elements)) {
    const { name = "", elements } = blob;
    if (typeof name === "string") return { name, elements };
  }
  throw wrongValue(where, `${show(blob)} is not { name, elements: [{ name, type, value }] }`);
}

function nameOf(where: string, element: PipeElementInput): string {
  if (typeof element === "object" && element !== null && typeof element.name === "string")
    return element.name;
  throw wrongValue(where, `${show(element)} is no element { name, type, value }`);
}

/** The text is that of cppTango, DevicePipeBlob::set_data_elt_names. */
function refuseDuplicates(names: readonly string[]): void {
  const sorted = names.map((name) => name.toLowerCase()).sort();
  const duplicates = sorted.filter((name, i) => name === sorted[i + 1]);
  if (duplicates.length === 0) return;
  const desc = `Several times the same data element name in provided vector: ${duplicates.join(", ")}`;
  throw new WrongData([devError("API_PipeDuplicateDEName", desc, ENCODE)]);
}

function wrongValue(where: string, problem: string): WrongData {
  return new WrongData([
    devError("API_PipeWrongArg", `Incompatible value for pipe ${where}: ${problem}`, ENCODE),
  ]);
}

/** What elements with values have in the place of the name of a blob (cppTango, tango_const.h). */
const SCALAR = "Scalar";
const ARRAY = "Array";

const { maxDepth } = DEFAULT_LIMITS;

const NO_VALUE: AttrValUnionInput = { kind: "union_no_data", value: true };

const ENCODE = "encodePipeBlob()";
