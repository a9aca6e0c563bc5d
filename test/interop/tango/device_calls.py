"""Calls methods of a PyTango DeviceProxy: device_calls.py DEVICE reads [method, argument...] a line, and answers each in JSON."""
import json
import sys

import tango

device = tango.DeviceProxy(sys.argv[1])
device.set_timeout_millis(60000)     # as patient-client.ts


def locker():
    """Who has locked the device. PyTango cannot show the UUID of a Java client."""
    info = tango.LockerInfo()
    if not device.get_locker(info):
        return None
    li = info.li if info.ll == tango.LockerLanguage.CPP else None
    return {"ll": str(info.ll), "li": li, "lockerHost": info.locker_host, "lockerClass": info.locker_class}


for line in sys.stdin:
    method, *arguments = json.loads(line)
    try:
        value = locker() if method == "get_locker" else getattr(device, method)(*arguments)
        if isinstance(value, tango.StdStringVector):
            value = list(value)
        answer = {"value": value}
    except tango.DevFailed as failure:
        levels = [[level.reason, level.desc] for level in failure.args]
        answer = {"name": type(failure).__name__, "levels": levels}
    print(json.dumps(answer), flush=True)
