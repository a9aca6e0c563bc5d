/**
 * The operations by which clients change something, or may: all that writes, configures or executes commands. Readings, configurations that are
 * told and histories are not among them.
 */
export const CHANGING_OPERATIONS: ReadonlySet<string> = new Set([
  "command_inout",
  "command_inout_2",
  "command_inout_4",
  "write_attributes",
  "write_attributes_3",
  "write_attributes_4",
  "write_read_attributes_4",
  "write_read_attributes_5",
  "set_attribute_config",
  "set_attribute_config_3",
  "set_attribute_config_4",
  "set_attribute_config_5",
  "set_pipe_config_5",
  "write_pipe_5",
  "write_read_pipe_5",
]);
