"""A device server of PyTango that pushes every kind of event when it is told to: peer of the tests of events.

    python3 push_server.py INSTANCE [-nodb -dlist NAME[,NAME...]] [Tango's options]

Runs on PyTango 9.3.6 and 10.0.2. Without -ORBendPoint it listens on a free port of 127.0.0.1. Once it can be called it prints
    READY port device[,device...]
and it ends when its standard input does, if that is a pipe. The server is called PushServer. Its class EventPusher has all that follows;
InterfaceChanger, for which NAME is "InterfaceChanger::domain/family/member", has State, Status and the commands Add... and Remove... alone.

Attributes, by how their events come about
  by code, unchecked: TYPE_scalar, TYPE_spectrum (256; double, uchar: 100000) (READ_WRITE), TYPE_image (16 x 16) (READ) with TYPE one of boolean
    uchar short ushort long ulong long64 ulong64 float double string state enum; encoded_scalar; State, Status. Data ready is enabled on all but the last
    two. From Tango 10 alarm events are by code too, so that pushing a change event pushes no alarm event.
  by code, only if criteria are met (detect): checked_double (abs_change 1, archive_abs_change 2); an alarm event goes with its change event
  by polling, once a client polls them (else not): polled_rel (rel_change 10), polled_abs (abs_change 1), polled_pair (abs_change -1,2),
    polled_long_rel (DevLong, rel_change 10), polled_float (abs_change 0.5), polled_spectrum (rel_change 10), polled_image (abs_change 1), polled_boolean,
    polled_string, polled_enum, polled_state, polled_encoded, polled_periodic (period 200), polled_archive (archive_abs_change 1),
    polled_archive_period (archive_period 300), polled_archive_rel (archive_rel_change 10), polled_alarm (warning 10, alarm 20, abs_change 1000)
  none: plain_double, plain_string (no criteria, not pushed, not polled)
Pipes: readings (READ), settings (READ_WRITE)

Commands; each takes a DevString with JSON, values as the top of ../tango/view.py says
  Set {"attr", VALUE}: what reading the attribute gives from now on; initially each is zero, empty or two elements
  Push {"attr", "event", VALUE}: pushes a "change" "archive" "alarm" (from Tango 10) or "user_event" with that value, or with what reading would give when
    none of it is given
  Push {"attr", "event": "data_ready", "ctr": number}
  Push {"pipe", "blob": {"name", "elements": [{"name", "value", "type"?}...]} or "errors": [...]}: PyTango finds types of its own for what it pushes
    (DevLong64 for all that is whole, booleans too), but reading the pipe from then on gives those that are told here
  PushMany {"attr", "event", "count", "from"?: 0}: `count` times with the numbers from `from` on (spectra: of the given "length", all elements that number)
  AddAttribute {"name", "type"?: "DevDouble"}, RemoveAttribute {"name"}, AddCommand {"name"}, RemoveCommand {"name"}; to remove an attribute PyTango
    9.3 needs a database
  Declare {"attr", "event": "change" "archive" "alarm" "data_ready", "implemented", "detect"?: true}: set_..._event
VALUE: {"value", "time"?: seconds, "quality"?: "ATTR_ALARM"...} or {"errors": [{"reason", "desc", "origin"}...]} (severity ERR unless given);
  with "time" or "quality" both are set, else neither.
"""
import json
import os
import socket
import sys
import threading
import warnings
from time import time as now

import numpy
import tango
from tango import AttrDataFormat, AttrQuality, AttrWriteType, CmdArgType, DevState
from tango.server import Device, attribute, command, pipe, run

warnings.simplefilter("ignore")  # PyTango 10 says of every pipe that pipes will go

NUMPY = {"DevBoolean": numpy.bool_, "DevUChar": numpy.uint8, "DevShort": numpy.int16, "DevUShort": numpy.uint16, "DevLong": numpy.int32,
         "DevULong": numpy.uint32, "DevLong64": numpy.int64, "DevULong64": numpy.uint64, "DevFloat": numpy.float32,
         "DevDouble": numpy.float64, "DevEnum": numpy.int16}
ZERO = {"DevBoolean": False, "DevString": "", "DevState": DevState.UNKNOWN, "DevEncoded": ("", b"")}
LABELS = ["OFF", "STANDBY", "RUNNING", "BROKEN"]
PUSHED = {name: "Dev" + dev for name, dev in (
    ("boolean", "Boolean"), ("uchar", "UChar"), ("short", "Short"), ("ushort", "UShort"), ("long", "Long"), ("ulong", "ULong"),
    ("long64", "Long64"), ("ulong64", "ULong64"), ("float", "Float"), ("double", "Double"), ("string", "String"), ("state", "State"),
    ("enum", "Enum"))}
