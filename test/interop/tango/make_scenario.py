"""Prints the scenario: the calls which view.py (PyTango) and the interop test (our client) both make. No input, no randomness.

    python3 make_scenario.py > scenario.json

The format is described in view.py. The scenario starts and ends with the device RUNNING, nothing polled, and the attribute
configuration of the class. Attributes that only Tango 10 has are read on Tango 9 too: there the same error is expected.
"""
import json

CALLS = []
IDS = {}
DEVICE = "${device}"

EXTREMES = {
    "DevBoolean": [True, False],
    "DevUChar": [0, 255, 17],
    "DevShort": [-32768, 32767, 0, 256],
    "DevUShort": [0, 65535, 256],
    "DevLong": [-2147483648, 2147483647, 0, 256],
    "DevULong": [0, 4294967295, 2147483648, 256],
    "DevLong64": ["-9223372036854775808", "9223372036854775807", "9007199254740993", "0", "256"],
    "DevULong64": ["0", "18446744073709551615", "9007199254740993", "256"],
    "DevFloat": [3.4028234663852886e38, -3.4028234663852886e38, 1.401298464324817e-45, -0.0, "NaN", "Infinity", "-Infinity", 0.5],
    "DevDouble": [1.7976931348623157e308, -1.7976931348623157e308, 5e-324, -0.0, 0.1, "NaN", "Infinity", "-Infinity", 256.0],
    "DevString": ["", "hola", "caf\u00e9 \u00fc\u00ff\u00a0\u00b5", "two\nlines\tand \\ \"quotes\"", "x" * 3000],
    "DevEnum": [0, 2, 1],
}


def call(name, args=None, compare="exact", volatile=(), device=None, label=None, min_idl=None):
    """One more call; its id is the name, what it is about, and a number where that repeats."""
    base = name + ("" if label is None else " " + label)
    IDS[base] = IDS.get(base, 0) + 1
    entry = {"id": base if IDS[base] == 1 else "%s #%d" % (base, IDS[base]), "call": name}
    if device is not None:
        entry["device"] = device
    if args:
        entry["args"] = args
    if min_idl is not None:
        entry["min_idl"] = min_idl
    entry["compare"] = compare
    if volatile:
        entry["volatile"] = list(volatile)
    CALLS.append(entry)


def repeat(item, count):
    return {"$repeat": [item, count]}


# ---- the attributes of TangoTest (9.3 and 10), and which of their values a thread of it changes at will

SCALARS = {   # read-write
    "boolean_scalar": "DevBoolean", "double_scalar": "DevDouble", "float_scalar": "DevFloat", "long64_scalar": "DevLong64",
    "long_scalar": "DevLong", "short_scalar": "DevShort", "string_scalar": "DevString", "uchar_scalar": "DevUChar",
    "ulong64_scalar": "DevULong64", "ushort_scalar": "DevUShort", "ulong_scalar": "DevULong", "enum_scalar": "DevEnum",
}
WRITE_ONLY = {"ampli": "DevDouble", "double_scalar_w": "DevDouble", "long_scalar_w": "DevLong", "short_scalar_w": "DevShort",
              "freq": "DevDouble"}
READ_ONLY_SCALARS = ["double_scalar_rww", "long_scalar_rww", "short_scalar_rww", "short_scalar_ro", "no_value", "throw_exception",
                     "enum_scalar_ro", "State", "Status"]
SPECTRA = {"boolean_spectrum": "DevBoolean", "double_spectrum": "DevDouble", "float_spectrum": "DevFloat", "long_spectrum": "DevLong",
           "short_spectrum": "DevShort", "string_spectrum": "DevString", "uchar_spectrum": "DevUChar", "ushort_spectrum": "DevUShort",
           "enum_spectrum": "DevEnum"}
IMAGES = {"boolean_image": "DevBoolean", "double_image": "DevDouble", "float_image": "DevFloat", "long_image": "DevLong",
          "short_image": "DevShort", "string_image": "DevString", "uchar_image": "DevUChar", "ushort_image": "DevUShort",
          "enum_image": "DevEnum"}
READ_ONLY_ARRAYS = [t + "_spectrum_ro" for t in "boolean double float long64 long short string uchar ulong64 ulong ushort enum".split()]
READ_ONLY_ARRAYS += [t + "_image_ro" for t in "boolean double float long64 long short string uchar ulong64 ulong ushort enum".split()]
READ_ONLY_ARRAYS += ["wave"]
STEADY = {"boolean_scalar", "string_scalar", "no_value", "throw_exception", "State", "Status"} | set(WRITE_ONLY) | set(SPECTRA) | set(IMAGES) - {"long_image", "enum_image"}
# Faults of TangoTest that this must steer around: 9.3.4 ends with SIGSEGV when long_image is written; 10.0.2 puts what is written to
# enum_image into the 256 elements of enum_spectrum, and past their end. What the two give to read is memory never initialised.
# And attributes that Tango 9 lacks are not written there: PyTango looks up their type first, and what it then says is accidental.
MIN_IDL = {"long_image": 6, "freq": 6, "enum_scalar": 6, "enum_spectrum": 6, "enum_image": 6}
ALL = list(SCALARS) + list(WRITE_ONLY) + READ_ONLY_SCALARS + list(SPECTRA) + list(IMAGES) + READ_ONLY_ARRAYS


