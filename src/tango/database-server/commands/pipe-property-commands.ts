import { asks, badName, changes, exactly, least, method } from "./property-command.ts";
import { deleteAllMemberProperties, deleteMemberProperties, deleteMembers } from "./property-delete.ts";
import { getMemberProperties } from "./property-get.ts";
import { getHistory } from "./property-history.ts";
import { CLASS_PIPE, DEVICE_PIPE } from "./property-kind.ts";
import { listMembers } from "./property-list.ts";
import { putMemberProperties } from "./property-put.ts";

/** The commands for properties of pipes of devices and classes. */
export const PIPE_PROPERTY_COMMANDS = {
  DbGetDevicePipeProperty: asks(
    getMemberProperties(
      DEVICE_PIPE,
      least(1, "incorrect no. of input arguments, needs at least 1 (device)", "db_get_device_pipe_property"),
    ),
  ),
  DbPutDevicePipeProperty: changes(putMemberProperties(DEVICE_PIPE, method("db_put_device_pipe_property"))),
  DbDeleteDevicePipeProperty: changes(
    deleteMemberProperties(
      DEVICE_PIPE,
      least(
        3,
        "Insufficient number of arguments to delete device pipe property",
        "db_delete_device_pipe_property",
      ),
      badName("Failed to delete device pipe", "db_delete_device_pipe_property"),
    ),
  ),
  DbDeleteAllDevicePipeProperty: changes(
    deleteAllMemberProperties(
      DEVICE_PIPE,
      least(
        2,
        "Insufficient number of arguments to delete all device pipe(s) property",
        "db_delete_all_device_pipe_property",
      ),
      badName("Failed to delete all device pipe(s) property", "db_delete_all_device_pipe"),
    ),
  ),
  DbDeleteDevicePipe: changes(
    deleteMembers(
      DEVICE_PIPE,
      least(2, "insufficient number of arguments to delete device pipe", "db_delete_device_pipe"),
      badName("Failed to delete device pipe", "db_delete_device_pipe"),
    ),
  ),
  DbGetDevicePipeList: asks(
    listMembers(
      DEVICE_PIPE,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (device,wildcard)",
        "db_get_device_pipe_list",
      ),
    ),
  ),
  DbGetDevicePipePropertyHist: asks(
    getHistory(
      DEVICE_PIPE,
      exactly(
        3,
        "Incorrect no. of input arguments, needs 3 (device,pipe,property)",
        "DbGetDevicePipePropertyHist",
      ),
    ),
  ),

  DbGetClassPipeProperty: asks(
    getMemberProperties(
      CLASS_PIPE,
      least(1, "incorrect no. of input arguments, needs at least 1 (class)", "db_get_class_pipe_property"),
    ),
  ),
  DbPutClassPipeProperty: changes(putMemberProperties(CLASS_PIPE, method("db_put_class_pipe_property"))),
  DbDeleteClassPipeProperty: changes(
    deleteMemberProperties(
      CLASS_PIPE,
      least(
        3,
        "Insufficient number of arguments to delete class pipe property",
        "db_delete_class_pipe_property",
      ),
    ),
  ),
  DbDeleteClassPipe: changes(
    deleteMembers(
      CLASS_PIPE,
      least(2, "insufficient number of arguments to delete class pipe", "db_delete_class_pipe"),
    ),
  ),
  DbGetClassPipeList: asks(
    listMembers(
      CLASS_PIPE,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (class,wildcard)",
        "db_get_class_pipe_list",
      ),
    ),
  ),
  DbGetClassPipePropertyHist: asks(
    getHistory(
      CLASS_PIPE,
      exactly(
        3,
        "Incorrect no. of input arguments, needs 3 (class,pipe,property)",
        "DbGetClassPipePropertyHist",
      ),
    ),
  ),
};
