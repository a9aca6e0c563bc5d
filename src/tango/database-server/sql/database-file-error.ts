/** Where in a file something is wrong. */
export interface FilePlace {
  /** From 1 on. */
  readonly line: number;
  /** The statement or the object there, shortened. */
  readonly statement?: string;
}

/**
 * What should be imported is no database of Tango, or is damaged; nothing of it was imported. `message` says where and what to do, but
 * not the name of the file, which the reader does not know.
 */
export class DatabaseFileError extends Error {
  override readonly name = "DatabaseFileError";
  readonly code = "TANGO_DATABASE_FILE";
  /** The line of the file, from 1 on; undefined where it is about all of it. */
  readonly line: number | undefined;

  constructor(problem: string, place?: FilePlace, options?: ErrorOptions) {
    const statement = place?.statement === undefined ? "" : ` (in ${place.statement})`;
    super(place === undefined ? problem : `line ${place.line}: ${problem}${statement}`, options);
    this.line = place?.line;
  }
}
