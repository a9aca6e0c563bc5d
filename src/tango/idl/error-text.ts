import { type CodeSet, ISO_8859_1 } from "../../giop/cdr/code-set.ts";
import type { Codec } from "../../giop/idl/codec.ts";
import { string } from "../../giop/idl/string.ts";
import { fromUtf8Bytes, isSendable, toUtf8Bytes } from "../value/utf8-text.ts";

/**
 * A text of an error: an IDL `string` that always gets through, since nobody would learn of the error otherwise. What ISO 8859-1 does not
 * have goes as the bytes of its UTF-8, as from PyTango, and a NUL is left out.
 */
export const errorText: Codec<string> = {
  ...string,
  encode(writer, text) {
    writer.string(isSendable(text) ? text : sendable(text, writer.format.charCodeSet));
  },
  decode: (reader) => fromUtf8Bytes(string.decode(reader)),
};

function sendable(text: string, codeSet: CodeSet): string {
  const withoutNul = text.replaceAll("\0", "");
  return codeSet === ISO_8859_1 && !isSendable(withoutNul) ? toUtf8Bytes(withoutNul) : withoutNul;
}
