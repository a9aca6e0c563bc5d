import type { LooseAttributeSpec } from "./attribute-definition.ts";
import type { LooseCommandSpec } from "./command-definition.ts";
import type { PipeSpec } from "./pipe-definition.ts";
import type { LoosePropertySpec } from "./property-definition.ts";

/** A member of a class, and what is said of it. */
export type Declaration<S> = readonly [member: string, spec: S];

/** What `@attribute` says of a member. */
export interface DecoratedAttributeSpec extends LooseAttributeSpec {
  /** The setter by which `write` writes: where the class has none of this name, the attribute is not written. */
  readonly setter?: PropertyKey;
}

/** What a class declares, in its order. */
export interface Declarations {
  readonly attributes: Declaration<DecoratedAttributeSpec>[];
  readonly commands: Declaration<LooseCommandSpec>[];
  // biome-ignore lint/suspicious/noExplicitAny: any device's pipes
  readonly pipes: Declaration<PipeSpec<any>>[];
  readonly deviceProperties: Declaration<LoosePropertySpec>[];
  readonly classProperties: Declaration<LoosePropertySpec>[];
}

/** Declarations with nothing in them. */
function noDeclarations(): Declarations {
  return { attributes: [], commands: [], pipes: [], deviceProperties: [], classProperties: [] };
}

/**
 * Where decorators leave what they declare: in the metadata of the class (ECMAScript proposal "decorator metadata"), which compilers hand
 * to every decorator and put on the class under `Symbol.metadata`. No engine has that symbol yet, so it is defined here, as
 * TypeScript's documentation says to; it must be in place before a class is compiled, which is why this is done on import.
 */
const METADATA: symbol = metadataSymbol();

function metadataSymbol(): symbol {
  const holder = Symbol as { metadata?: symbol };
  holder.metadata ??= Symbol.for("Symbol.metadata");
  return holder.metadata;
}

/** The declarations of a class, from inside a decorator: to be added to. */
export function declarationsIn(metadata: object | undefined): Declarations {
  if (metadata === undefined) {
    throw new TypeError(
      "decorators of devices need the metadata of classes: import bandoneon before the class is defined, by a compiler that knows decorator metadata (TypeScript from 5.2 on, esbuild)",
    );
  }
  const own = metadata as { [DECLARATIONS]?: Declarations };
  if (!Object.hasOwn(own, DECLARATIONS)) own[DECLARATIONS] = noDeclarations();
  return own[DECLARATIONS]!;
}

/** What the decorators of a class declared, those of its base classes apart. */
export function declaredBy(deviceClass: object): Declarations {
  if (!Object.hasOwn(deviceClass, METADATA)) return noDeclarations();
  const metadata = (deviceClass as Record<symbol, object | null>)[METADATA];
  if (metadata === null || metadata === undefined || !Object.hasOwn(metadata, DECLARATIONS)) {
    return noDeclarations();
  }
  return (metadata as { [DECLARATIONS]: Declarations })[DECLARATIONS];
}

const DECLARATIONS: unique symbol = Symbol.for("bandoneon.device-declarations") as never;