def unsteady(*names):
    return [] if all(name in STEADY for name in names) else ["value"]


def read(name, about=None):
    call("read_attribute", {"name": name}, volatile=unsteady(name), label=name if about is None else "%s %s" % (name, about))


def write(name, kind, value, label=None):
    call("write_attribute", {"name": name, "type": kind, "value": value}, label=label or name, min_idl=MIN_IDL.get(name))


def write_and_read(name, kind, value):
    write(name, kind, value)
    read(name)


def image(x, y, data):
    return {"dim_x": x, "dim_y": y, "data": data}


def reset():
    call("command_inout", {"name": "Init"}, label="Init")
    call("state")


# ---- the chapters

def device():
    for name in ("name dev_name adm_name description state status get_idl_version get_attribute_list get_command_list "
                 "get_timeout_millis get_source").split():
        call(name)
    call("alias")
    call("info", volatile=["server_host"])
    call("ping", compare="shape")
    call("black_box", {"n": 3}, compare="shape")
    call("black_box", {"n": 0}, compare="shape", label="none")
    call("set_timeout_millis", {"millis": 5000})
    call("get_timeout_millis")
    call("set_timeout_millis", {"millis": 60000})       # what follows is about other things: as patient-client.ts


def known_state():
    """What former runs may have left does not show in what follows."""
    reset()
    for name, kind in list(SCALARS.items()) + list(WRITE_ONLY.items()):
        write(name, kind, EXTREMES[kind][-1] if kind != "DevString" else "hola", label="known " + name)
    for name, kind in SPECTRA.items():
        write(name, kind, EXTREMES[kind][:2], label="known " + name)
    for name, kind in IMAGES.items():
        side = 16 if name == "enum_image" else 251      # see MIN_IDL
        write(name, kind, image(side, side, [repeat(EXTREMES[kind][1] if kind != "DevString" else "i", side * side)]), label="known " + name)


def attributes():
    call("attribute_list_query")
    call("get_attribute_config", {"names": ["double_scalar", "STRING_IMAGE"]}, label="two")
    call("get_attribute_config", {"names": ["double_scalar", "nope"]}, label="unknown")
    for name in ALL:
        read(name, "first")
    some = ["boolean_scalar", "double_scalar", "throw_exception", "nope", "string_spectrum", "double_image", "State", "Status", "no_value"]
    call("read_attributes", {"names": some}, volatile=["value"], label="ten")
    call("read_attributes", {"names": ["string_scalar"]}, label="one")
    call("read_attributes", {"names": ["nope", "throw_exception"]}, label="all fail")
    call("read_attributes", {"names": []}, label="none")
    call("read_attributes", {"names": ["string_scalar", "String_Scalar"]}, label="twice")
    call("read_attribute", {"name": "STRING_Scalar"}, label="other case")
    for name in ("nope", "", "double_scalar ", "sys/tg_test/1/double_scalar"):
        call("read_attribute", {"name": name}, label="wrong name '%s'" % name)


def writes():
    for name, kind in list(SCALARS.items()) + list(WRITE_ONLY.items()):
        for value in EXTREMES[kind]:
            if name in WRITE_ONLY and isinstance(value, float) and abs(value) < 1 and value != 0.1:
                continue
            write_and_read(name, kind, value)
    write_and_read("enum_scalar", "DevEnum", 7)
    for name in ("double_scalar_rww", "long_scalar_rww", "short_scalar_rww"):
        read(name, "after write")
    for name, kind in SPECTRA.items():
        plain = [v for v in EXTREMES[kind] if v not in ("NaN", "Infinity", "-Infinity")]
        one = plain[0]
        length = 256
        for value in (plain, EXTREMES[kind], [one], [], [repeat(plain[1], length)], [repeat(plain[1], length + 1)],
                      [repeat(one, length if kind == "DevString" else 4096)], [repeat(one, 4097)]):
            write_and_read(name, kind, value)
        write_and_read(name, kind, plain[:2])
    for name, kind in IMAGES.items():
        plain = [v for v in EXTREMES[kind] if v not in ("NaN", "Infinity", "-Infinity")]
        six = (plain * 6)[:6]
        write_and_read(name, kind, image(3, 2, six))
        write_and_read(name, kind, image(2, 3, six))
        write_and_read(name, kind, image(1, 1, plain[1:2]))
        write_and_read(name, kind, image(1, 4, (plain * 4)[:4]))
        if name != "enum_image":
            write_and_read(name, kind, image(257, 1, [repeat(plain[1], 257)]))
    write_and_read("double_image", "DevDouble", image(3, 1, ["NaN", "Infinity", "-Infinity"]))
    write_and_read("double_image", "DevDouble", image(251, 251, [repeat(0.5, 63001)]))
    write_and_read("double_image", "DevDouble", image(3, 2, [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]))