SCALAR, SPECTRUM, IMAGE = AttrDataFormat.SCALAR, AttrDataFormat.SPECTRUM, AttrDataFormat.IMAGE


# ---- values from JSON

def item_from(kind, value):
    if kind in ("DevLong64", "DevULong64"):
        return int(value)
    if kind in ("DevFloat", "DevDouble"):
        return float(value)
    if kind == "DevState":
        return getattr(DevState, value)
    if kind == "DevEncoded":
        return (value[0], bytes.fromhex(value[1]))
    return value


def value_from(kind, shape, value):
    """The value of an attribute, as PyTango's set_value takes it."""
    if shape == SCALAR:
        return item_from(kind, value)
    if isinstance(value, dict):
        items, x, y = [item_from(kind, item) for item in value["data"]], value["dim_x"], value["dim_y"]
        rows = [items[row * x:(row + 1) * x] for row in range(y)]
        return numpy.array(items, dtype=NUMPY[kind]).reshape(y, x) if kind in NUMPY else rows
    items = [item_from(kind, item) for item in value]
    return numpy.array(items, dtype=NUMPY[kind]) if kind in NUMPY else items


def failure_from(errors):
    made = []
    for given in errors:
        error = tango.DevError()
        error.reason, error.desc, error.origin = given["reason"], given["desc"], given["origin"]
        error.severity = getattr(tango.ErrSeverity, given.get("severity", "ERR"))
        made.append(error)
    return tango.DevFailed(*made)


def blob_from(blob):
    """A blob as PyTango's pipes give it; a value without type gets the one that PyTango finds."""
    def element(given):
        if isinstance(given["value"], dict):
            return {"name": given["name"], "value": blob_from(given["value"])}
        if "type" not in given:
            return {"name": given["name"], "value": given["value"]}
        kind, many = given["type"], given["type"].startswith("DevVar")
        item = "Dev" + kind[len("DevVar"):-len("Array")] if many else kind
        value = [item_from(item, one) for one in given["value"]] if many else item_from(item, given["value"])
        return {"name": given["name"], "dtype": getattr(CmdArgType, kind), "value": value}

    return (blob["name"], [element(one) for one in blob["elements"]])


def pushed_blob(blob):
    """The same as PyTango's push_pipe_event takes it: without types."""
    name, elements = blob
    return (name, {one["name"]: pushed_blob(one["value"]) if isinstance(one["value"], tuple) else one["value"] for one in elements})


class Reading:
    """What an attribute gives when it is read, or what is pushed."""

    def __init__(self, value, errors=None, time=None, quality=None):
        self.value, self.errors = value, errors
        self.dated = time is not None or quality is not None
        self.time = now() if time is None else time
        self.quality = AttrQuality.ATTR_VALID if quality is None else quality

    def arguments(self, kind):
        """What the push methods of PyTango take after the name."""
        if self.errors:
            return [failure_from(self.errors)]
        values = list(self.value) if kind == "DevEncoded" else [self.value]
        return values + [self.time, self.quality] if self.dated else values


def reading_from(name, given):
    value = None if "errors" in given else value_from(*kind_of(name), given["value"])
    quality = getattr(AttrQuality, given["quality"]) if "quality" in given else None
    return Reading(value, given.get("errors"), given.get("time"), quality)


def kind_of(name):
    """The type and the format of an attribute."""
    if name in ("State", "Status"):
        return ("DevState" if name == "State" else "DevString"), SCALAR
    return ATTRIBUTES[name][:2]


# ---- the class

def declared(kind, shape, options):
    if shape != SCALAR:
        options.setdefault("max_dim_x", 256 if shape == SPECTRUM else 16)
    if shape == IMAGE:
        options["max_dim_y"] = 16
    if kind == "DevEnum":
        options["enum_labels"] = LABELS
    return attribute(dtype=getattr(CmdArgType, kind), dformat=shape, **options)


ATTRIBUTES = {}
for name, dev in PUSHED.items():
    both = {"access": AttrWriteType.READ_WRITE}
    ATTRIBUTES[name + "_scalar"] = (dev, SCALAR, both)
    ATTRIBUTES[name + "_spectrum"] = (dev, SPECTRUM, dict(both, max_dim_x=100000) if name in ("double", "uchar") else both)
    ATTRIBUTES[name + "_image"] = (dev, IMAGE, {})
