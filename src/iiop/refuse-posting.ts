/**
 * Makes `postMessage` and `structuredClone` of `object` throw, at the sender, an error that says what to do instead. Without it the
 * receiver would get a lifeless copy: the structured clone algorithm drops methods and private members without a word. It does
 * read enumerable properties, and refuses symbols by a DataCloneError that shows their text. JSON leaves symbols out, so the
 * object can still be logged.
 */
export function refusePosting(object: object, describe: () => string): void {
  Object.defineProperty(object, "notTransferable", {
    enumerable: true,
    get() {
      return Symbol(describe());
    },
  });
}
