import {
  attributeProperties,
  deleteProperties,
  newOwner,
  propertyValues,
  putAttributeProperties,
  putProperties,
  ServerContents,
} from "../../database/file/server-contents.ts";
import type {
  AttributeProperties,
  AttributePropertyInputs,
  PropertyInputs,
  PropertyValues,
} from "../../database/property-value.ts";
import type { ServerIdentity } from "../../naming/server-identity.ts";
import type { ServerDatabase } from "./server-database.ts";

/**
 * A database that a server holds in its memory as a whole, and alone: it says to nobody that devices run. Classes that extend it say where
 * its contents come from, and what becomes of changes.
 */
export class StoredServerDatabase implements ServerDatabase {
  readonly kind: "file" | "memory" = "memory";
  protected contents = new ServerContents();

  /** Settles when a change of the contents is as safe as it gets. */
  protected changed(): Promise<void> {
    return Promise.resolve();
  }

  async open(_server: ServerIdentity): Promise<void> {}

  endStartup(): void {}

  close(): Promise<void> {
    return Promise.resolve();
  }

  async classNames(): Promise<readonly string[]> {
    return this.contents.devicesOfClass.names();
  }

  async deviceNames(className: string): Promise<readonly string[]> {
    return [...(this.contents.devicesOfClass.get(className) ?? [])];
  }

  async classProperties(className: string, names: readonly string[]): Promise<PropertyValues> {
    return propertyValues(this.contents.classes.get(className)?.properties, names);
  }

  async deviceProperties(device: string, names: readonly string[]): Promise<PropertyValues> {
    return propertyValues(this.contents.devices.get(device)?.properties, names);
  }

  async freeProperties(object: string, names: readonly string[]): Promise<PropertyValues> {
    return propertyValues(this.contents.freeObjects.get(object)?.properties, names);
  }

  async classAttributeProperties(
    className: string,
    attributes: readonly string[],
  ): Promise<AttributeProperties> {
    return attributeProperties(this.contents.classes.get(className)?.attributes, attributes);
  }

  async deviceAttributeProperties(
    device: string,
    attributes: readonly string[],
  ): Promise<AttributeProperties> {
    return attributeProperties(this.contents.devices.get(device)?.attributes, attributes);
  }

  async classPipeProperties(className: string, pipes: readonly string[]): Promise<AttributeProperties> {
    return attributeProperties(this.contents.classes.get(className)?.pipes, pipes);
  }

  async devicePipeProperties(device: string, pipes: readonly string[]): Promise<AttributeProperties> {
    return attributeProperties(this.contents.devices.get(device)?.pipes, pipes);
  }

  async putClassProperties(className: string, properties: PropertyInputs): Promise<void> {
    putProperties(this.contents.classes.getOrMake(className, newOwner).properties, properties);
    await this.changed();
  }

  async putDeviceProperties(device: string, properties: PropertyInputs): Promise<void> {
    putProperties(this.contents.devices.getOrMake(device, newOwner).properties, properties);
    await this.changed();
  }

  async deleteDeviceProperties(device: string, names: readonly string[]): Promise<void> {
    deleteProperties(this.contents.devices.get(device)?.properties, names);
    await this.changed();
  }

  async putDeviceAttributeProperties(device: string, properties: AttributePropertyInputs): Promise<void> {
    putAttributeProperties(this.contents.devices.getOrMake(device, newOwner).attributes, properties);
    await this.changed();
  }

  async deleteDeviceAttributeProperties(
    device: string,
    attribute: string,
    names: readonly string[],
  ): Promise<void> {
    deleteProperties(this.contents.devices.get(device)?.attributes.get(attribute), names);
    await this.changed();
  }

  async putDevicePipeProperties(device: string, properties: AttributePropertyInputs): Promise<void> {
    putAttributeProperties(this.contents.devices.getOrMake(device, newOwner).pipes, properties);
    await this.changed();
  }

  async deleteDevicePipeProperties(device: string, pipe: string, names: readonly string[]): Promise<void> {
    deleteProperties(this.contents.devices.get(device)?.pipes.get(pipe), names);
    await this.changed();
  }

  runningAdminDevice(): Promise<null> {
    return Promise.resolve(null);
  }

  async exportDevice(): Promise<void> {}

  async unexportDevice(): Promise<void> {}

  async unexportServer(): Promise<void> {}

  async addDevice(device: string, className: string): Promise<void> {
    this.contents.addDevice(device, className);
    await this.changed();
  }

  async deleteDevice(device: string): Promise<void> {
    this.contents.deleteDevice(device);
    await this.changed();
  }
}
