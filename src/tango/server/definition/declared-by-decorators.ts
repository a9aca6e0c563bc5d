import { type DefinitionTable, emptyTable } from "./definition-table.ts";

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

/** The table that the decorators of a class fill, from inside a decorator. */
export function declarations(metadata: object | undefined): DefinitionTable {
  if (metadata === undefined) {
    throw new TypeError(
      "decorators of devices need the metadata of classes: import bandoneon before the class is defined",
    );
  }
  const own = metadata as { [TABLE]?: DefinitionTable };
  if (!Object.hasOwn(own, TABLE)) own[TABLE] = emptyTable();
  return own[TABLE]!;
}

/** What the decorators of a class declared, those of its base classes apart; undefined for none. */
export function declaredBy(deviceClass: object): DefinitionTable | undefined {
  if (!Object.hasOwn(deviceClass, METADATA)) return undefined;
  const metadata = (deviceClass as Record<symbol, object | null>)[METADATA];
  if (metadata === null || metadata === undefined || !Object.hasOwn(metadata, TABLE)) return undefined;
  return (metadata as { [TABLE]?: DefinitionTable })[TABLE];
}

const TABLE: unique symbol = Symbol.for("bandoneon.device-definitions") as never;
