import type { PropertyTableName } from "../tables/property-row.ts";

/** What can have properties, with what the commands for it do differently. */
export interface PropertyKind {
  readonly table: PropertyTableName;
  /** What has the properties, or has members that do. */
  readonly owner: "device" | "class" | "object";
  /** What has the properties where it is not the owner itself. */
  readonly member: "attribute" | "pipe" | null;
  /** What stands for any characters in the names that are asked for: the real database escapes `%` in some of its questions only. */
  readonly wildcard: "*" | "%";
  /** Whether " " stands for the value of a property that is not there. */
  readonly placeholder: boolean;
}

export const DEVICE: PropertyKind = {
  table: "property_device",
  owner: "device",
  member: null,
  wildcard: "*",
  placeholder: true,
};

export const CLASS: PropertyKind = {
  table: "property_class",
  owner: "class",
  member: null,
  wildcard: "%",
  placeholder: false,
};

/** Free objects: names with properties that belong to nothing else. */
export const OBJECT: PropertyKind = {
  table: "property",
  owner: "object",
  member: null,
  wildcard: "*",
  placeholder: true,
};

export const DEVICE_ATTRIBUTE: PropertyKind = {
  table: "property_attribute_device",
  owner: "device",
  member: "attribute",
  wildcard: "%",
  placeholder: false,
};

export const CLASS_ATTRIBUTE: PropertyKind = {
  table: "property_attribute_class",
  owner: "class",
  member: "attribute",
  wildcard: "%",
  placeholder: false,
};

export const DEVICE_PIPE: PropertyKind = {
  table: "property_pipe_device",
  owner: "device",
  member: "pipe",
  wildcard: "%",
  placeholder: false,
};

export const CLASS_PIPE: PropertyKind = {
  table: "property_pipe_class",
  owner: "class",
  member: "pipe",
  wildcard: "%",
  placeholder: false,
};
