import type { CmdArgType } from "../../value/cmd-arg-type.ts";
import { MultiAttribute } from "../attribute/multi-attribute.ts";
import { type AttributeSpec, defineAttribute } from "../definition/attribute-definition.ts";
import {
  type CommandSpecOf,
  defineCommand,
  type LooseCommandSpec,
} from "../definition/command-definition.ts";
import {
  addAttribute,
  addForwardedAttribute,
  type RemoveAttributeOptions,
  removeAttribute,
} from "../dynamic/dynamic-attributes.ts";
import {
  type AddCommandOptions,
  addCommand,
  type RemoveCommandOptions,
  removeCommand,
} from "../dynamic/dynamic-commands.ts";
import { defineForwarded, type ForwardedSpec, isForwarded } from "../forwarded/forwarded-definition.ts";
import { SERVED } from "./device-object.ts";
import { EventDevice } from "./event-device.ts";

/** What a device does with its attributes and commands as such: configures them, adds and removes some while it lives. */
export abstract class DynamicDevice extends EventDevice {
  /** Its attributes, with their configuration, set values and qualities. */
  getDeviceAttr(): MultiAttribute {
    return new MultiAttribute(this[SERVED]);
  }

  /**
   * Adds an attribute, with its configuration and its memorized value from the database. It does nothing where there is such an attribute
   * already. Rejects with API_AttrNotFound (as cppTango) where there is one of another type, format or access; a declaration that
   * contradicts itself is a TypeError. A forwarded attribute is there as soon as its root is found; the device is in ALARM until then.
   *
   * ```ts
   * await this.addAttribute({ name: "voltage", dtype: "DevDouble", unit: "V", read: () => this.measure() });
   * await this.addAttribute(forwarded({ name: "current", root: "lab/supply/1/current" }));
   * ```
   */
  addAttribute(spec: AttributeSpec<this> & { readonly name: string }): Promise<void>;
  addAttribute(spec: ForwardedSpec & { readonly name: string }): Promise<void>;
  addAttribute(spec: (AttributeSpec<this> | ForwardedSpec) & { readonly name: string }): Promise<void> {
    return isForwarded(spec)
      ? addForwardedAttribute(this[SERVED], defineForwarded(spec.name, spec))
      : addAttribute(this[SERVED], defineAttribute(spec.name, spec));
  }

  /**
   * Removes an attribute, with its properties in the database unless `cleanDb` is false. Rejects with API_AttrNotFound, and as the database does: it
   * has been removed then.
   */
  removeAttribute(name: string, options?: RemoveAttributeOptions): Promise<void> {
    return removeAttribute(this[SERVED], name, options);
  }

  /**
   * Adds a command to this device, or to all of its class where `deviceLevel` is false. It does nothing where there is such a command
   * already. Rejects with API_CommandNotFound (as cppTango) where there is one of other types.
   */
  addCommand<I extends CmdArgType = "DevVoid", O extends CmdArgType = "DevVoid">(
    spec: CommandSpecOf<I, O, this> & { readonly name: string },
    options?: AddCommandOptions,
  ): Promise<void> {
    return addCommand(this[SERVED], defineCommand(spec.name, spec as LooseCommandSpec), options);
  }

  /** Removes a command: one of the class from all its devices. Rejects with API_CommandNotFound. */
  removeCommand(name: string, options?: RemoveCommandOptions): Promise<void> {
    return removeCommand(this[SERVED], name, options);
  }
}
