"""The chapters of a dump, in their order. Each leaves the device RUNNING, unlocked, with nothing polled and its configuration as at first."""
import time

import tango
from administration import administration, logging, restarting
from configuring import alarms, configuring
from locking import locking
from polling import polling
from seen import patient

#: Calls of the scenario that ask the database or the client library, and not the server.
ELSEWHERE = ("connect", "alias", "get_property", "put_property", "delete_property", "get_property_list", "attribute_proxy", "database_connect",
             "polling_status", "get_timeout_millis", "set_timeout_millis")


def scenario(steps, calls, device, nodb):
    """Attributes, writes, configuration, commands, history: the calls that the test of our client makes too."""
    def wanted(call):
        return not call["call"].startswith("db_") and call["call"] not in ELSEWHERE and call.get("device") in (None, "${device}", "${nodb}")
    steps.scenario(calls, device, nodb, wanted)


def values(steps, _calls, device, _nodb):
    """What a thread of TangoTest makes up, by its range, and what is known of it."""
    p = patient(tango.DeviceProxy(device))
    for kind in "short long ulong long64 ulong64 double ushort uchar float".split():
        steps.step(p, "random_reading", name=kind + "_spectrum_ro", low=0, high=255)
    for kind in "uchar ushort".split():
        steps.step(p, "random_reading", name=kind + "_image_ro", low=0, high=255)
    for kind in "short long ulong long64 ulong64 float double".split():
        steps.step(p, "random_reading", name=kind + "_image_ro", low=0, high=38)
    for name in ("boolean_spectrum_ro", "boolean_image_ro") + (("enum_spectrum_ro", "enum_image_ro") if steps.release != "9.3" else ()):
        steps.step(p, "random_reading", name=name, low=0, high=1)
    steps.step(p, "patterned_reading", name="string_spectrum_ro", pattern=r"\[\d\d+\]::hello-world-0\d{3}")
    steps.step(p, "patterned_reading", name="string_image_ro", pattern=r"\[\d\d+\]\[\d\d+\]::hello world::0\d{3}")
    # A scalar reads a random number below what is written to it, or its sine.
    for kind, name in (("DevShort", "short"), ("DevLong", "long"), ("DevULong", "ulong"), ("DevUShort", "ushort"), ("DevUChar", "uchar"),
                       ("DevFloat", "float")):
        steps.step(p, "write_attribute", name + " 100", name=name + "_scalar", type=kind, value=100)
        steps.step(p, "wait_within", name + " below 100", name=name + "_scalar", low=0, high=99)
        steps.step(p, "random_reading", name + " below 100", name=name + "_scalar", low=0, high=99)
        for value in (1, 0):
            steps.step(p, "write_attribute", "%s %d" % (name, value), name=name + "_scalar", type=kind, value=value)
            steps.step(p, "wait_within", name, name=name + "_scalar", low=0, high=0)
            steps.step(p, "read_attribute", "%s %d" % (name, value), name=name + "_scalar")
    for name, written in (("long64", "long"), ("ulong64", "long"), ("short_scalar_ro", "short")):
        steps.step(p, "write_attribute", "for " + name, name=written + "_scalar", type="DevLong" if written == "long" else "DevShort", value=0)
        steps.step(p, "wait_within", name=name if "_" in name else name + "_scalar", low=0, high=0)
    for kind, name in (("DevDouble", "double"), ("DevLong", "long"), ("DevShort", "short")):
        steps.step(p, "write_attribute", name + "_scalar_w", name=name + "_scalar_w", type=kind, value=50)
        steps.step(p, "wait_within", name=name + "_scalar_rww", low=-50, high=50)
        steps.step(p, "random_reading", volatile=["whole"], name=name + "_scalar_rww", low=-50, high=50)
        steps.step(p, "write_attribute", name + "_scalar_w", name=name + "_scalar_w", type=kind, value=0)
        steps.step(p, "wait_within", name=name + "_scalar_rww", low=0, high=0)
    steps.step(p, "write_attribute", "ampli", name="ampli", type="DevDouble", value=10.0)
    time.sleep(3)
    steps.step(p, "random_reading", name="wave", low=-10, high=10)
    steps.step(p, "write_attribute", "ampli", name="ampli", type="DevDouble", value=0.0)
    steps.step(p, "all_attributes", volatile=["value"])