def several_writes():
    good = [{"name": "long_scalar", "type": "DevLong", "value": 12}, {"name": "string_scalar", "type": "DevString", "value": "both"},
            {"name": "double_spectrum", "type": "DevDouble", "value": [1.5, 2.5]}]
    call("write_attributes", {"values": good}, label="three")
    for name in ("long_scalar", "string_scalar", "double_spectrum"):
        read(name)
    call("write_attributes", {"values": good + [{"name": "long_scalar", "type": "DevLong", "value": 13}]}, label="twice")
    call("write_attributes", {"values": good[:1] + [{"name": "short_scalar_ro", "type": "DevShort", "value": 1}]}, label="read-only among them")
    call("write_attributes", {"values": good[:1] + [{"name": "nope", "type": "DevShort", "value": 1}]}, label="unknown among them")
    read("long_scalar")
    call("write_read_attribute", {"name": "string_scalar", "type": "DevString", "value": "there and back"}, label="string_scalar")
    call("write_read_attribute", {"name": "long_scalar", "type": "DevLong", "value": 77}, volatile=["value"], label="long_scalar")
    call("write_read_attribute", {"name": "double_spectrum", "type": "DevDouble", "value": [3.5, 4.5, 5.5]}, label="double_spectrum")
    call("write_read_attribute", {"name": "long_image", "type": "DevLong", "value": image(2, 1, [5, 6])}, label="long_image",
         volatile=["value"], min_idl=6)
    call("write_read_attribute", {"name": "short_scalar_ro", "type": "DevShort", "value": 1}, label="short_scalar_ro")
    call("write_read_attribute", {"name": "nope", "type": "DevShort", "value": 1}, compare="fails", label="nope")
    call("write_read_attributes", {"values": good, "names": ["string_scalar", "double_spectrum", "boolean_scalar"]}, label="three")
    call("write_read_attributes", {"values": good, "names": ["string_scalar", "nope", "throw_exception"]}, label="reads fail")
    call("write_read_attributes", {"values": good[1:2] + [{"name": "short_scalar_ro", "type": "DevShort", "value": 1}],
                                   "names": ["string_scalar"]}, label="a write fails")
    # An attribute twice among the names to read is left out: the device of Tango 10.0.2 never answers again after it.


def wrong_writes():
    for name in ("short_scalar_ro", "throw_exception", "no_value", "State", "nope", "double_image_ro"):
        call("write_attribute_as", {"name": name, "type": "DevShort", "data_format": "SCALAR", "value": 1}, label=name)
        call("write_attribute", {"name": name, "type": "DevShort", "value": 1},
             compare="fails" if name in ("State", "nope", "double_image_ro") else "exact", label=name)
    for name in ("long_scalar", "double_scalar", "string_scalar", "boolean_scalar", "ulong64_scalar", "uchar_scalar", "enum_scalar",
                 "double_spectrum", "string_spectrum", "double_image"):
        for kind, value in (("DevString", "text"), ("DevDouble", 1.5), ("DevBoolean", True), ("DevShort", 3), ("DevLong64", "5")):
            call("write_attribute_as", {"name": name, "type": kind, "data_format": "SCALAR", "value": value}, label="%s %s" % (name, kind))
        call("write_attribute_as", {"name": name, "type": "DevLong", "data_format": "SPECTRUM", "value": [1, 2, 3]}, label=name + " spectrum")
        call("write_attribute_as", {"name": name, "type": "DevDouble", "data_format": "SPECTRUM", "value": [1.5, 2.5, 3.5]},
             label=name + " spectrum")
        call("write_attribute_as", {"name": name, "type": "DevDouble", "data_format": "IMAGE", "value": image(2, 2, [1.5, 2.5, 3.5, 4.5])},
             label=name + " image")
    for name in ("string_scalar", "double_spectrum", "double_image"):
        read(name, "after wrong writes")
    # Refused before anything is sent, by each language in its own way.
    call("write_attribute", {"name": "long_scalar", "type": "DevString", "value": "text"}, compare="fails", label="long_scalar text")
    call("write_attribute", {"name": "double_spectrum", "type": "DevDouble", "value": 1.5}, compare="fails", label="double_spectrum scalar")


