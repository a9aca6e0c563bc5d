import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import { checkName } from "../../error/wrong-argument.ts";
import type { Attribute } from "./attribute.ts";

/** The attributes of one device in their order; State and Status, which every device has, always come last. Found ignoring case. */
export class AttributeList implements Iterable<Attribute> {
  readonly #own = new Map<string, Attribute>();
  readonly #common: ReadonlyMap<string, Attribute>;

  constructor(common: readonly Attribute[]) {
    this.#common = new Map(common.map((attribute) => [attribute.key, attribute]));
  }

  /** How many there are. */
  get size(): number {
    return this.#own.size + this.#common.size;
  }

  /** The attribute of that name. */
  find(name: string): Attribute | undefined {
    // Most clients use the very spelling: do without another string where it is in lower case already.
    return this.#own.get(name) ?? this.#common.get(name) ?? this.#findKey(name.toLowerCase());
  }

  #findKey(key: string): Attribute | undefined {
    return this.#own.get(key) ?? this.#common.get(key);
  }

  /** The attribute of that name. Throws API_AttrNotFound where there is none, and WrongData API_InvalidArgs for what is no text. */
  get(name: string): Attribute {
    checkName("attribute", name);
    const attribute = this.find(name);
    if (attribute !== undefined) return attribute;
    throw new DevFailed([devError("API_AttrNotFound", `${name} attribute not found`, "AttributeList.get")]);
  }

  /** Adds one before State and Status. */
  add(attribute: Attribute): void {
    this.#own.set(attribute.key, attribute);
  }

  /** False where there was none of that name, or it is one that every device has. */
  remove(name: string): boolean {
    return this.#own.delete(name.toLowerCase());
  }

  /** Whether it is State or Status. */
  isCommon(attribute: Attribute): boolean {
    return this.#common.get(attribute.key) === attribute;
  }

  *[Symbol.iterator](): Generator<Attribute> {
    yield* this.#own.values();
    yield* this.#common.values();
  }
}
