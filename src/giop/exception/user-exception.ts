/**
 * An exception that an interface declares (`raises`): its repository id and its members, named and typed as in the IDL.
 * `instanceof UserException` holds across copies of this module; a subclass is recognised in the ordinary way.
 */
export class UserException<M extends object = Readonly<Record<string, unknown>>> extends Error {
  override readonly name: string = "UserException";
  readonly code: string = "CORBA_USER_EXCEPTION";
  readonly repositoryId: string;
  readonly members: M;

  constructor(repositoryId: string, members: M = {} as M, options: UserExceptionOptions = {}) {
    super(options.message ?? repositoryId, "cause" in options ? { cause: options.cause } : undefined);
    this.repositoryId = repositoryId;
    this.members = members;
    Object.defineProperty(this, BRAND, { value: true });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: subclasses inherit this and must not match by the brand
    return this === UserException ? isBranded(value) : super[Symbol.hasInstance](value);
  }
}

/** What else is known of a user exception. */
export interface UserExceptionOptions {
  /** The Error's message; the repository id unless given. */
  readonly message?: string;
  readonly cause?: unknown;
}

function isBranded(value: unknown): boolean {
  return typeof value === "object" && value !== null && BRAND in value;
}

const BRAND: unique symbol = Symbol.for("bandoneon.UserException") as never;
