import { POLLING_PROPERTIES } from "../polling/polling-settings.ts";
import type { ServedClass } from "../served-class.ts";

/** The properties of a device about its logging; those of the admin device hold for the server. */
const LOGGING_PROPERTIES = ["logging_level", "logging_target", "logging_rft", "logging_path"] as const;

/** The properties of the admin device that hold for its server. */
export const ADMIN_PROPERTIES = [
  ...LOGGING_PROPERTIES,
  "polling_threads_pool_size",
  "polling_threads_pool_conf",
  "polling_before_9",
] as const;

/** The properties of a device that the library itself looks at. */
const LIBRARY_PROPERTIES = [
  "description",
  "blackbox_depth",
  ...POLLING_PROPERTIES,
  ...LOGGING_PROPERTIES,
] as const;

/** The properties of a class that the library itself looks at. */
const LIBRARY_CLASS_PROPERTIES = [
  "AllowedAccessCmd",
  "doc_url",
  "cvs_tag",
  "cvs_location",
  "svn_tag",
  "svn_location",
] as const;

/** All properties of a device of this class that are to be fetched. */
export function propertyNamesOf(deviceClass: ServedClass): string[] {
  return [...LIBRARY_PROPERTIES, ...deviceClass.deviceProperties.map(({ name }) => name)];
}

/** All properties of the class itself that are to be fetched. */
export function classPropertyNamesOf(deviceClass: ServedClass): string[] {
  return [...LIBRARY_CLASS_PROPERTIES, ...deviceClass.classProperties.map(({ name }) => name)];
}
