import { type CodeSet, charCodeSet, ISO_8859_1, UTF_8, UTF_16_ID } from "../cdr/code-set.ts";
import type { CodeSetComponent, CodeSetComponentInfo } from "../ior/tagged-component.ts";
import { codeSetsContext, type ServiceContext } from "../message/service-context.ts";

/** The code sets a client sends in on one connection. */
export interface TransmissionCodeSets {
  /** For `char` and `string`. */
  readonly char: CodeSet;
  /** For `wchar` and `wstring`, as an OSF id; 0 where the server takes none. */
  readonly wcharId: number;
  /** What tells the server so in the first request; null where it asked for nothing. */
  readonly context: ServiceContext | null;
}

/** What we can convert, as our own references publish it: ISO-8859-1 and UTF-8 text, UTF-16 wide text; as omniORB. */
export const NATIVE_CODE_SETS: CodeSetComponentInfo = {
  char: { native: ISO_8859_1.id, conversions: [UTF_8.id] },
  wchar: { native: UTF_16_ID, conversions: [UTF_16_ID] },
};

/** What is spoken where a reference says nothing of code sets: ISO-8859-1, and UTF-16 unchecked. */
export const DEFAULT_CODE_SETS: TransmissionCodeSets = {
  char: ISO_8859_1,
  wcharId: UTF_16_ID,
  context: null,
};

/**
 * Chooses the code sets for a connection to the server whose reference has this component (CORBA 3.4 Part 2 §7.10.2.6):
 * our own native set where the server takes it, else one that both can convert, else the specification's fall-back,
 * UTF-8 and UTF-16, that every ORB must take.
 */
export function negotiateCodeSets(info: CodeSetComponentInfo | undefined): TransmissionCodeSets {
  if (info === undefined) return DEFAULT_CODE_SETS;
  const char = charCodeSet(chooseCodeSet(NATIVE_CODE_SETS.char, info.char, UTF_8.id)) ?? UTF_8;
  const wcharId = info.wchar.native === 0 ? 0 : UTF_16_ID;
  return { char, wcharId, context: codeSetsContext(char.id, wcharId) };
}

function chooseCodeSet(client: CodeSetComponent, server: CodeSetComponent, fallback: number): number {
  if (client.native === server.native) return client.native;
  if (client.conversions.includes(server.native)) return server.native;
  if (server.conversions.includes(client.native)) return client.native;
  return server.conversions.find((id) => client.conversions.includes(id)) ?? fallback;
}
