import { type AttributeDefinition, defineAttribute } from "../definition/attribute-definition.ts";
import type { DeviceHooks } from "../device-hooks.ts";

/** The attributes that every device has since IDL 3. */
export const COMMON_ATTRIBUTES: readonly AttributeDefinition[] = [
  defineAttribute("State", {
    dtype: "DevState",
    read(this: DeviceHooks) {
      return this.devState();
    },
  }),
  defineAttribute("Status", {
    dtype: "DevString",
    read(this: DeviceHooks) {
      return this.devStatus();
    },
  }),
];
