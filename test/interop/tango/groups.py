# Makes calls of PyTango's Group: reads a JSON list of steps [group, method, argument...] from stdin, with the names of our methods, and prints
# one line of JSON for each: what it gave. Replies come as [device, object, failed, enabled, data, reason of the root cause], errors as
# {"class", "reason"}. A group is made when it is first named.
import json
import sys
import time

import tango


def data(types, value):
    datum = tango.DeviceData()
    datum.insert(getattr(tango.CmdArgType, types), value)
    return datum


def data_list(types, values):
    out = tango.DeviceDataList()
    for value in values:
        out.append(data(types, value))
    return out


def shown(value):
    if isinstance(value, tango.DeviceAttribute):
        return shown(value.value)
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, (tango.GroupReplyList, tango.GroupCmdReplyList, tango.GroupAttrReplyList)):
        return [reply(one) for one in value]
    if isinstance(value, (list, tuple, tango.StdStringVector)):
        return [shown(one) for one in value]
    return str(value)


def reply(one):
    stack = one.get_err_stack()
    value = shown(one.get_data()) if hasattr(one, "get_data") and not one.has_failed() else None
    reason = stack[0].reason if stack else None
    return [one.dev_name(), one.obj_name(), one.has_failed(), one.group_element_enabled(), value, reason]


def proxy(group, which):
    # Group.get_device of Python stumbles over the None that it gets where there is none.
    return group._Group__group.get_device(which)


def device(group, which):
    found = proxy(group, which)
    return None if found is None else found.dev_name()


groups = {}


def named(name):
    if name not in groups:
        groups[name] = tango.Group(name)
    return groups[name]


METHODS = {
    "pause": lambda group: time.sleep(1.05),
    "add": lambda group, what, limit=60000: group.add(what, limit),  # as patient-client.ts
    "addGroup": lambda group, name: group.add(named(name)),
    "remove": lambda group, what, forward=True: group.remove(what, forward),
    "removeAll": lambda group: group.remove_all(),
    "contains": lambda group, what, forward=True: group.contains(what, forward),
    "getDevice": device,
    "getDeviceList": lambda group, forward=True: group.get_device_list(forward),
    "getSize": lambda group, forward=True: group.get_size(forward),
    "getFullyQualifiedName": lambda group: group.get_fully_qualified_name(),
    "nameEquals": lambda group, name: group.name_equals(name),
    "nameMatches": lambda group, name: group.name_matches(name),
    "enable": lambda group, *name: group.enable(*name),
    "disable": lambda group, *name: group.disable(*name),
    "setTimeoutMillis": lambda group, limit: group.set_timeout_millis(limit),
    "limit": lambda group, which: proxy(group, which).get_timeout_millis(),
    "ping": lambda group, forward=True: group.ping(forward),
    "command": lambda group, name, forward=True: group.command_inout(name, forward=forward),
    "commandWith": lambda group, name, types, value, forward=True: group.command_inout(
        name, data(types, value), forward=forward
    ),
    "commandEach": lambda group, name, types, values, forward=True: group.command_inout(
        name, data_list(types, values), forward=forward
    ),
    "read": lambda group, name, forward=True: group.read_attribute(name, forward),
    "readSeveral": lambda group, names, forward=True: group.read_attributes(names, forward),
    "write": lambda group, name, value, forward=True: group.write_attribute(name, value, forward),
    "writeEach": lambda group, name, values, forward=True: group.write_attribute(name, values, forward, multi=True),
}

for name, method, *arguments in json.load(sys.stdin):
    try:
        result = shown(METHODS[method](named(name), *arguments))
    except tango.DevFailed as failure:
        result = {"class": type(failure).__name__, "reason": failure.args[0].reason}
    print(json.dumps(result), flush=True)
