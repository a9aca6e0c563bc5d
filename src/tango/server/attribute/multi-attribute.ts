import { devError } from "../../error/dev-error.ts";
import { DevFailed } from "../../error/dev-failed.ts";
import type { ServedDevice } from "../served-device.ts";
import { ServedAttribute } from "./served-attribute.ts";

/** The attributes of a device, for the code of the device (PyTango's MultiAttribute). Names are looked up whatever their case. */
export class MultiAttribute {
  readonly #served: ServedDevice;

  /** For the library: a device gets it from `getDeviceAttr()`. */
  constructor(served: ServedDevice) {
    this.#served = served;
  }

  /** The attribute of this name. Throws API_AttrNotFound. */
  getAttrByName(name: string): ServedAttribute {
    return new ServedAttribute(this.#served, this.#served.attributes.get(name));
  }

  /** The attribute of this name, which can be written. Throws API_AttrNotFound for one that is not there, or cannot. */
  getWAttrByName(name: string): ServedAttribute {
    const attribute = this.#served.attributes.find(name);
    if (attribute?.isWritable) return new ServedAttribute(this.#served, attribute);
    const desc = `${name} writable attribute not found`;
    throw new DevFailed([devError("API_AttrNotFound", desc, "MultiAttribute.getWAttrByName")]);
  }

  /** All of them, State and Status last. */
  getAttributeList(): ServedAttribute[] {
    return Array.from(this.#served.attributes, (attribute) => new ServedAttribute(this.#served, attribute));
  }

  /** How many there are, State and Status with them. */
  getAttrNb(): number {
    return this.#served.attributes.size;
  }
}
