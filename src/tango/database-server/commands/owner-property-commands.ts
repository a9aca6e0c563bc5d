import { asks, changes, exactly, least, lists, method } from "./property-command.ts";
import { deleteProperties } from "./property-delete.ts";
import { getProperties } from "./property-get.ts";
import { getHistory } from "./property-history.ts";
import { CLASS, DEVICE, OBJECT } from "./property-kind.ts";
import { listClassProperties, listOwners, listProperties } from "./property-list.ts";
import { putProperties } from "./property-put.ts";

/** The commands for properties of devices, classes and free objects themselves. */
export const OWNER_PROPERTY_COMMANDS = {
  DbGetDeviceProperty: asks(
    getProperties(
      DEVICE,
      least(2, "incorrect no. of input arguments, needs at least 2 (device,property)", "GetDeviceProperty"),
    ),
  ),
  DbPutDeviceProperty: changes(putProperties(DEVICE, method("db_put_device_property"))),
  DbDeleteDeviceProperty: changes(deleteProperties(DEVICE)),
  DbGetDevicePropertyList: asks(
    listProperties(
      DEVICE,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (device,wildcard)",
        "db_get_device_property_list",
      ),
    ),
  ),
  DbGetDevicePropertyHist: asks(
    getHistory(
      DEVICE,
      exactly(2, "incorrect no. of input arguments, needs 2 (device,property)", "GetDevicePropertyHist"),
    ),
  ),

  DbGetClassProperty: asks(
    getProperties(
      CLASS,
      least(1, "incorrect no. of input arguments, needs at least 1 (class)", "db_get_class_property"),
    ),
  ),
  DbPutClassProperty: changes(putProperties(CLASS, method("db_put_class_property"))),
  DbDeleteClassProperty: changes(deleteProperties(CLASS)),
  DbGetClassPropertyList: lists(listClassProperties(CLASS)),
  DbGetClassPropertyListWildcard: asks(
    listProperties(
      CLASS,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (class,wildcard)",
        "db_get_class_property_list_wildcard",
      ),
    ),
  ),
  DbGetClassPropertyHist: asks(
    getHistory(
      CLASS,
      exactly(2, "incorrect no. of input arguments, needs 2 (class,property)", "DbGetClassPropertyHist"),
    ),
  ),

  DbGetProperty: asks(
    getProperties(
      OBJECT,
      least(1, "incorrect no. of input arguments, needs at least 1 (object)", "db_get_property"),
    ),
  ),
  DbPutProperty: changes(putProperties(OBJECT, method("db_put_property"))),
  DbDeleteProperty: changes(deleteProperties(OBJECT)),
  DbGetPropertyList: asks(
    listProperties(
      OBJECT,
      exactly(2, "incorrect no. of input arguments, needs 2 (object,wildcard)", "GetPropertyList"),
    ),
  ),
  DbGetObjectList: lists(listOwners(OBJECT)),
  DbGetPropertyHist: asks(
    getHistory(
      OBJECT,
      exactly(2, "incorrect no. of input arguments, needs 2 (object,property)", "DbGetPropertyHist"),
    ),
  ),
};
