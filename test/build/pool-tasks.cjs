// Tasks of a pool in CommonJS.
const { DevFailed, DeviceProxy, devError } = require("bandoneon");

module.exports = {
  level: async (name) => (await new DeviceProxy(name).readAttribute("level")).value,
  fail() {
    throw new DevFailed([devError("Mine", "it failed", "pool-tasks")]);
  },
};