ATTRIBUTES["encoded_scalar"] = ("DevEncoded", SCALAR, {"access": AttrWriteType.READ_WRITE})
BY_CODE = list(ATTRIBUTES)
for name, (dev, shape, options) in {
    "checked_double": ("DevDouble", SCALAR, {"abs_change": "1", "archive_abs_change": "2"}),
    "plain_double": ("DevDouble", SCALAR, {}),
    "plain_string": ("DevString", SCALAR, {}),
    "polled_rel": ("DevDouble", SCALAR, {"rel_change": "10"}),
    "polled_abs": ("DevDouble", SCALAR, {"abs_change": "1"}),
    "polled_pair": ("DevDouble", SCALAR, {"abs_change": "-1,2"}),
    "polled_long_rel": ("DevLong", SCALAR, {"rel_change": "10"}),
    "polled_float": ("DevFloat", SCALAR, {"abs_change": "0.5"}),
    "polled_spectrum": ("DevDouble", SPECTRUM, {"rel_change": "10"}),
    "polled_image": ("DevLong", IMAGE, {"abs_change": "1"}),
    "polled_boolean": ("DevBoolean", SCALAR, {}),
    "polled_string": ("DevString", SCALAR, {}),
    "polled_enum": ("DevEnum", SCALAR, {}),
    "polled_state": ("DevState", SCALAR, {}),
    "polled_encoded": ("DevEncoded", SCALAR, {}),
    "polled_periodic": ("DevDouble", SCALAR, {"period": "200"}),
    "polled_archive": ("DevDouble", SCALAR, {"archive_abs_change": "1"}),
    "polled_archive_period": ("DevDouble", SCALAR, {"archive_period": "300"}),
    "polled_archive_rel": ("DevDouble", SCALAR, {"archive_rel_change": "10"}),
    "polled_alarm": ("DevDouble", SCALAR, {"max_warning": "10", "max_alarm": "20", "abs_change": "1000"}),
}.items():
    ATTRIBUTES[name] = (dev, shape, options)

EVENTS = {"change": "push_change_event", "archive": "push_archive_event", "alarm": "push_alarm_event", "user_event": "push_event"}


def reader(name):
    return lambda self: self.answer(name)


def attributes():
    """The body of a class with all of ATTRIBUTES."""
    body = {}
    for name, (kind, shape, options) in ATTRIBUTES.items():
        body[name] = declared(kind, shape, dict(options))
        body["read_" + name] = reader(name)
        if "access" in options:
            body["write_" + name] = lambda self, value: None
    return body


class InterfaceChanger(Device):
    def init_device(self):
        super().init_device()
        self.set_state(DevState.ON)

    @command(dtype_in=str)
    def AddAttribute(self, text):
        given = json.loads(text)
        kind = getattr(CmdArgType, given.get("type", "DevDouble"))
        self.add_attribute(tango.Attr(given["name"], kind, AttrWriteType.READ), r_meth=self.read_added)

    def read_added(self, attr):
        attr.set_value(4.5)

    @command(dtype_in=str)
    def RemoveAttribute(self, text):
        # PyTango 9.3 has no way to leave the database alone, and so needs one.
        self.remove_attribute(json.loads(text)["name"], *([False, False] if hasattr(self, "push_alarm_event") else []))

    @command(dtype_in=str)
    def AddCommand(self, text):
        name = json.loads(text)["name"]

        def added(self):
            pass

        added.__name__ = name
        setattr(type(self), name, added)
        self.add_command(command(f=added))

    @command(dtype_in=str)
    def RemoveCommand(self, text):
        self.remove_command(json.loads(text)["name"], False, False)