def configuration():
    def change(attribute, about, **fields):
        call("set_attribute_config", {"name": attribute, "changes": fields}, label="%s %s" % (attribute, about))

    def look(name):
        call("get_attribute_config", {"names": [name]}, label=name)

    none = "Not specified"
    change("double_scalar_w", "texts", label="Current", unit="A", standard_unit="1", display_unit="mA", format="%7.4f",
           description="caf\u00e9, two\nlines")
    look("double_scalar_w")
    change("double_scalar_w", "limits", min_value="-10", max_value="10.5")
    look("double_scalar_w")
    for value in (10.5, -10.0, 10.6, -11.0, "NaN", 3.5):
        write_and_read("double_scalar_w", "DevDouble", value)
    call("write_attributes", {"values": [{"name": "double_scalar_w", "type": "DevDouble", "value": 99.0},
                                          {"name": "string_scalar", "type": "DevString", "value": "written all the same"}]},
         label="one out of limits")
    read("string_scalar")
    call("write_read_attribute", {"name": "double_scalar_w", "type": "DevDouble", "value": 99.0}, label="out of limits")
    change("double_scalar_w", "min above max", min_value="11")
    change("double_scalar_w", "not a number", min_value="text")
    change("double_scalar_w", "limits off", min_value=none, max_value=none)
    change("double_scalar_w", "texts off", label="double_scalar_w", unit="", standard_unit="", display_unit="", format="%6.2f",
           description="No description")
    look("double_scalar_w")
    change("short_scalar_w", "limits", min_value="-5", max_value="5")
    for value in (5, 6, -6, 1):
        write_and_read("short_scalar_w", "DevShort", value)
    change("short_scalar_w", "limits off", min_value=none, max_value=none)

    write("double_spectrum", "DevDouble", [1.5, 20.5])
    change("double_spectrum", "alarms", alarms={"min_alarm": "0", "max_alarm": "20", "min_warning": "1", "max_warning": "10"})
    look("double_spectrum")
    read("double_spectrum")
    call("state")
    call("status")
    read("State", "in alarm")
    read("Status", "in alarm")
    write_and_read("double_spectrum", "DevDouble", [1.5, 15.5])
    call("state")
    call("status")
    write_and_read("double_spectrum", "DevDouble", [1.5, 5.5])
    call("state")
    change("double_spectrum", "delta", alarms={"delta_t": "1000", "delta_val": "2"})
    look("double_spectrum")
    change("double_spectrum", "events", events={
        "ch_event": {"rel_change": "1", "abs_change": "-1,2"}, "per_event": {"period": "500"},
        "arch_event": {"archive_rel_change": "5", "archive_abs_change": "3", "archive_period": "2000"}})
    look("double_spectrum")
    change("double_spectrum", "events off", events={
        "ch_event": {"rel_change": none, "abs_change": none}, "per_event": {"period": none},
        "arch_event": {"archive_rel_change": none, "archive_abs_change": none, "archive_period": none}})
    change("double_spectrum", "alarms off", alarms={"min_alarm": none, "max_alarm": none, "min_warning": none, "max_warning": none,
                                                    "delta_t": none, "delta_val": none})
    look("double_spectrum")
    change("string_scalar", "limit of a string", min_value="1")
    change("boolean_scalar", "alarm of a boolean", alarms={"max_alarm": "1"})
    change("enum_scalar", "labels", enum_labels=["OFF", "ON", "BROKEN", "GONE"])
    look("enum_scalar")
    write_and_read("enum_scalar", "DevEnum", 3)
    write_and_read("enum_scalar", "DevEnum", 0)
    change("enum_scalar", "labels back", enum_labels=["LABEL0", "LABEL1", "LABEL2"])
    look("enum_scalar")
    change("nope", "unknown", unit="x")
    call("db_get_device_attribute_property", {"device": DEVICE, "names": ["double_scalar_w", "double_spectrum", "short_scalar_w"]},
         label="after configuration")
    call("attribute_list_query", label="after configuration")


