import type { InputOf } from "../../../giop/idl/codec.ts";
import type { InvocationContext } from "../../../iiop/invocation-context.ts";
import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type {
  AttributeConfig,
  AttributeConfig_2,
  AttributeConfig_3,
  AttributeConfig_5,
} from "../../idl/attribute-config.ts";
import type { ClntIdent } from "../../idl/client-identity.ts";
import type { Attribute } from "../attribute/attribute.ts";
import {
  attributeConfigOf1,
  attributeConfigOf2,
  attributeConfigOf3,
  attributeConfigOf5,
  requestFrom1,
  requestFrom3,
  requestFrom5,
} from "../attribute/attribute-config-versions.ts";
import type { AttributeSettings } from "../attribute/attribute-settings.ts";
import { configureAttribute, configureInTurn } from "../attribute/configure-attribute.ts";
import { type Awaitable, andThen } from "../awaitable.ts";
import { configureForwarded, hasForwarded, refreshForwarded } from "../forwarded/configure-forwarded.ts";
import { AttributeOperations } from "./attribute-operations.ts";

/** The operations that tell and change how attributes are configured. */
export class ConfigurationOperations extends AttributeOperations {
  get_attribute_config(
    names: string[],
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeConfig>[]> {
    return this.answer(context, null, undefined, () =>
      this.#told(() => this.#oldNamed(names).map(attributeConfigOf1)),
    );
  }

  get_attribute_config_2(
    names: string[],
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeConfig_2>[]> {
    return this.answer(context, null, undefined, () =>
      this.#told(() => this.#oldNamed(names).map(attributeConfigOf2)),
    );
  }

  get_attribute_config_3(
    names: string[],
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeConfig_3>[]> {
    return this.answer(context, null, undefined, () =>
      this.#told(() => this.#named(names).map(attributeConfigOf3)),
    );
  }

  get_attribute_config_5(
    names: string[],
    context: InvocationContext,
  ): Awaitable<InputOf<typeof AttributeConfig_5>[]> {
    return this.answer(context, null, undefined, () =>
      this.#told(() => this.#named(names).map(attributeConfigOf5)),
    );
  }

  set_attribute_config(configs: AttributeConfig[], context: InvocationContext): Awaitable<void> {
    return this.answer(context, null, undefined, () =>
      this.#configure(configs, (config, attribute) => {
        if (this.served.attributes.isCommon(attribute)) throw notForCommon();
        return requestFrom1(config, attribute);
      }),
    );
  }

  set_attribute_config_3(configs: AttributeConfig_3[], context: InvocationContext): Awaitable<void> {
    return this.answer(context, null, undefined, () => this.#configure(configs, requestFrom3));
  }

  set_attribute_config_4(
    configs: AttributeConfig_3[],
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<void> {
    return this.answer(context, identity, undefined, () => this.#configure(configs, requestFrom3));
  }

  set_attribute_config_5(
    configs: AttributeConfig_5[],
    identity: ClntIdent,
    context: InvocationContext,
  ): Awaitable<void> {
    return this.answer(context, identity, undefined, () => this.#configure(configs, requestFrom5));
  }

  /** What clients are told, after the roots of forwarded attributes were asked. */
  #told<T>(tell: () => T): Awaitable<T> {
    return hasForwarded(this.served) ? andThen(refreshForwarded(this.served), tell) : tell();
  }

  /** Those that were asked for. Throws API_AttrNotFound. */
  #named(names: readonly string[]): readonly Attribute[] {
    const { attributes } = this.served;
    if (names.length === 1 && names[0] === ALL_ATTRIBUTES_3) return [...attributes];
    return names.map((name) => attributes.get(name));
  }

  /** The same for clients of IDL 1 and 2, which have a word for all but State and Status, that they do not know as attributes. */
  #oldNamed(names: readonly string[]): readonly Attribute[] {
    if (names.length !== 1 || names[0] !== ALL_ATTRIBUTES) return this.#named(names);
    const { attributes } = this.served;
    return [...attributes].filter((attribute) => !attributes.isCommon(attribute));
  }

  #configure<C extends { readonly name: string }>(
    configs: readonly C[],
    requestFrom: (config: C, attribute: Attribute) => Partial<AttributeSettings>,
  ): Awaitable<void> {
    const { served } = this;
    return served.monitor.run("configuration of attributes", () =>
      configureInTurn(configs.length, (i) => {
        const attribute = served.attributes.get(configs[i]!.name);
        const request = requestFrom(configs[i]!, attribute);
        return attribute.root === null
          ? configureAttribute(served, attribute, request, false)
          : configureForwarded(served, attribute, request);
      }),
    );
  }
}

function notForCommon(): DevFailed {
  const desc = "Cannot set config for attribute state or status";
  return new DevFailed([devError("API_AttrNotFound", desc, "set_attribute_config")]);
}

/** As cppTango's AllAttr and AllAttr_3. */
const ALL_ATTRIBUTES = "All attributes";
const ALL_ATTRIBUTES_3 = "All attributes_3";
