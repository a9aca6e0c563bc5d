/**
 * A text of a rule as it is compared: as by the collation of the tables of a real database, the case of letters does not matter, nor do blanks
 * at the end.
 */
export function comparable(text: string): string {
  return text.toLowerCase().replace(/ +$/, "");
}

/** The order of texts in lists: that of what is compared. */
export function compareRuleTexts(a: string, b: string): number {
  const first = comparable(a);
  const second = comparable(b);
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