class EventPusher(type(Device)("Attributed", (InterfaceChanger,), attributes())):
    readings = pipe()
    settings = pipe(access=tango.PipeWriteType.PIPE_READ_WRITE)

    def init_device(self):
        super().init_device()
        self.set_status("Ready to push")
        self.given = {}
        self.blobs = {name: (name, [{"name": "count", "value": 0}]) for name in ("readings", "settings")}
        for name in BY_CODE + ["State", "Status"]:
            self.declare(name, "change", True, False)
            self.declare(name, "archive", True, False)
            if name not in ("State", "Status"):
                self.set_data_ready_event(name, True)
            if hasattr(self, "set_alarm_event") and name != "Status":
                self.declare(name, "alarm", True, False)
        for event in ("change", "archive"):
            self.declare("checked_double", event, True, True)

    def declare(self, name, event, implemented, detect):
        if event == "data_ready":
            self.set_data_ready_event(name, implemented)
        else:
            getattr(self, "set_%s_event" % event)(name, implemented, detect)

    def answer(self, name):
        """What reading an attribute gives."""
        found = self.reading(name)
        if found.errors:
            raise failure_from(found.errors)
        return (found.value, found.time, found.quality) if found.dated else found.value

    def reading(self, name):
        if name not in self.given:
            kind, shape = ATTRIBUTES[name][:2]
            zero = ZERO.get(kind, 0)
            self.given[name] = Reading({SCALAR: zero, SPECTRUM: [zero, zero], IMAGE: [[zero, zero], [zero, zero]]}[shape])
        return self.given[name]

    def read_readings(self):
        return self.blobs["readings"]

    def read_settings(self):
        return self.blobs["settings"]

    def write_settings(self, blob):
        self.blobs["settings"] = blob

    @command(dtype_in=str)
    def Set(self, text):
        given = json.loads(text)
        name = given["attr"]
        if name == "State":
            self.set_state(getattr(DevState, given["value"]))
        elif name == "Status":
            self.set_status(given["value"])
        else:
            self.given[name] = reading_from(name, given)

    @command(dtype_in=str)
    def Push(self, text):
        given = json.loads(text)
        if "pipe" in given:
            self.push_pipe(given)
        elif given["event"] == "data_ready":
            self.push_data_ready_event(given["attr"], given["ctr"])
        else:
            name = given["attr"]
            known = "value" in given or "errors" in given
            if not known and name in ("State", "Status"):
                arguments = []
            else:
                arguments = (reading_from(name, given) if known else self.reading(name)).arguments(kind_of(name)[0])
            self.push(name, given["event"], *arguments)

    def push(self, name, event, *arguments):
        filters = [[], []] if event == "user_event" else []
        getattr(self, EVENTS[event])(name, *filters, *arguments)

    def push_pipe(self, given):
        name = given["pipe"]
        if "errors" in given:
            self.push_pipe_event(name, failure_from(given["errors"]))
        else:
            self.blobs[name] = blob_from(given["blob"])
            self.push_pipe_event(name, pushed_blob(self.blobs[name]))

    @command(dtype_in=str)
    def PushMany(self, text):
        given = json.loads(text)
        name, first = given["attr"], given.get("from", 0)
        block = numpy.zeros(given["length"], dtype=NUMPY[kind_of(name)[0]]) if "length" in given else None
        for number in range(first, first + given["count"]):
            if block is not None:
                block[:] = number
            self.push(name, given["event"], number if block is None else block)

    @command(dtype_in=str)
    def Declare(self, text):
        given = json.loads(text)
        self.declare(given["attr"], given["event"], given["implemented"], given.get("detect", True))


# ---- the program

def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end_with_input():
    # Read past Python's buffers: a daemon thread within them would stop the interpreter's end.
    while os.read(0, 4096):
        pass
    os._exit(0)


def main(arguments):
    if not arguments:
        sys.exit("push_server.py: INSTANCE is needed, see the top of the file")
    points = [arguments[i + 1] for i, option in enumerate(arguments) if option == "-ORBendPoint"]
    if not points:
        points = ["giop:tcp:127.0.0.1:%d" % free_port()]
        arguments = arguments + ["-ORBendPoint", points[0]]
    try:
        piped = not os.isatty(0) and os.path.realpath("/proc/self/fd/0").startswith("/proc")
    except OSError:
        piped = False

    # A class that has no device gets one of Tango's own.
    if "-nodb" in arguments:
        wanted = " ".join(arguments)
    else:
        wanted = " ".join(tango.Database().get_device_class_list("PushServer/" + arguments[0]))
    classes = [EventPusher] + ([InterfaceChanger] if "InterfaceChanger" in wanted else [])

    def ready():
        names = [device.get_name() for kind in classes for device in tango.Util.instance().get_device_list_by_class(kind.__name__)]
        print("READY %s %s" % (points[0].split(":")[-1], ",".join(names)), flush=True)
        if piped:
            threading.Thread(target=end_with_input, daemon=True).start()

    run(classes, args=["PushServer"] + arguments, post_init_callback=ready)


if __name__ == "__main__":
    main(sys.argv[1:])
