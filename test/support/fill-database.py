#!/usr/bin/env python3
"""fill-database.py PREFIX fill|clear: puts something of every kind into the database that TANGO_HOST names, or takes it away again.

Everything has a name that begins with PREFIX; the history of what was taken away stays, and an event that is not exported.
"""
import sys
import tango

PREFIX, ACTION = sys.argv[1:]
DEVICE = f"{PREFIX}/Odd/1"
OTHER = f"{PREFIX}/odd/2"
SERVER = f"{PREFIX}_server/1"
CLASS = f"{PREFIX}_Class"
# PyTango sends texts of commands as ISO 8859-1. What a dump has to quote, and what looks like SQL.
ODD = ["", " ", "it's", 'a "word"', "back\\slash", "end\\", "tab\there", "line\nbreak", "return\rhere", "sub\x1a", "%_`;", "-- no comment",
       "/*!40101 no */", "');DROP TABLE device;--", "NULL", "0x41", "\u00e9\u20ac\u00f1".encode().decode("latin-1"), "x" * 300]
database = tango.Database()
database.set_timeout_millis(30000)


def command(name, argument):
    return database.command_inout(name, argument)


def put(name, owner, values, member=None):
    """A property in its block; with a member the blocks of that."""
    block = [f"{PREFIX}_values", str(len(values)), *values, f"{PREFIX}_one", "1", "1"]
    inner = [owner, "2", *block] if member is None else [owner, "1", member, "2", *block]
    command(name, inner)


def fill():
    command("DbAddServer", [SERVER, DEVICE, CLASS, OTHER, CLASS])
    command("DbExportDevice", [OTHER, "IOR:00", "host", "123", "5"])
    command("DbUnExportDevice", OTHER)
    command("DbExportDevice", [DEVICE, "IOR:" + "0123456789abcdef" * 20, "host.example", "77", "6"])
    command("DbPutServerInfo", [SERVER, "host", "1", "3"])
    command("DbExportEvent", [f"{PREFIX}/event", "IOR:01", "host", "12", "4"])
    command("DbPutDeviceAlias", [DEVICE, f"{PREFIX}-alias"])
    command("DbPutAttributeAlias", [f"{DEVICE}/Level", f"{PREFIX}-level"])
    for values in (ODD, ["short"], ODD):
        put("DbPutProperty", f"{PREFIX}_object", values)
        put("DbPutDeviceProperty", DEVICE, values)
        put("DbPutClassProperty", CLASS, values)
        put("DbPutDeviceAttributeProperty2", DEVICE, values, "Level")
        put("DbPutClassAttributeProperty2", CLASS, values, "Level")
        put("DbPutDevicePipeProperty", DEVICE, values, "Pipe")
        put("DbPutClassPipeProperty", CLASS, values, "Pipe")
    for name, argument in deletions(f"{PREFIX}_one"):
        command(name, argument)


def deletions(name):
    return [
        ("DbDeleteProperty", [f"{PREFIX}_object", name]),
        ("DbDeleteDeviceProperty", [DEVICE, name]),
        ("DbDeleteClassProperty", [CLASS, name]),
        ("DbDeleteDeviceAttributeProperty", [DEVICE, "Level", name]),
        ("DbDeleteClassAttributeProperty", [CLASS, "Level", name]),
        ("DbDeleteDevicePipeProperty", [DEVICE, "Pipe", name]),
        ("DbDeleteClassPipeProperty", [CLASS, "Pipe", name]),
    ]


def clear():
    for name, argument in [
        *deletions(f"{PREFIX}_values"),
        *deletions(f"{PREFIX}_one"),
        ("DbDeleteAttributeAlias", f"{PREFIX}-level"),
        ("DbUnExportEvent", f"{PREFIX}/event"),
        ("DbDeleteServer", SERVER),
        ("DbDeleteServerInfo", SERVER),
    ]:
        try:
            command(name, argument)
        except tango.DevFailed as error:
            # What was not put, because filling failed, cannot be taken away.
            print(name, error.args[0].desc, file=sys.stderr)


{"fill": fill, "clear": clear}[ACTION]()
