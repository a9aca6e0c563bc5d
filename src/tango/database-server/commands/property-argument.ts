import { databaseError } from "./database-command.ts";

/** How many texts a command takes, and its error where it is given fewer. */
export interface ArgumentCount {
  readonly least: number;
  /** Whether more are an error too, instead of being ignored; not by default. */
  readonly exactly?: boolean;
  readonly desc: string;
  readonly origin: string;
}

/** Throws DB_IncorrectArguments where a command is given too few texts, or too many. */
export function checkCount(
  argument: readonly string[],
  { least, exactly, desc, origin }: ArgumentCount,
): void {
  if (argument.length < least || (exactly && argument.length > least))
    throw databaseError("DB_IncorrectArguments", desc, origin);
}

/** The texts of an argument, one after the other. */
export class PropertyArgument {
  readonly #texts: readonly string[];
  readonly #origin: string;
  #position = 0;

  constructor(texts: readonly string[], origin: string) {
    this.#texts = texts;
    this.#origin = origin;
  }

  /** The next text; `what` names it in the error DB_IncorrectArguments where there is none. */
  text(what: string): string {
    const text = this.#texts[this.#position++];
    if (text !== undefined) return text;
    const given = this.#texts.length;
    throw this.#incorrect(`incorrect no. of input arguments, ${what} is missing after the ${given} given`);
  }

  /**
   * The next text as the number of what follows, of at least `size` texts each. Throws DB_ParseStringError where it does not begin with a number,
   * as the real one since Tango 10, and DB_IncorrectArguments where that is negative or more than there can be.
   */
  count(what: string, size: number): number {
    const text = this.text(what);
    const digits = /^\s*([+-]?\d+)/.exec(text)?.[1];
    if (digits === undefined)
      throw databaseError("DB_ParseStringError", "Could not parse string to number", "DataBase::ParseString");
    const count = Number(digits);
    const remain = this.#texts.length - this.#position;
    if (count >= 0 && count * size <= remain) return count;
    throw this.#incorrect(
      `incorrect no. of input arguments, ${what} is ${digits}, but ${remain} texts follow`,
    );
  }

  #incorrect(desc: string): Error {
    return databaseError("DB_IncorrectArguments", desc, this.#origin);
  }
}
