"""Chapter of a dump: polling by the commands of the admin device, its texts, histories, and values from the cache."""
import time

import tango
from seen import patient


def polling(steps, _calls, device, nodb):
    series(steps, device, "")
    series(steps, nodb, " nodb")


def series(steps, device, label):
    p = patient(tango.DeviceProxy(device))
    name = p.dev_name()
    admin = patient(tango.DeviceProxy(p.adm_name()))

    def order(command, about, numbers, strings):
        steps.step(admin, "command_inout", command + " " + about + label, name=command, type="DevVarLongStringArray",
                   value={"numbers": numbers, "strings": strings})

    def remove(about, *strings):
        steps.step(admin, "command_inout", "RemObjPolling " + about + label, name="RemObjPolling", type="DevVarStringArray", value=list(strings))

    def look(about):
        steps.step(admin, "command_inout", "DevPollStatus " + about + label, name="DevPollStatus", type="DevString", value=name)
        steps.step(admin, "command_inout", "PolledDevice " + about + label, name="PolledDevice")

    def run(command):
        steps.step(admin, "command_inout", command + label, name=command)

    look("at first")
    for wrong in ("nope/nope/nope", "", "nope"):
        steps.step(admin, "command_inout", "DevPollStatus '%s'%s" % (wrong, label), name="DevPollStatus", type="DevString", value=wrong)
    wrong_orders = (
        ("unknown device", [1000], ["nope/nope/nope", "attribute", "ampli"]), ("unknown type", [1000], [name, "nope", "ampli"]),
        ("unknown attribute", [1000], [name, "attribute", "nope"]), ("unknown command", [1000], [name, "command", "nope"]),
        ("with argument", [1000], [name, "command", "DevDouble"]), ("Init", [1000], [name, "command", "Init"]),
        ("too short", [4], [name, "attribute", "ampli"]), ("negative", [-1], [name, "attribute", "ampli"]),
        ("no period", [], [name, "attribute", "ampli"]), ("two periods", [1000, 1000], [name, "attribute", "ampli"]),
        ("two texts", [1000], [name, "attribute"]), ("no texts", [1000], []), ("four texts", [1000], [name, "attribute", "ampli", "x"]),
        ("admin device", [1000], [admin.dev_name(), "attribute", "State"]))
    for about, numbers, strings in wrong_orders:
        order("AddObjPolling", about, numbers, strings)
    for about, numbers, strings in wrong_orders[:11] + (("not polled", [1000], [name, "attribute", "ampli"]),):
        order("UpdObjPollingPeriod", about, numbers, strings)
    for about, strings in (("unknown device", ["nope/nope/nope", "attribute", "ampli"]), ("unknown type", [name, "nope", "ampli"]),
                           ("unknown attribute", [name, "attribute", "nope"]), ("unknown command", [name, "command", "nope"]),
                           ("not polled", [name, "attribute", "ampli"]), ("two texts", [name, "attribute"]), ("no texts", [])):
        remove(about, *strings)
    look("after errors")

    steps.step(p, "write_attribute", "before polling" + label, name="string_scalar", type="DevString", value="one")
    order("AddObjPolling", "string_scalar", [200], [name, "attribute", "string_scalar"])
    order("AddObjPolling", "again", [200], [name, "attribute", "String_Scalar"])
    order("AddObjPolling", "again with other period", [400], [name, "attribute", "string_scalar"])
    for call in ("is_attribute_polled", "get_attribute_poll_period"):
        for attribute in ("string_scalar", "STRING_scalar", "ampli", "nope"):
            steps.step(p, call, attribute + label, name=attribute)
    steps.step(p, "wait_attribute_history", "string_scalar" + label, name="string_scalar", depth=3)
    look("one")
    for depth in (1, 3, 0, -1):
        steps.step(p, "attribute_history", "depth %d%s" % (depth, label), name="string_scalar", depth=depth)
    steps.step(p, "history_values", "depth 100" + label, name="string_scalar", depth=100)
    steps.step(p, "write_attribute", "while polled" + label, name="string_scalar", type="DevString", value="two")
    steps.step(p, "wait_for_value_in_history", label, name="string_scalar", value="two")
    for source in ("CACHE", "DEV", "CACHE_DEV"):
        p.set_source(getattr(tango.DevSource, source))
        steps.step(p, "read_attribute", source + " polled" + label, name="string_scalar")
        steps.step(p, "read_attribute", source + " not polled" + label, name="boolean_scalar")
        steps.step(p, "read_attribute", source + " unknown" + label, name="nope")
        steps.step(p, "read_attributes", source + label, names=["string_scalar", "boolean_scalar", "nope"])
        steps.step(p, "command_inout", source + " not polled" + label, name="State")
        steps.step(p, "command_inout", source + " with argument" + label, name="DevDouble", type="DevDouble", value=1.5)
    steps.step(p, "history_values", "two values" + label, name="string_scalar", depth=10)

    order("AddObjPolling", "boolean_scalar", [200], [name, "attribute", "boolean_scalar"])
    order("AddObjPolling", "double_spectrum", [200], [name, "attribute", "double_spectrum"])
    order("AddObjPolling", "throw_exception", [300], [name, "attribute", "throw_exception"])
    order("AddObjPolling", "no_value", [300], [name, "attribute", "no_value"])
    order("AddObjPolling", "State as attribute", [500], [name, "attribute", "State"])
    order("AddObjPolling", "Status as command", [300], [name, "command", "Status"])
    order("AddObjPolling", "DevVoid", [250], [name, "command", "devvoid"])
    order("AddObjPolling", "triggered", [0], [name, "attribute", "short_spectrum"])
    order("AddObjPolling", "triggered", [0], [name, "command", "DumpExecutionState"])
    for attribute in ("boolean_scalar", "double_spectrum", "throw_exception", "no_value", "State"):
        steps.step(p, "wait_attribute_history", attribute + label, name=attribute, depth=2)
    steps.step(p, "wait_command_history", "Status" + label, name="Status", depth=2)
    look("all")
    if not label:
        steps.step(patient(tango.Database()), "db_get_device_property", "polled", device=name, names=["polled_attr", "polled_cmd"])
    p.set_source(tango.DevSource.CACHE)
    for attribute in ("boolean_scalar", "double_spectrum", "throw_exception", "no_value", "State", "Status", "short_spectrum"):
        steps.step(p, "read_attribute", "CACHE of all " + attribute + label, name=attribute)
    for command in ("State", "Status", "DevVoid", "DumpExecutionState"):
        steps.step(p, "command_inout", "CACHE of all " + command + label, name=command)
    p.set_source(tango.DevSource.CACHE_DEV)
    steps.step(p, "read_attribute", "CACHE_DEV triggered" + label, name="short_spectrum")
    for attribute in ("boolean_scalar", "double_spectrum", "throw_exception", "no_value", "Status", "short_spectrum"):
        steps.step(p, "history_values", attribute + label, name=attribute, depth=2)
    for command in ("State", "Status", "DevVoid", "DumpExecutionState", "nope"):
        steps.step(p, "command_history", command + label, name=command, depth=2)
        steps.step(p, "is_command_polled", command + label, name=command)
        steps.step(p, "get_command_poll_period", command + label, name=command)
    order("UpdObjPollingPeriod", "string_scalar", [600], [name, "attribute", "string_scalar"])
    order("UpdObjPollingPeriod", "DevVoid", [600], [name, "command", "DevVoid"])
    order("UpdObjPollingPeriod", "too short", [4], [name, "attribute", "string_scalar"])
    order("UpdObjPollingPeriod", "not polled", [1000], [name, "attribute", "ampli"])
    order("UpdObjPollingPeriod", "to triggered", [0], [name, "attribute", "boolean_scalar"])
    steps.step(p, "get_attribute_poll_period", "changed" + label, name="string_scalar")
    time.sleep(0.7)
    look("changed")

    for call in ("status", "state"):
        steps.step(admin, call, "while polling" + label)
    run("StopPolling")
    run("StopPolling")
    steps.step(admin, "status", "polling stopped" + label)
    steps.step(admin, "command_inout", "Status, polling stopped" + label, name="Status")
    p.set_source(tango.DevSource.CACHE)
    steps.step(p, "wait_for_reason", "stopped" + label, name="double_spectrum", reason="API_NotUpdatedAnyMore")
    p.set_source(tango.DevSource.CACHE_DEV)
    steps.step(p, "read_attribute", "stopped" + label, name="double_spectrum")
    look("stopped")
    run("StartPolling")
    run("StartPolling")
    steps.step(admin, "status", "polling again" + label)
    steps.step(p, "wait_for_value_in_history", "again" + label, name="string_scalar", value="two")

    for attribute in ("string_scalar", "boolean_scalar", "double_spectrum", "THROW_exception", "no_value", "state", "short_spectrum"):
        remove(attribute, name, "attribute", attribute)
    for command in ("Status", "DEVVOID", "DumpExecutionState"):
        remove(command, name, "command", command)
    remove("again", name, "attribute", "string_scalar")
    look("nothing")
    steps.step(p, "attribute_history", "of nothing" + label, name="string_scalar", depth=3)
    if not label:
        steps.step(patient(tango.Database()), "db_get_device_property", "polled no more", device=name, names=["polled_attr", "polled_cmd"])
