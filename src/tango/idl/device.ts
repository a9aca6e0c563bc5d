import { any } from "../../giop/idl/any.ts";
import { interface_ } from "../../giop/idl/interface.ts";
import { op, readonlyAttribute } from "../../giop/idl/operation.ts";
import { long, void_ } from "../../giop/idl/primitives.ts";
import { string } from "../../giop/idl/string.ts";
import {
  AttributeConfigList,
  AttributeConfigList_2,
  AttributeConfigList_3,
  AttributeConfigList_5,
} from "./attribute-config.ts";
import {
  AttributeValueList,
  AttributeValueList_3,
  AttributeValueList_4,
  AttributeValueList_5,
} from "./attribute-value.ts";
import { ClntIdent } from "./client-identity.ts";
import { DevVarStringArray } from "./data-types.ts";
import { DevCmdInfo, DevCmdInfo_2, DevCmdInfoList, DevCmdInfoList_2 } from "./dev-cmd-info.ts";
import { DevFailed, MultiDevFailed } from "./dev-error.ts";
import { DevInfo, DevInfo_3, DevInfo_6 } from "./dev-info.ts";
import { DevSource, DevState } from "./enums.ts";
import {
  DevAttrHistory_4,
  DevAttrHistory_5,
  DevAttrHistoryList,
  DevAttrHistoryList_3,
  DevCmdHistory_4,
  DevCmdHistoryList,
} from "./history.ts";
import { DevPipeData, PipeConfigList } from "./pipe-data.ts";

const failing = { raises: [DevFailed] };
const failingInParts = { raises: [DevFailed, MultiDevFailed] };

/** Every Tango device (IDL 1). */
export const Device = interface_("IDL:Tango/Device:1.0", {
  ...readonlyAttribute("name", string),
  ...readonlyAttribute("description", string),
  ...readonlyAttribute("state", DevState),
  ...readonlyAttribute("status", string),
  ...readonlyAttribute("adm_name", string),
  command_inout: op(
    [
      ["command", string],
      ["argin", any],
    ],
    any,
    failing,
  ),
  get_attribute_config: op([["names", DevVarStringArray]], AttributeConfigList, failing),
  set_attribute_config: op([["new_conf", AttributeConfigList]], void_, failing),
  read_attributes: op([["names", DevVarStringArray]], AttributeValueList, failing),
  write_attributes: op([["values", AttributeValueList]], void_, failing),
  ping: op([], void_, failing),
  black_box: op([["n", long]], DevVarStringArray, failing),
  info: op([], DevInfo, failing),
  command_list_query: op([], DevCmdInfoList, failing),
  command_query: op([["command", string]], DevCmdInfo, failing),
});

/** Tango 2: the source of a reading, display levels, histories. */
export const Device_2 = interface_(
  "IDL:Tango/Device_2:1.0",
  {
    command_inout_2: op(
      [
        ["command", string],
        ["argin", any],
        ["source", DevSource],
      ],
      any,
      failing,
    ),
    read_attributes_2: op(
      [
        ["names", DevVarStringArray],
        ["source", DevSource],
      ],
      AttributeValueList,
      failing,
    ),
    get_attribute_config_2: op([["names", DevVarStringArray]], AttributeConfigList_2, failing),
    command_list_query_2: op([], DevCmdInfoList_2, failing),
    command_query_2: op([["command", string]], DevCmdInfo_2, failing),
    command_inout_history_2: op(
      [
        ["command", string],
        ["n", long],
      ],
      DevCmdHistoryList,
      failing,
    ),
    read_attribute_history_2: op(
      [
        ["name", string],
        ["n", long],
      ],
      DevAttrHistoryList,
      failing,
    ),
  },
  [Device],
);

