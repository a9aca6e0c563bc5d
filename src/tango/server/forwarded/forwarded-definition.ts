/** How a forwarded attribute is declared. */
export interface ForwardedOptions {
  /** The name for clients; that of the member unless given. */
  readonly name?: string;
  /**
   * The attribute that it stands for, `[tango://host:port/]domain/family/member/attribute`. Unless given, the attribute's property
   * `__root_att` in the database says which.
   */
  readonly root?: string;
  /** What users see as its name: the only setting that is its own. The name unless given. */
  readonly label?: string;
}

/** A forwarded attribute in the static table of attributes: made by `forwarded`. */
export interface ForwardedSpec extends ForwardedOptions {
  readonly forwarded: true;
}

/** A declared forwarded attribute with everything decided. */
export interface ForwardedDefinition {
  readonly name: string;
  readonly root: string | undefined;
  readonly label: string | undefined;
}

/**
 * Declares an attribute that stands for an attribute of another device, its root: with its type, values and configuration.
 *
 * ```ts
 * static readonly attributes = { current: forwarded(), voltage: forwarded({ root: "lab/supply/1/voltage" }) };
 * ```
 */
export function forwarded<O extends ForwardedOptions = ForwardedOptions>(options?: O): ForwardedSpec & O;
export function forwarded(options: ForwardedOptions = {}): ForwardedSpec {
  return { ...options, forwarded: true };
}

/** Whether an entry of a table of attributes declares a forwarded one. */
export function isForwarded(spec: object): spec is ForwardedSpec {
  return "forwarded" in spec && spec.forwarded === true;
}

/** Decides what a declaration leaves open. */
export function defineForwarded(member: string, { name, root, label }: ForwardedSpec): ForwardedDefinition {
  return { name: name ?? member, root, label };
}
