import { asks, badName, changes, exactly, least, lists, method } from "./property-command.ts";
import { deleteAllMemberProperties, deleteMemberProperties, deleteMembers } from "./property-delete.ts";
import { getMemberProperties, getSingleMemberProperties } from "./property-get.ts";
import { getHistory } from "./property-history.ts";
import { CLASS_ATTRIBUTE, DEVICE_ATTRIBUTE } from "./property-kind.ts";
import { listForwardedAttributes, listMembers } from "./property-list.ts";
import {
  putDeviceAttributeProperties,
  putMemberProperties,
  putSingleMemberProperties,
} from "./property-put.ts";

/** The commands for properties of attributes of devices and classes. */
export const ATTRIBUTE_PROPERTY_COMMANDS = {
  DbGetDeviceAttributeProperty: asks(
    getSingleMemberProperties(
      DEVICE_ATTRIBUTE,
      least(
        1,
        "incorrect no. of input arguments, needs at least 1 (device)",
        "db_get_device_attribute_property",
      ),
    ),
  ),
  DbGetDeviceAttributeProperty2: asks(
    getMemberProperties(
      DEVICE_ATTRIBUTE,
      least(
        1,
        "incorrect no. of input arguments, needs at least 1 (device)",
        "db_get_device_attribute_property2",
      ),
    ),
  ),
  DbPutDeviceAttributeProperty: changes(
    putSingleMemberProperties(DEVICE_ATTRIBUTE, method("db_put_device_attribute_property")),
  ),
  DbPutDeviceAttributeProperty2: changes(
    putDeviceAttributeProperties(DEVICE_ATTRIBUTE, method("db_put_device_attribute_property2")),
  ),
  DbDeleteDeviceAttributeProperty: changes(
    deleteMemberProperties(
      DEVICE_ATTRIBUTE,
      least(
        3,
        "insufficient number of arguments to delete device attribute property",
        "db_delete_device_attribute_property",
      ),
      badName("failed to delete device attribute", "db_delete_device_attribute"),
    ),
  ),
  DbDeleteAllDeviceAttributeProperty: changes(
    deleteAllMemberProperties(
      DEVICE_ATTRIBUTE,
      least(
        2,
        "insufficient number of arguments to delete all device attribute(s) property",
        "db_delete_all_device_attribute_property",
      ),
      badName("Failed to delete all device attribute(s) property", "db_delete_all_device_attribute"),
    ),
  ),
  DbDeleteDeviceAttribute: changes(
    deleteMembers(
      DEVICE_ATTRIBUTE,
      least(2, "insufficient number of arguments to delete device attribute", "db_delete_device_attribute"),
      badName("failed to delete device attribute", "db_delete_device_attribute"),
    ),
  ),
  DbGetDeviceAttributeList: asks(
    listMembers(
      DEVICE_ATTRIBUTE,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (device,wildcard)",
        "db_get_device_attribute_list",
      ),
    ),
  ),
  DbGetDeviceAttributePropertyHist: asks(
    getHistory(
      DEVICE_ATTRIBUTE,
      exactly(
        3,
        "incorrect no. of input arguments, needs 3 (device,attribute,property)",
        "DbGetDeviceAttributePropertyHist",
      ),
    ),
  ),
  DbGetForwardedAttributeListForDevice: lists(listForwardedAttributes(DEVICE_ATTRIBUTE)),

  DbGetClassAttributeProperty: asks(
    getSingleMemberProperties(
      CLASS_ATTRIBUTE,
      least(
        1,
        "incorrect no. of input arguments, needs at least 1 (class)",
        "db_get_class_attribute_property",
      ),
    ),
  ),
  DbGetClassAttributeProperty2: asks(
    getMemberProperties(
      CLASS_ATTRIBUTE,
      least(
        1,
        "incorrect no. of input arguments, needs at least 1 (class)",
        "db_get_class_attribute_property2",
      ),
    ),
  ),
  DbPutClassAttributeProperty: changes(
    putSingleMemberProperties(CLASS_ATTRIBUTE, method("db_put_class_attribute_property")),
  ),
  DbPutClassAttributeProperty2: changes(
    putMemberProperties(CLASS_ATTRIBUTE, method("db_put_class_attribute_property2")),
  ),
  DbDeleteClassAttributeProperty: changes(
    deleteMemberProperties(
      CLASS_ATTRIBUTE,
      least(
        3,
        "insufficient number of arguments to delete class attribute property",
        "db_delete_class_attribute_property",
      ),
    ),
  ),
  DbDeleteClassAttribute: changes(
    deleteMembers(
      CLASS_ATTRIBUTE,
      least(2, "insufficient number of arguments to delete class attribute", "db_delete_class_attribute"),
    ),
  ),
  DbGetClassAttributeList: asks(
    listMembers(
      CLASS_ATTRIBUTE,
      least(
        2,
        "incorrect no. of input arguments, needs at least 2 (class,wildcard)",
        "db_get_class_attribute_list",
      ),
    ),
  ),
  DbGetClassAttributePropertyHist: asks(
    getHistory(
      CLASS_ATTRIBUTE,
      exactly(
        3,
        "incorrect no. of input arguments, needs 3 (class,attribute,property)",
        "DbGetClassAttributePropertyHist",
      ),
    ),
  ),
};