def commands():
    call("command_list_query")
    names = ("DevBoolean DevDouble DevFloat DevLong DevLong64 DevShort DevString DevULong DevULong64 DevUShort DevVarCharArray "
             "DevVarDoubleArray DevVarDoubleStringArray DevVarFloatArray DevVarLong64Array DevVarLongArray DevVarLongStringArray "
             "DevVarShortArray DevVarStringArray DevVarULong64Array DevVarULongArray DevVarUShortArray").split()
    for name in names + ["CrashFromDevelopperThread", "CrashFromOmniThread", "DevVoid", "DumpExecutionState", "Init", "State", "Status",
                         "SwitchStates", "nope", "", "devdouble"]:
        call("command_query", {"name": name}, label="'%s'" % name)

    def execute(name, kind="DevVoid", value=None, label=None):
        args = {"name": name} if kind == "DevVoid" else {"name": name, "type": kind, "value": value}
        call("command_inout", args, label=label or name)

    # Far from any other Init: TangoTest joins its thread with a lock held that the thread, if it has only just started, waits for.
    # Two Inits in a row may lock the device up for ever.
    execute("Init", "DevDouble", 1.5, label="Init with DevDouble")
    element = {"DevVarCharArray": "DevUChar", "DevVarDoubleArray": "DevDouble", "DevVarFloatArray": "DevFloat",
               "DevVarLong64Array": "DevLong64", "DevVarLongArray": "DevLong", "DevVarShortArray": "DevShort",
               "DevVarStringArray": "DevString", "DevVarULong64Array": "DevULong64", "DevVarULongArray": "DevULong",
               "DevVarUShortArray": "DevUShort"}
    for name in names:
        if name in element:
            values = EXTREMES[element[name]]
            for value in (values, [], values[:1], [repeat(values[1], 10000)]):
                execute(name, name, value)
        elif name.endswith("StringArray"):
            number = EXTREMES["DevLong" if "Long" in name else "DevDouble"]
            for value in ({"numbers": number, "strings": EXTREMES["DevString"]}, {"numbers": [], "strings": []},
                          {"numbers": number[:1], "strings": []}, {"numbers": [], "strings": ["only"]}):
                execute(name, name, value)
        else:
            for value in EXTREMES[name]:
                execute(name, name, value)
    for name in ("DevVoid", "DumpExecutionState", "State", "Status"):
        execute(name)
    execute("devDOUBLE", "DevDouble", 2.5, label="other case")

    for name in ("nope", "", "double_scalar"):
        execute(name, label="wrong name '%s'" % name)
    for name in ("DevDouble", "DevLong", "DevString", "DevBoolean", "DevULong64", "DevVarDoubleArray", "DevVarStringArray",
                 "DevVarLongStringArray", "DevVoid", "State"):
        for kind, value in (("DevString", "text"), ("DevDouble", 1.5), ("DevLong", 5), ("DevShort", 6), ("DevVarLongArray", [1, 2])):
            if kind != name:
                execute(name, kind, value, label="%s with %s" % (name, kind))
    for name in ("DevDouble", "DevString", "DevVarDoubleArray"):
        execute(name, label=name + " without argument")

    execute("SwitchStates")
    call("state")
    call("status")
    execute("State")
    execute("Status")
    execute("DevDouble", "DevDouble", 1.5, label="DevDouble in FAULT")
    execute("DevVoid", label="DevVoid in FAULT")
    read("State", "in FAULT")
    read("string_scalar", "in FAULT")
    write("string_scalar", "DevString", "in FAULT")
    execute("SwitchStates")
    call("state")
    execute("SwitchStates")
    reset()


def history():
    call("attribute_history", {"name": "string_spectrum", "depth": 3}, label="not polled")
    call("command_history", {"name": "State", "depth": 3}, label="not polled")
    call("set_source", {"source": "CACHE"})
    call("read_attribute", {"name": "string_spectrum"}, label="cache, not polled")
    call("command_inout", {"name": "Status"}, label="Status cache, not polled")
    call("set_source", {"source": "CACHE_DEV"})
    write("string_spectrum", "DevString", ["a", "", "caf\u00e9"])
    write("double_image", "DevDouble", image(3, 2, [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]))
    polled = ["string_spectrum", "double_image", "string_scalar", "throw_exception", "boolean_scalar", "State"]
    for name in polled:
        call("poll_attribute", {"name": name, "period": 200}, label=name)
    for name in ("Status", "DevVoid"):
        call("poll_command", {"name": name, "period": 200}, label=name)
    for name in polled:
        call("wait_attribute_history", {"name": name, "depth": 4}, label=name)
    call("wait_command_history", {"name": "Status", "depth": 5}, label="Status")
    for name in polled:
        if name == "State":
            continue        # PyTango 10.0.2 gives a history of State no value
        call("attribute_history", {"name": name, "depth": 3}, label=name)
        call("is_attribute_polled", {"name": name}, label=name)
        call("get_attribute_poll_period", {"name": name}, label=name)
    for name in ("Status", "DevVoid"):
        call("command_history", {"name": name, "depth": 3}, label=name)
        call("is_command_polled", {"name": name}, label=name)
        call("get_command_poll_period", {"name": name}, label=name)
    call("polling_status", compare="shape")
    call("set_source", {"source": "CACHE"})
    for name in polled:
        call("read_attribute", {"name": name}, label="cache " + name)
    call("command_inout", {"name": "Status"}, label="Status cache")
    call("set_source", {"source": "DEV"})
    call("get_source")
    call("read_attribute", {"name": "string_scalar"}, label="device string_scalar")
    call("set_source", {"source": "CACHE_DEV"})
    call("poll_attribute", {"name": "boolean_scalar", "period": 400}, label="other period")
    call("get_attribute_poll_period", {"name": "boolean_scalar"}, label="other period")
    call("poll_attribute", {"name": "boolean_scalar", "period": 1}, label="too short")
    call("poll_attribute", {"name": "nope", "period": 1000}, label="nope")
    call("poll_command", {"name": "DevDouble", "period": 1000}, label="with argument")
    call("poll_command", {"name": "nope", "period": 1000}, label="nope")
    for name in polled:
        call("stop_poll_attribute", {"name": name}, label=name)
    for name in ("Status", "DevVoid"):
        call("stop_poll_command", {"name": name}, label=name)
    call("stop_poll_attribute", {"name": "boolean_scalar"}, label="not polled")
    call("stop_poll_command", {"name": "Status"}, label="not polled")
    call("is_attribute_polled", {"name": "boolean_scalar"}, label="not polled")
    call("is_command_polled", {"name": "Status"}, label="not polled")
    call("get_attribute_poll_period", {"name": "boolean_scalar"}, label="not polled")
    call("polling_status", label="empty")


