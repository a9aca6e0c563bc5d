"""Chapters of a dump: the admin device, logging, and starting devices anew."""
import time

import tango
from seen import patient

FILE_TARGET = "file::/tmp/bandoneon-dump.log"


def administration(steps, _calls, device, nodb):
    for label, name in (("", device), (" nodb", nodb)):
        p = patient(tango.DeviceProxy(name))
        admin = patient(tango.DeviceProxy(p.adm_name()))
        for call in ("name", "dev_name", "adm_name", "description", "state", "status", "get_idl_version", "get_attribute_list",
                     "get_command_list", "attribute_list_query", "command_list_query", "get_pipe_list"):
            steps.step(admin, call, "admin" + label)
        steps.step(admin, "info", "admin" + label, volatile=["server_host"])
        for attribute in ("State", "Status", "nope"):
            steps.step(admin, "read_attribute", "admin " + attribute + label, name=attribute)
        for command in ("State", "Status", "QueryClass", "QueryDevice", "QuerySubDevice", "nope"):
            steps.step(admin, "command_inout", "admin " + command + label, name=command)
        for command in ("QueryWizardClassProperty", "QueryWizardDevProperty"):
            for text in ("TangoTest", "tangotest", "nope", ""):
                steps.step(admin, "command_inout", "admin %s '%s'%s" % (command, text, label), name=command, type="DevString", value=text)
        for command in admin.get_command_list():
            steps.step(admin, "command_query", "admin " + command + label, name=command)
        for command in ("AddObjPolling", "DevPollStatus", "LockDevice", "DevRestart", "GetLoggingLevel", "QueryWizardDevProperty"):
            for kind, value in (("DevDouble", 1.5), ("DevVoid", None)):
                steps.step(admin, "command_inout", "admin %s with %s%s" % (command, kind, label), name=command, type=kind, value=value)
        if not label or steps.release != "9.3":
            steps.step(admin, "set_attribute_config", "admin" + label, name="State", changes={"label": "x"})
        steps.step(admin, "poll_attribute", "admin" + label, name="State", period=1000)
        steps.step(admin, "write_attribute_as", "admin" + label, name="Status", type="DevString", data_format="SCALAR", value="x")
        steps.step(admin, "lock", "admin" + label)
        for text in ("nope/nope/nope", "", admin.dev_name()):
            steps.step(admin, "command_inout", "admin DevRestart '%s'%s" % (text, label), name="DevRestart", type="DevString", value=text)


def logging(steps, _calls, device, nodb):
    for label, name in (("", device), (" nodb", nodb)):
        p = patient(tango.DeviceProxy(name))
        name, admin = p.dev_name(), patient(tango.DeviceProxy(p.adm_name()))

        def order(command, about, kind="DevVoid", value=None):
            steps.step(admin, "command_inout", "%s %s%s" % (command, about, label), name=command, type=kind, value=value)

        def look(about):
            for call in ("get_logging_level", "get_logging_target"):
                steps.step(p, call, about + label)

        look("at first")
        for level in (0, 1, 2, 3, 4, 5, 6, -1):
            steps.step(p, "set_logging_level", "%d%s" % (level, label), level=level)
            steps.step(p, "get_logging_level", "after %d%s" % (level, label))
        steps.step(p, "set_logging_level", "off" + label, level=0)
        for target in ("console::cout", "console", "console::cout", "console::nope", FILE_TARGET, "file::/nope/nope", "device::nope/nope/nope",
                       "device", "foo", "foo::bar", "", "::"):
            steps.step(p, "add_logging_target", "'%s'%s" % (target, label), target=target)
            steps.step(p, "get_logging_target", "after '%s'%s" % (target, label))
        for target in ("console::cout", "console::cout", "file::/nope/nope", FILE_TARGET, "foo", "device::nope/nope/nope", "file::*", "*"):
            steps.step(p, "remove_logging_target", "'%s'%s" % (target, label), target=target)
            steps.step(p, "get_logging_target", "after '%s' gone%s" % (target, label))
        for about, devices in (("all", ["*"]), ("one", [name]), ("admin", [admin.dev_name()]), ("pattern", [name[:-2] + "*"]), ("none", ["nope/*"]),
                               ("unknown", ["nope/nope/nope"]), ("nothing", [])):
            order("GetLoggingLevel", about, "DevVarStringArray", devices)
            order("SetLoggingLevel", about, "DevVarLongStringArray", {"numbers": [2] * len(devices), "strings": devices})
            order("GetLoggingLevel", about + " after", "DevVarStringArray", devices)
        order("SetLoggingLevel", "off", "DevVarLongStringArray", {"numbers": [0], "strings": ["*"]})
        order("SetLoggingLevel", "uneven", "DevVarLongStringArray", {"numbers": [1, 2], "strings": [name]})
        for command in ("AddLoggingTarget", "RemoveLoggingTarget"):
            for about, texts in (("all", ["*", "console::cout"]), ("uneven", [name]), ("none", ["nope/*", "console::cout"]),
                                 ("unknown", ["nope/nope/nope", "console::cout"]), ("nothing", [])):
                order(command, about, "DevVarStringArray", texts)
        for text in (name, admin.dev_name(), "nope/nope/nope", "*"):
            order("GetLoggingTarget", "'%s'" % text, "DevString", text)
        order("StopLogging", "")
        look("stopped")
        order("StartLogging", "")
        look("started")


def restarting(steps, _calls, device, _nodb):
    """DevRestart and Init keep the configuration and the polling, and nothing of what was written."""
    p = patient(tango.DeviceProxy(device))
    admin = patient(tango.DeviceProxy(p.adm_name()))
    steps.step(p, "write_attribute", "before restart", name="string_scalar", type="DevString", value="before")
    steps.step(p, "configured", "before restart", name="string_scalar", changes={"unit": "m", "label": "kept"})
    steps.step(p, "configured", "before restart, a default", name="boolean_scalar", changes={"description": "No description"})
    steps.step(p, "poll_attribute", "before restart", name="string_scalar", period=300)
    steps.step(p, "poll_command", "before restart", name="State", period=300)
    for command, kind, value in (("DevRestart", "DevString", p.dev_name()), ("RestartServer", "DevVoid", None)):
        time.sleep(1.5)       # see the faults of TangoTest in docs/interop.md: not close to another Init
        steps.step(admin, "command_inout", "restart", name=command, type=kind, value=value)
        time.sleep(2.5)
        steps.step(p, "ping", "after " + command, compare="shape")
        for call in ("state", "status", "is_locked"):
            steps.step(p, call, "after " + command)
        steps.step(p, "get_attribute_config", "after " + command, names=["string_scalar"])
        steps.step(p, "get_attribute_config", "of a default after " + command, names=["boolean_scalar"])
        steps.step(p, "wait_attribute_history", "after " + command, name="string_scalar", depth=2)
        for name in ("string_scalar", "double_scalar_w", "double_spectrum", "string_image"):
            steps.step(p, "read_attribute", "%s after %s" % (name, command), name=name)
        steps.step(admin, "command_inout", "DevPollStatus after " + command, name="DevPollStatus", type="DevString", value=p.dev_name())
        steps.step(admin, "command_inout", "QueryDevice after " + command, name="QueryDevice")
    steps.step(p, "stop_poll_attribute", "after restart", name="string_scalar")
    steps.step(p, "stop_poll_command", "after restart", name="State")
    steps.step(p, "configured", "after restart", name="string_scalar", changes={"unit": "Not specified", "label": "Not specified"})
    steps.step(p, "configured", "after restart, a default", name="boolean_scalar", changes={"description": ""})
