// A Tango string is bytes; on the wire each is a character of ISO 8859-1 (omniORB's native code set, without negotiation). Values of
// attributes and commands are taken as such, as in PyTango. What passes through std::string in PyTango - properties, names,
// the texts of a configuration - holds UTF-8 in those bytes, which is what the MariaDB behind the database insists on.

/** The text whose UTF-8 stands in the characters of `received`, one byte each; `received` itself where that is no UTF-8. */
export function fromUtf8Bytes(received: string): string {
  if (isAscii(received)) return received;
  try {
    return DECODER.decode(Buffer.from(received, "latin1"));
  } catch {
    return received;
  }
}

/** A text as characters that stand for one byte of its UTF-8 each. */
export function toUtf8Bytes(text: string): string {
  return isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1");
}

/** Whether a text can be sent as it is: all its characters are of ISO 8859-1, and none is NUL, which ends a string. */
export function isSendable(text: string): boolean {
  return !/[\0\u0100-\uffff]/.test(text);
}

/** A loop: a regular expression would take memory for each text, of which a hostile message may have hundreds of thousands. */
function isAscii(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0x7f) return false;
  return true;
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