def property_calls():
    some = {"bandoneon_a": ["one"], "bandoneon_b": ["1", "2", "caf\u00e9", "with, comma", "x" * 300], "bandoneon_C": ["cased"]}
    names = list(some) + ["bandoneon_none"]
    call("put_property", {"values": some})
    call("get_property", {"names": names})
    call("get_property", {"names": ["BANDONEON_c"]}, label="other case")
    call("get_property_list", {"filter": "bandoneon*"})
    call("get_property_list", {"filter": "nope*"}, label="none")
    call("put_property", {"values": {"bandoneon_a": ["changed", "and longer"]}}, label="again")
    call("get_property", {"names": ["bandoneon_a"]}, label="again")
    call("delete_property", {"names": ["bandoneon_a"]})
    call("get_property", {"names": names}, label="deleted")
    call("delete_property", {"names": ["bandoneon_a"]}, label="not there")
    call("delete_property", {"names": ["bandoneon_b", "bandoneon_C"]}, label="rest")

    for kind, key, owner in (("device", "device", DEVICE), ("device", "device", "bandoneon/no/device"),
                             ("class", "class_name", "BandoneonTest"), ("", "object", "BandoneonFree")):
        name = kind + "_" if kind else ""
        call("db_put_%sproperty" % name, {key: owner, "values": some}, label=owner)
        call("db_get_%sproperty" % name, {key: owner, "names": names}, label=owner)
        call("db_get_%sproperty" % name, {key: owner, "names": []}, label=owner + " none")
        if kind == "device":
            call("db_get_device_property_list", {"device": owner, "filter": "bandoneon*"}, label=owner)
        elif kind == "class":
            call("db_get_class_property_list", {"class_name": owner}, label=owner)
        else:
            call("db_get_object_list", {"filter": "Bandoneon*"})
            call("db_get_object_property_list", {"object": owner, "filter": "*"}, label=owner)
        call("db_delete_%sproperty" % name, {key: owner, "names": names}, label=owner)
        call("db_get_%sproperty" % name, {key: owner, "names": names}, label=owner + " deleted")
    for kind, key, owner in (("device", "device", DEVICE), ("class", "class_name", "BandoneonTest")):
        values = {"bandoneon_attr": {"p1": ["1", "2"], "p2": ["caf\u00e9"]}, "Bandoneon_Other": {"p1": ["x"]}}
        call("db_put_%s_attribute_property" % kind, {key: owner, "values": values})
        call("db_get_%s_attribute_property" % kind, {key: owner, "names": ["bandoneon_attr", "bandoneon_other", "nope"]})
        if kind == "class":
            call("db_get_class_attribute_list", {"class_name": owner, "filter": "*"})
        call("db_delete_%s_attribute_property" % kind, {key: owner, "values": {"bandoneon_attr": ["p1", "p2"], "Bandoneon_Other": ["p1"]}})
        call("db_get_%s_attribute_property" % kind, {key: owner, "names": ["bandoneon_attr", "Bandoneon_Other"]}, label="deleted")


