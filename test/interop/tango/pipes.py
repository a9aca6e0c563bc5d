"""What PyTango sees of the pipes of a device, and makes of them: pipes.py DEVICE, in JSON. See server-pipes.test.ts."""
import json
import sys
import warnings

import tango

warnings.simplefilter("ignore")  # PyTango 10 says of every call that pipes will go


def plain(value):
    """A value as JSON has it; a blob as {name, elements}."""
    if isinstance(value, tuple) and len(value) == 2 and isinstance(value[1], list):
        return {"name": value[0], "elements": [plain_element(**element) for element in value[1]]}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    return value


def plain_element(name, dtype, value):
    # A state comes as its number.
    value = str(tango.DevState.values[value]) if dtype == tango.CmdArgType.DevState else plain(value)
    return {"name": name, "type": str(dtype), "value": value}


def errors(call):
    """The reasons and texts of what a call fails with."""
    try:
        call()
    except tango.DevFailed as failure:
        return [[error.reason, error.desc] for error in failure.args]
    return None


def info(one):
    return {key: str(getattr(one, key)) for key in ("name", "label", "description", "disp_level", "writable")}


device = tango.DeviceProxy(sys.argv[1])
device.set_timeout_millis(60000)     # as patient-client.ts
T = tango.CmdArgType
given = [
    {"name": "bool", "value": True, "dtype": T.DevBoolean},
    {"name": "short", "value": -3, "dtype": T.DevShort},
    {"name": "long64", "value": 2**62, "dtype": T.DevLong64},
    {"name": "ulong64", "value": 2**63, "dtype": T.DevULong64},
    {"name": "double", "value": 1.5},
    {"name": "state", "value": tango.DevState.MOVING},
    {"name": "string", "value": "text"},
    {"name": "floats", "value": [0.5, 1.5], "dtype": T.DevVarFloatArray},
    {"name": "ushorts", "value": [1, 65535], "dtype": T.DevVarUShortArray},
    {"name": "bools", "value": [True, False], "dtype": T.DevVarBooleanArray},
    {"name": "strings", "value": ["a", "b"]},
    {"name": "inner", "value": ("Inner", [{"name": "deep", "value": ("Deep", {"x": 1.5})}, {"name": "y", "value": "z"}])},
]
seen = {"list": list(device.get_pipe_list()), "config": [info(one) for one in device.get_pipe_config()]}
seen["first"] = plain(device.read_pipe("everything"))
device.write_pipe("Settings", ("blob", given))
seen["echo"] = plain(device.read_pipe("settings"))
device.write_pipe("settings", ("", []))
seen["empty"] = plain(device.read_pipe("settings"))
changed = device.get_pipe_config("settings")
changed.label, changed.description = "Changed", "Not specified"
device.set_pipe_config(changed)
seen["changed"] = info(device.get_pipe_config("settings"))
seen["errors"] = [
    errors(lambda: device.read_pipe("nope")),
    errors(lambda: device.write_pipe("everything", ("x", {"y": 1}))),
    errors(lambda: device.read_pipe("forbidden")),
    errors(lambda: device.read_pipe("nothing")),
    errors(lambda: device.get_pipe_config("nope")),
]
print(json.dumps(seen))