def pipes(steps, _calls, device, _nodb):
    p = patient(tango.DeviceProxy(device))
    steps.step(p, "get_pipe_list")
    for names in (["string_long_short_ro"], ["STRING_long_short_ro"], ["nope"], ["All pipes"], []):
        steps.step(p, "get_pipe_config", str(names), names=names)
    written = ("generic_blob_rw",) if steps.release != "9.3" else ()
    for name in ("string_long_short_ro", "STRING_long_short_ro", "nope") + written:
        steps.step(p, "read_pipe", name, name=name)
    blob = [{"name": "one", "value": 1.5, "dtype": "DevDouble"}, {"name": "two", "value": ["a", "b"], "dtype": "DevVarStringArray"},
            {"name": "three", "value": [1, 2, 3], "dtype": "DevVarLongArray"}, {"name": "four", "value": "text", "dtype": "DevString"}]
    for name in ("string_long_short_ro", "nope") + written:
        steps.step(p, "write_pipe", name, name=name, blob="blob", elements=blob)
        steps.step(p, "read_pipe", name, name=name)
    for changes in ({"label": "label"}, {"description": "caf\u00e9"}, {"label": "", "description": ""}, {"label": "Not specified"},
                    {"description": "Not specified"}, {"name": "nope"}, {"writable": tango.PipeWriteType.PIPE_READ_WRITE}):
        steps.step(p, "set_pipe_config", str(sorted(changes)), name="string_long_short_ro", changes=changes)
        steps.step(p, "get_pipe_config", names=["string_long_short_ro"])


def black_box(steps, _calls, device, nodb):
    """A series of calls, and how the black box tells of them: on the device, and on the admin device."""
    for label, name in (("", device), (" nodb", nodb)):
        p = patient(tango.DeviceProxy(name))
        for n in (0, -1):
            steps.step(p, "black_box", "%d%s" % (n, label), n=n)
        for call, args in (("name", {}), ("description", {}), ("adm_name", {}), ("state", {}), ("status", {}), ("ping", {}), ("info", {}),
                           ("command_list_query", {}), ("command_query", {"name": "DevDouble"}), ("command_query", {"name": "nope"}),
                           ("command_inout", {"name": "DevDouble", "type": "DevDouble", "value": 1.5}), ("command_inout", {"name": "nope"}),
                           ("command_inout", {"name": "devvoid"}), ("command_inout", {"name": "State"}),
                           ("read_attribute", {"name": "double_scalar"}), ("read_attribute", {"name": "DOUBLE_scalar"}),
                           ("read_attributes", {"names": ["double_scalar", "string_scalar", "nope"]}),
                           ("write_attribute", {"name": "string_scalar", "type": "DevString", "value": "x"}),
                           ("write_attributes", {"values": [{"name": "string_scalar", "type": "DevString", "value": "y"},
                                                            {"name": "ampli", "type": "DevDouble", "value": 0.0}]}),
                           ("write_read_attribute", {"name": "string_scalar", "type": "DevString", "value": "z"}),
                           ("write_read_attributes", {"values": [{"name": "string_scalar", "type": "DevString", "value": "z"}],
                                                      "names": ["string_scalar", "ampli"]}),
                           ("get_attribute_config", {"names": ["ampli", "wave"]}), ("attribute_list_query", {}),
                           ("set_attribute_config", {"name": "ampli", "changes": {"unit": ""}}),
                           ("attribute_history", {"name": "ampli", "depth": 3}), ("command_history", {"name": "State", "depth": 2}),
                           ("get_pipe_config", {"names": ["string_long_short_ro"]}), ("read_pipe", {"name": "string_long_short_ro"}),
                           ("black_box", {"n": 2})):
            if call == "set_attribute_config" and label and steps.release == "9.3":
                continue
            steps.step(p, call, "for the black box" + label, "shape" if call == "ping" else "exact", ["value", "server_host"], **args)
        for source in ("CACHE", "DEV", "CACHE_DEV"):
            p.set_source(getattr(tango.DevSource, source))
            steps.step(p, "command_inout", "for the black box %s%s" % (source, label), name="State")
            steps.step(p, "read_attribute", "for the black box %s%s" % (source, label), name="ampli")
        for n in (60, 3, 1):
            steps.step(p, "black_box", "%d%s" % (n, label), n=n)
        admin = patient(tango.DeviceProxy(p.adm_name()))
        steps.step(admin, "command_inout", "for the black box of the admin device" + label, name="QueryDevice")
        steps.step(admin, "command_inout", "for the black box of the admin device" + label, name="DevPollStatus", type="DevString",
                   value=p.dev_name())
        steps.step(admin, "black_box", "of the admin device" + label, n=2)


def again(steps, _calls, device, _nodb):
    """What all this has left behind."""
    p = patient(tango.DeviceProxy(device))
    time.sleep(1.5)
    steps.step(p, "command_inout", "at the end", name="Init")
    for call in ("state", "status", "attribute_list_query", "command_list_query"):
        steps.step(p, call, "at the end")
    steps.step(p, "get_pipe_config", "at the end", names=["string_long_short_ro"])
    steps.step(p, "all_attributes", "at the end", volatile=["value", "w_value"])


CHAPTERS = (black_box, scenario, values, pipes, configuring, alarms, polling, locking, logging, administration, restarting, again)