def database():
    call("db_get_info", compare="shape")
    # Others may use the same database meanwhile: exact is only what they would not touch.
    for name, mine in (("device_exported", "SYS/database/*"), ("device_domain", "sy*"), ("class_list", "Data*"), ("server_list", "Data*"),
                       ("host_list", "*"), ("device_alias_list", "bandoneon*"), ("attribute_alias_list", "bandoneon*")):
        call("db_get_" + name, {"filter": "*"}, compare="shape")
        call("db_get_" + name, {"filter": mine}, label=mine)
        call("db_get_" + name, {"filter": "nope*"}, label="none")
    call("db_get_device_exported_for_class", {"class_name": "DataBase"})
    call("db_get_device_exported_for_class", {"class_name": "TangoTest"}, compare="shape", label="TangoTest")
    call("db_get_device_family", {"filter": "sys/data*"})
    call("db_get_device_member", {"filter": "sys/database/*"})
    call("db_get_device_name", {"server": "TangoTest/test", "class_name": "TangoTest"})
    call("db_get_device_name", {"server": "Nope/nope", "class_name": "Nope"}, label="none")
    call("db_get_server_name_list", compare="shape")
    call("db_get_instance_name_list", {"server": "DataBaseds"})
    call("db_get_server_class_list", {"server": "TangoTest/test"})
    call("db_get_device_class_list", {"server": "TangoTest/test"})
    call("db_get_host_server_list", {"host": "*"}, compare="shape")
    call("db_get_class_for_device", {"device": DEVICE})
    call("db_get_class_for_device", {"device": "bandoneon/no/device"}, label="undefined")
    call("db_get_class_inheritance_for_device", {"device": DEVICE})
    call("db_get_device_info", {"device": DEVICE})
    call("db_get_device_info", {"device": "bandoneon/no/device"}, label="undefined")
    call("db_import_device", {"device": DEVICE})
    call("db_import_device", {"device": "bandoneon/no/device"}, label="undefined")
    call("db_get_server_info", {"server": "TangoTest/test"})

    call("db_put_device_alias", {"device": DEVICE, "alias": "bandoneon_alias"})
    call("db_get_device_from_alias", {"alias": "Bandoneon_Alias"})
    call("db_get_alias_from_device", {"device": DEVICE})
    call("db_get_device_alias_list", {"filter": "bandoneon*"}, label="one")
    for name in ("bandoneon_alias", "BANDONEON_alias", "tango://${host}/bandoneon_alias"):
        call("connect", device=name, label=name)
        call("name", device=name, label=name)
    call("alias", device=DEVICE, label="set")
    call("read_attribute", {"name": "string_scalar"}, device="bandoneon_alias", label="by alias")
    call("db_put_device_alias", {"device": "bandoneon/no/device", "alias": "bandoneon_other"}, label="undefined")
    call("db_delete_device_alias", {"alias": "bandoneon_alias"})
    call("db_get_device_from_alias", {"alias": "bandoneon_alias"}, label="deleted")
    call("db_get_alias_from_device", {"device": DEVICE}, label="deleted")
    call("db_put_attribute_alias", {"attribute": DEVICE + "/double_scalar", "alias": "bandoneon_attr"})
    call("db_get_attribute_from_alias", {"alias": "bandoneon_attr"})
    call("db_get_alias_from_attribute", {"attribute": DEVICE + "/double_scalar"})
    call("attribute_proxy", {"attribute": "bandoneon_attr"}, label="alias")
    call("db_delete_attribute_alias", {"alias": "bandoneon_attr"})
    call("db_get_attribute_from_alias", {"alias": "bandoneon_attr"}, label="deleted")


def names():
    for name in (DEVICE, "SYS/DATABASE/2", "tango://${host}/sys/database/2", "//${host}/sys/database/2", "${host}/sys/database/2",
                 "TANGO://${host}/SYS/Database/2", "sys/database/2#dbase=yes", "${host}/sys/database/2#dbase=no",
                 "tango://${nodb}", "//${nodb}"):
        for what in ("connect", "name", "dev_name", "adm_name", "ping"):
            call(what, device=name, compare="shape" if what == "ping" else "exact", label=name)
    wrong = ["", "/", "a", "a/b", "a/b/", "/a/b", "a//b", "a/b/c/d", "a/b/c/", "a b/c/d", "nope/nope/nope", "taco:sys/tg_test/1",
             "taco://sys/tg_test/1", "http://${host}/sys/tg_test/1", "tango:sys/tg_test/1", "sys/tg_test/1#dbase=no", "sys/tg_test/1#dbase=maybe",
             "sys/tg_test/1#nope", "sys/tg_test/1#", "nope#dbase=no", "${host}/nope#dbase=no", "${host}/a/b#dbase=no", "${host}/nope/nope/nope",
             "${host}/nope/nope/nope#dbase=no", "127.0.0.1/sys/tg_test/1", "127.0.0.1:/sys/tg_test/1", ":10000/sys/tg_test/1",
             "127.0.0.1:port/sys/tg_test/1", "tango://127.0.0.1:1/sys/tg_test/1", "127.0.0.1:1/sys/tg_test/1#dbase=no",
             "127.0.0.1:1/a/b#dbase=no", "sys/tg_test/1->property", "sys/tg_test/" + "x" * 300]
    for name in wrong:
        label = "wrong '%s'" % (name if len(name) < 100 else "long")
        call("connect", device=name, label=label)
        if name.endswith("#dbase=no"):
            call("ping", device=name, label=label)
            call("read_attribute", {"name": "double_scalar"}, device=name, label=label)
            call("command_inout", {"name": "State"}, device=name, label=label)
    call("database_connect", {"host": "127.0.0.1", "port": 1}, label="nobody there")

    # A device of a server without database, in PyTango's words "127.0.0.1:port/a/b/c#dbase=no".
    for what in ("connect", "name", "dev_name", "adm_name", "description", "state", "status", "get_idl_version", "alias", "get_attribute_list",
                 "command_list_query", "attribute_list_query"):
        call(what, device="${nodb}", label="nodb")
    call("info", device="${nodb}", volatile=["server_host"], label="nodb")
    call("write_attribute", {"name": "string_scalar", "type": "DevString", "value": "nodb"}, device="${nodb}", label="nodb")
    call("read_attribute", {"name": "string_scalar"}, device="${nodb}", label="nodb")
    call("read_attribute", {"name": "nope"}, device="${nodb}", label="nodb wrong")
    call("command_inout", {"name": "DevDouble", "type": "DevDouble", "value": 1.5}, device="${nodb}", label="nodb")
    call("command_inout", {"name": "nope"}, device="${nodb}", label="nodb wrong")
    call("poll_attribute", {"name": "string_scalar", "period": 300}, device="${nodb}", label="nodb")
    call("get_attribute_poll_period", {"name": "string_scalar"}, device="${nodb}", label="nodb")
    call("stop_poll_attribute", {"name": "string_scalar"}, device="${nodb}", label="nodb")
    call("get_property", {"names": ["x"]}, device="${nodb}", label="nodb")
    call("put_property", {"values": {"x": ["1"]}}, device="${nodb}", label="nodb")
    call("delete_property", {"names": ["x"]}, device="${nodb}", label="nodb")
    call("get_property_list", {"filter": "*"}, device="${nodb}", label="nodb")
    # A server of 9.3.4 without database ends with SIGSEGV when it is given a configuration.
    for label, unit in (("nodb", "m"), ("nodb back", "")):
        call("set_attribute_config", {"name": "string_scalar", "changes": {"unit": unit}}, device="${nodb}", label=label, min_idl=6)
        call("get_attribute_config", {"names": ["string_scalar"]}, device="${nodb}", label=label)

    for name in ("sys/database/2/state", "tango://${host}/sys/database/2/State", "${host}/sys/database/2/state#dbase=no",
                 "sys/database/2/nope", "nope/nope/nope/nope", "nope", "a/b", "a/b/c", "a/b/c/d/e", "", "taco:a/b/c/d", "a/b/c/d#dbase=maybe",
                 "a/b/c/d#dbase=no"):
        call("attribute_proxy", {"attribute": name}, label="'%s'" % name)
    name = "127.0.0.1:1/a/b/c/d#dbase=no"       # PyTango 9.3.6 ends with SIGSEGV
    call("attribute_proxy", {"attribute": name}, label="'%s'" % name, min_idl=6)


