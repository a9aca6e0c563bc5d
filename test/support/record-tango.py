"""Makes the calls that are recorded as fixtures: reads a case name per line, does it with PyTango, prints `done NAME`.

    python3 -u record-tango.py DEVICE NODB < names      `list` prints the names of all cases

TANGO_HOST names a recording proxy before a database; DEVICE is a TangoTest device of it, NODB ("host:port") the address of a TangoTest
without database that has the device test/fixture/2.
A case that should fail and does not, or the reverse, ends the program.
"""
import sys
import time

import tango

DEVICE, NODB = sys.argv[1], sys.argv[2]
CASES = {}


def case(function):
    CASES[function.__name__.replace("_", "-")] = function
    return function


def fails(function, *args):
    try:
        function(*args)
    except tango.DevFailed:
        return
    raise SystemExit("%r should have failed" % (args,))


class Lazy:
    """One proxy of each for all cases."""
    def __getattr__(self, name):
        make = {"db": tango.Database, "dev": lambda: tango.DeviceProxy(DEVICE)}[name]
        setattr(self, name, make())
        return getattr(self, name)


it = Lazy()

# ---- database


@case
def database_connect():
    it.db


@case
def database_info():
    it.db.get_info()


@case
def import_device():
    it.db.import_device(DEVICE)


@case
def import_unknown_device():
    fails(it.db.import_device, "no/such/device")


@case
def device_info():
    it.db.get_device_info(DEVICE)


@case
def device_property():
    it.db.put_device_property(DEVICE, {"words": ["one", "two words", ""], "number": ["3.5"]})
    it.db.get_device_property(DEVICE, ["words", "number", "missing"])
    it.db.delete_device_property(DEVICE, ["words", "number"])


@case
def device_attribute_property():
    it.db.put_device_attribute_property(DEVICE, {"ampli": {"unit": ["mA"], "label": ["Amplitude"]}})
    it.db.get_device_attribute_property(DEVICE, ["ampli", "short_scalar"])
    it.db.delete_device_attribute_property(DEVICE, {"ampli": ["unit", "label"]})


@case
def lists():
    it.db.get_device_exported("test/fixture/*")
    it.db.get_server_list("TangoTest/fix*")
    it.db.get_device_name("TangoTest/fixture", "TangoTest")


# ---- a device: what is not an attribute or a command of its own


@case
def connect():
    it.dev


@case
def about():
    for ask in ("ping", "info", "name", "adm_name", "description", "state", "status"):
        getattr(it.dev, ask)()


@case
def black_box():
    it.dev.black_box(3)


@case
def command_query():
    it.dev.command_query("DevVarLongStringArray")


@case
def command_list():
    it.dev.command_list_query()


@case
def configuration():
    it.dev.get_attribute_config(["double_scalar", "short_image", "string_spectrum"])
    it.dev.get_attribute_config_ex(["State"])


@case
def set_configuration():
    info = it.dev.get_attribute_config("ampli")
    info.label, info.unit = "Amplitude", "mA"
    info.max_value, info.alarms.max_alarm = "1000", "900"
    it.dev.set_attribute_config(info)


@case
def pipe():
    it.dev.get_pipe_config("string_long_short_ro")
    it.dev.read_pipe("string_long_short_ro")


# ---- commands

TEXTS = ["", "a", "hola", "caf\u00e9 \u00b5m"]
COMMANDS = {
    "DevVoid": [None], "DevBoolean": [True, False], "DevShort": [-32768, 1], "DevLong": [-2147483648, 7],
    "DevLong64": [-9007199254740993], "DevUShort": [65535], "DevULong": [4294967295], "DevULong64": [18446744073709551615],
    "DevFloat": [1.5], "DevDouble": [-0.1, float("inf")], "DevString": TEXTS,
    "DevVarCharArray": [[], [0, 127, 255]], "DevVarShortArray": [[-1, 2, 3]], "DevVarLongArray": [[], [1], [1, -2, 3]],
    "DevVarLong64Array": [[1, -9007199254740993]], "DevVarUShortArray": [[1, 65535]], "DevVarULongArray": [[4294967295]],
    "DevVarULong64Array": [[0, 18446744073709551615]], "DevVarFloatArray": [[0.5, -2.25]], "DevVarDoubleArray": [[], [3.25, -1e300]],
    "DevVarStringArray": [[], TEXTS], "DevVarLongStringArray": [([1, 2], ["x", ""]), ([], [])],
    "DevVarDoubleStringArray": [([1.5], ["y"])], "State": [None], "Status": [None],
}


