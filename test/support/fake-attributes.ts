import { Any } from "../../src/giop/idl/any.ts";
import type { IdlVersion } from "../../src/tango/client/connected-device.ts";
import { DevVarDoubleArray } from "../../src/tango/idl/data-types.ts";
import type { DeviceOperations } from "./fake-device.ts";
import { deviceError } from "./fake-device.ts";

const TIME = { tv_sec: 1_700_000_000, tv_usec: 5, tv_nsec: 0 };
const DOUBLE = 5;

/** The operations of a device of any generation with one attribute `level`, a read-write double that reads 1.5 and was set to 2.5. */
export function levelDevice(idl: IdlVersion): DeviceOperations {
  const older = { value: Any.of(DevVarDoubleArray, [1.5, 2.5]), quality: "ATTR_VALID", time: TIME } as const;
  const newer = {
    value: { kind: "double_att_value", value: [1.5, 2.5] },
    quality: "ATTR_VALID",
    data_format: "SCALAR",
    data_type: DOUBLE,
    time: TIME,
    r_dim: { dim_x: 1, dim_y: 0 },
    w_dim: { dim_x: 1, dim_y: 0 },
    err_list: [],
  } as const;
  const value1 = (name: string) => ({ ...older, name, dim_x: 1, dim_y: 0 });
  const value3 = (name: string) => ({ ...older, name, r_dim: newer.r_dim, w_dim: newer.w_dim, err_list: [] });
  const value4 = (name: string) => ({ ...newer, name });
  const known = (names: ArrayLike<string>) =>
    Array.from(names, (name) => {
      if (name.startsWith("All attributes")) return "level";
      if (name.toLowerCase() === "level") return name;
      throw deviceError("API_AttrNotFound", `${name} attribute not found`);
    });
  const history = {
    name: "level",
    dates: [TIME],
    value: Any.of(DevVarDoubleArray, [1.5, 2.5]),
    quals: ["ATTR_VALID" as const],
    quals_array: [{ start: 0, nb_elt: 1 }],
    r_dims: [newer.r_dim],
    r_dims_array: [{ start: 0, nb_elt: 1 }],
    w_dims: [newer.w_dim],
    w_dims_array: [{ start: 0, nb_elt: 1 }],
    errors: [],
    errors_array: [],
  };
  const commandInfo = {
    cmd_name: "Echo",
    level: "OPERATOR" as const,
    cmd_tag: 0,
    in_type: DOUBLE,
    out_type: DOUBLE,
    in_type_desc: "in",
    out_type_desc: "out",
  };
  const configs = (names: ArrayLike<string>) => known(names).map((name) => config(name, idl));
  return {
    read_attributes: (names) => known(names).map(value1),
    read_attributes_2: (names) => known(names).map(value1),
    read_attributes_3: (names) => known(names).map(value3),
    read_attributes_4: (names) => known(names).map(value4),
    read_attributes_5: (names) => known(names).map(value4),
    write_attributes: () => undefined,
    write_attributes_3: () => undefined,
    write_attributes_4: () => undefined,
    write_read_attributes_4: (values) => values.map(({ name }) => value4(name)),
    write_read_attributes_5: (_values, names) => known(names).map(value4),
    get_attribute_config: configs,
    get_attribute_config_2: configs,
    get_attribute_config_3: configs,
    get_attribute_config_5: configs,
    set_attribute_config: () => undefined,
    set_attribute_config_3: () => undefined,
    set_attribute_config_4: () => undefined,
    set_attribute_config_5: () => undefined,
    command_query: () => commandInfo,
    command_query_2: () => commandInfo,
    command_list_query: () => [commandInfo],
    command_list_query_2: () => [commandInfo],
    read_attribute_history_2: () => [{ attr_failed: false, value: value1("level"), errors: [] }],
    read_attribute_history_3: () => [{ attr_failed: false, value: value3("level") }],
    read_attribute_history_4: () => history,
    read_attribute_history_5: () => ({ ...history, data_format: "SCALAR", data_type: DOUBLE }),
    command_inout_history_2: () => [{ time: TIME, cmd_failed: false, value: older.value, errors: [] }],
    command_inout_history_4: () => ({
      dates: [TIME],
      value: Any.of(DevVarDoubleArray, [1.5]),
      dims: [newer.r_dim],
      dims_array: [{ start: 0, nb_elt: 1 }],
      errors: [],
      errors_array: [],
      cmd_type: DOUBLE,
    }),
  };
}

function config(name: string, idl: IdlVersion) {
  const texts = {
    description: "d",
    label: "l",
    unit: "V",
    standard_unit: "",
    display_unit: "",
    format: "%f",
  };
  const limits = { min_value: "", max_value: "", min_alarm: "", max_alarm: "" };
  return {
    ...texts,
    ...limits,
    name,
    writable: "READ_WRITE" as const,
    data_format: "SCALAR" as const,
    data_type: DOUBLE,
    max_dim_x: 1,
    max_dim_y: 0,
    writable_attr_name: name,
    extensions: [],
    level: "OPERATOR" as const,
    memorized: idl >= 5,
    mem_init: false,
    root_attr_name: "",
    enum_labels: [],
    sys_extensions: [],
    att_alarm: {
      min_alarm: "",
      max_alarm: "",
      min_warning: "",
      max_warning: "",
      delta_t: "",
      delta_val: "",
      extensions: [],
    },
    event_prop: {
      ch_event: { rel_change: "", abs_change: "", extensions: [] },
      per_event: { period: "1000", extensions: [] },
      arch_event: { rel_change: "", abs_change: "", period: "", extensions: [] },
    },
  };
}