def absent():
    """Defined but not exported, and exported where nobody listens."""
    name = "bandoneon/absent/1"
    call("db_add_device", {"device": name, "server": "TangoTest/bandoneon_absent", "class_name": "TangoTest"})
    call("db_import_device", {"device": name}, label="not exported")
    call("db_get_device_info", {"device": name}, label="not exported")
    calls = [("connect", {}), ("name", {}), ("dev_name", {}), ("adm_name", {}), ("ping", {}), ("state", {}), ("status", {}), ("info", {}),
             ("description", {}), ("black_box", {"n": 1}), ("get_idl_version", {}), ("read_attribute", {"name": "double_scalar"}),
             ("read_attributes", {"names": ["double_scalar"]}),
             ("write_attribute", {"name": "double_scalar", "type": "DevDouble", "value": 1.5}),
             ("write_attribute_as", {"name": "double_scalar", "type": "DevDouble", "data_format": "SCALAR", "value": 1.5}),
             ("command_inout", {"name": "State"}), ("command_query", {"name": "State"}), ("command_list_query", {}),
             ("attribute_list_query", {}), ("get_attribute_config", {"names": ["double_scalar"]}),
             ("attribute_history", {"name": "double_scalar", "depth": 1}), ("command_history", {"name": "State", "depth": 1}),
             ("poll_attribute", {"name": "double_scalar", "period": 1000}), ("get_property", {"names": ["x"]})]
    for what, args in calls:
        call(what, args, device=name, compare="fails" if what == "write_attribute" else "exact", label="not exported")
    for label, reference in (("nobody listens", "corbaloc:iiop:1.2@127.0.0.1:1/bandoneon/absent/1"), ("no reference", "nonsense")):
        call("db_export_device", {"device": name, "ior": reference, "host": "127.0.0.1", "pid": 1, "version": "5"}, label=label)
        for what, args in calls:
            call(what, args, device=name, compare="fails" if what == "write_attribute" else "exact", label=label)
    call("db_unexport_device", {"device": name})
    call("connect", device=name, label="unexported")
    call("ping", device=name, label="unexported")
    call("db_delete_device", {"device": name})
    call("db_delete_server", {"server": "TangoTest/bandoneon_absent"})
    call("connect", device=name, label="deleted")


def main():
    for chapter in (known_state, device, attributes, writes, several_writes, wrong_writes, configuration, commands, history, property_calls,
                    database, names, absent, known_state):
        chapter()
    lines = ",\n".join("  " + json.dumps(entry) for entry in CALLS)
    print('{"not_executed": ["CrashFromDevelopperThread", "CrashFromOmniThread"], "calls": [\n%s\n]}' % lines)


main()