def command(name, values):
    def run():
        for value in values:
            if value is None:
                it.dev.command_inout(name)
            else:
                it.dev.command_inout(name, value)
    CASES["command-" + name] = run


for name, values in COMMANDS.items():
    command(name, values)


@case
def command_fails():
    fails(it.dev.command_inout, "NoSuchCommand")
    # an argument of another type than the command's
    data = tango.DeviceData()
    data.insert(tango.CmdArgType.DevDouble, 1.0)
    fails(it.dev.command_inout_raw, "DevVarLongArray", data)


# ---- attributes

SCALARS = {
    "boolean_scalar": True, "double_scalar": 2.5, "float_scalar": -1.5, "long64_scalar": -9007199254740993, "long_scalar": -7,
    "short_scalar": -3, "string_scalar": "caf\u00e9", "uchar_scalar": 200, "ulong64_scalar": 18446744073709551615,
    "ulong_scalar": 4294967295, "ushort_scalar": 65535,
}
SPECTRA = {
    "boolean_spectrum": [True, False, True], "double_spectrum": [1.5, -2.5], "float_spectrum": [0.5], "long_spectrum": [1, -2, 3],
    "short_spectrum": [-1, 2], "string_spectrum": ["", "a", "bc"], "uchar_spectrum": [1, 255], "ushort_spectrum": [65535, 0],
}
IMAGES = {
    "boolean_image": [[True, False], [False, True]], "double_image": [[1.5, 2.5, 3.5], [4.5, 5.5, 6.5]], "float_image": [[0.5], [1.5]],
    # long_image is left out: writing it kills the TangoTest of 9.3.4
    "short_image": [[-1, 2, 3]], "string_image": [["a", ""], ["bc", "d"]],
    "uchar_image": [[1, 2], [3, 255]], "ushort_image": [[1], [65535]],
}


def attribute(name, value):
    def run():
        it.dev.write_attribute(name, value)
        it.dev.read_attribute(name)
    CASES["attribute-" + name.replace("_", "-")] = run


for group in (SCALARS, SPECTRA, IMAGES):
    for name, value in group.items():
        attribute(name, value)


@case
def attribute_state_status():
    it.dev.read_attributes(["State", "Status"])


@case
def attribute_without_value():
    fails(it.dev.read_attribute, "no_value")


@case
def attributes_some_fail():
    it.dev.read_attributes(["short_scalar", "throw_exception", "no_such_attribute", "string_scalar"])


@case
def write_fails():
    fails(it.dev.write_attribute, "short_scalar_ro", 1)
    fails(it.dev.write_attributes, [("ampli", 1.0), ("short_scalar", 2), ("ampli", 1e9)])


@case
def write_several():
    it.dev.write_attributes([("ampli", 1.0), ("short_scalar", 2), ("string_scalar", "x")])


@case
def write_read():
    it.dev.write_read_attribute("double_scalar", 4.5)
    it.dev.write_read_attributes([("long_scalar", 5), ("short_scalar", 6)], ["long_scalar", "short_scalar"])


# ---- polling and histories


@case
def polling():
    it.dev.poll_attribute("short_scalar", 50)
    it.dev.poll_attribute("boolean_spectrum", 50)
    it.dev.poll_attribute("throw_exception", 50)
    it.dev.poll_command("State", 50)
    it.dev.poll_command("Status", 50)
    time.sleep(1)


@case
def attribute_history():
    for name in ("short_scalar", "boolean_spectrum", "throw_exception"):
        it.dev.attribute_history(name, 3)


@case
def command_history():
    it.dev.command_history("State", 3)
    it.dev.command_history("Status", 2)


@case
def read_from_cache():
    it.dev.set_source(tango.DevSource.CACHE)
    it.dev.read_attribute("short_scalar")
    it.dev.set_source(tango.DevSource.CACHE_DEV)


@case
def stop_polling():
    for name in ("short_scalar", "boolean_spectrum", "throw_exception"):
        it.dev.stop_poll_attribute(name)
    for name in ("State", "Status"):
        it.dev.stop_poll_command(name)


# ---- without a database


@case
def nodb_connect():
    proxy = tango.DeviceProxy("tango://%s/test/fixture/2#dbase=no" % NODB)
    proxy.ping()
    proxy.read_attribute("string_scalar")


@case
def nodb_no_such_device():
    fails(tango.DeviceProxy, "tango://%s/no/such/device#dbase=no" % NODB)


for line in sys.stdin:
    wanted = line.strip()
    if wanted == "list":
        print("cases " + " ".join(CASES))
    else:
        CASES[wanted]()
        print("done " + wanted)
