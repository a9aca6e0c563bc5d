/**
 * Bytes that do not decode, or a value that does not encode (CORBA `MARSHAL`).
 *
 * `path` names the member at fault from the outside in (`errors[0].reason`), `offset` is the position in bytes
 * from the start of the message or encapsulation at which it was noticed (-1 when not known).
 */
export class MarshalError extends Error {
  override readonly name: string = "MarshalError";
  readonly code = "GIOP_MARSHAL";
  readonly problem: string;
  readonly offset: number;
  #path = "";

  constructor(problem: string, offset = -1, options?: ErrorOptions) {
    super(problem, options);
    this.problem = problem;
    this.offset = offset;
    this.message = this.#describe();
  }

  get path(): string {
    return this.#path;
  }

  /** Adds the enclosing member to the path: a name, or an index within a sequence or array. */
  within(member: string | number): this {
    const step = typeof member === "number" ? `[${member}]` : member;
    const separator = this.#path === "" || this.#path.startsWith("[") ? "" : ".";
    this.#path = `${step}${separator}${this.#path}`;
    this.message = this.#describe();
    return this;
  }

  #describe(): string {
    const where = this.#path === "" ? "" : `${this.#path}: `;
    return `${where}${this.problem}${this.offset < 0 ? "" : ` (at byte ${this.offset})`}`;
  }
}

/** Adds `member` to the path of a MarshalError on its way out; any other error passes unchanged. */
export function errorWithin(error: unknown, member: string | number): unknown {
  return error instanceof MarshalError ? error.within(member) : error;
}
