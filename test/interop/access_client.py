"""What a PyTango client may do with a device, as JSON: for each step "done", or the reason and text of its first error.

    access_client.py DEVICE ADMIN_DEVICE OBJECT
"""

import json
import sys

import tango

device_name, admin_name, free_object = sys.argv[1:4]
device = tango.DeviceProxy(device_name)
admin = tango.DeviceProxy(admin_name)
database = tango.Database()
for client in (device, admin, database):
    client.set_timeout_millis(60000)  # as tango/patient-client.ts

STEPS = {
    "right": lambda: str(device.get_access_right()).removeprefix("ACCESS_"),
    "read": lambda: device.read_attribute("double_scalar"),
    "write": lambda: device.write_attribute("double_scalar_w", 1.0),
    "write several": lambda: device.write_attributes([("double_scalar_w", 1.0)]),
    "write and read": lambda: device.write_read_attribute("double_scalar_w", 1.0),
    "DevString": lambda: device.command_inout("DevString", "x"),
    "sTATE": lambda: device.command_inout("sTATE"),
    "configure": lambda: device.set_attribute_config(device.get_attribute_config_ex(["double_scalar"])),
    "poll": lambda: device.poll_attribute("double_scalar", 3000),
    "QueryClass": lambda: admin.command_inout("QueryClass"),
    "DevLockStatus": lambda: admin.command_inout("DevLockStatus", device_name),
    "DbInfo": lambda: database.get_info(),
    "DbPutProperty": lambda: database.put_property(free_object, {"name": ["value"]}),
    # cppTango only asks when the database is used.
    "right on the database": lambda: str(database.get_access_right()).removeprefix("ACCESS_"),
}


def outcome(step):
    try:
        result = step()
        return result if isinstance(result, str) and result in ("READ", "WRITE") else "done"
    except tango.DevFailed as failure:
        return f"{failure.args[0].reason}: {failure.args[0].desc}"


print(json.dumps({name: outcome(step) for name, step in STEPS.items()}))
