/**
 * A text with the letters A to Z in lower case, as the real database gives some names back. Others stay: texts are octets here, and those of
 * UTF-8 would be other characters.
 */
export function asciiLowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