/** Tango 5: errors per attribute, both halves of a value apart, alarms and events in the configuration. */
export const Device_3 = interface_(
  "IDL:Tango/Device_3:1.0",
  {
    read_attributes_3: op(
      [
        ["names", DevVarStringArray],
        ["source", DevSource],
      ],
      AttributeValueList_3,
      failing,
    ),
    write_attributes_3: op([["values", AttributeValueList]], void_, failingInParts),
    read_attribute_history_3: op(
      [
        ["name", string],
        ["n", long],
      ],
      DevAttrHistoryList_3,
      failing,
    ),
    info_3: op([], DevInfo_3, failing),
    get_attribute_config_3: op([["names", DevVarStringArray]], AttributeConfigList_3, failing),
    set_attribute_config_3: op([["new_conf", AttributeConfigList_3]], void_, failing),
  },
  [Device_2],
);

/** Tango 7: values as a union, histories as columns, the identity of the client. */
export const Device_4 = interface_(
  "IDL:Tango/Device_4:1.0",
  {
    read_attribute_history_4: op(
      [
        ["name", string],
        ["n", long],
      ],
      DevAttrHistory_4,
      failing,
    ),
    command_inout_history_4: op(
      [
        ["command", string],
        ["n", long],
      ],
      DevCmdHistory_4,
      failing,
    ),
    command_inout_4: op(
      [
        ["command", string],
        ["argin", any],
        ["source", DevSource],
        ["cl_ident", ClntIdent],
      ],
      any,
      failing,
    ),
    read_attributes_4: op(
      [
        ["names", DevVarStringArray],
        ["source", DevSource],
        ["cl_ident", ClntIdent],
      ],
      AttributeValueList_4,
      failing,
    ),
    write_attributes_4: op(
      [
        ["values", AttributeValueList_4],
        ["cl_ident", ClntIdent],
      ],
      void_,
      failingInParts,
    ),
    set_attribute_config_4: op(
      [
        ["new_conf", AttributeConfigList_3],
        ["cl_ident", ClntIdent],
      ],
      void_,
      failing,
    ),
    write_read_attributes_4: op(
      [
        ["values", AttributeValueList_4],
        ["cl_ident", ClntIdent],
      ],
      AttributeValueList_4,
      failingInParts,
    ),
  },
  [Device_3],
);

/** Tango 9: DevEnum, memorized attributes and enum labels in the configuration, pipes. */
export const Device_5 = interface_(
  "IDL:Tango/Device_5:1.0",
  {
    get_attribute_config_5: op([["names", DevVarStringArray]], AttributeConfigList_5, failing),
    set_attribute_config_5: op(
      [
        ["new_conf", AttributeConfigList_5],
        ["cl_ident", ClntIdent],
      ],
      void_,
      failing,
    ),
    read_attributes_5: op(
      [
        ["names", DevVarStringArray],
        ["source", DevSource],
        ["cl_ident", ClntIdent],
      ],
      AttributeValueList_5,
      failing,
    ),
    write_read_attributes_5: op(
      [
        ["values", AttributeValueList_4],
        ["r_names", DevVarStringArray],
        ["cl_ident", ClntIdent],
      ],
      AttributeValueList_5,
      failingInParts,
    ),
    read_attribute_history_5: op(
      [
        ["name", string],
        ["n", long],
      ],
      DevAttrHistory_5,
      failing,
    ),
    get_pipe_config_5: op([["names", DevVarStringArray]], PipeConfigList, failing),
    set_pipe_config_5: op(
      [
        ["new_conf", PipeConfigList],
        ["cl_ident", ClntIdent],
      ],
      void_,
      failing,
    ),
    read_pipe_5: op(
      [
        ["name", string],
        ["cl_ident", ClntIdent],
      ],
      DevPipeData,
      failing,
    ),
    write_pipe_5: op(
      [
        ["value", DevPipeData],
        ["cl_ident", ClntIdent],
      ],
      void_,
      failing,
    ),
    write_read_pipe_5: op(
      [
        ["value", DevPipeData],
        ["cl_ident", ClntIdent],
      ],
      DevPipeData,
      failing,
    ),
  },
  [Device_4],
);

/** Tango 10: the versions of the server's libraries. */
export const Device_6 = interface_("IDL:Tango/Device_6:1.0", { info_6: op([], DevInfo_6, failing) }, [
  Device_5,
]);
