"""Which values become events: sets and pushes values at a device like EventPusher of push_server.py, and prints what came of each as a line of JSON.

    python3 detection.py DEVICE      nobody else uses the device meanwhile; for PyTango 9.3 servers it must be in a database

Lines: {"step": what was done, "events": ["ATTRIBUTE:EVENT=VALUE/QUALITY" or "ATTRIBUTE:EVENT=REASON"...]}, events in the order in which they came. The
first line has what came after all subscriptions. PyTango 9.3 knows no alarm events. Nobody subscribes to those of checked_double: cppTango 10.0.2 would
push alarm events before the change events, and these with values from memory that is freed by then.
"""
import json
import os
import sys
import threading
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tango")]
import tango
import view

PERIOD_MS = 200
DEVICE = tango.DeviceProxy(sys.argv[1])
ERROR = {"reason": "R", "desc": "D", "origin": "O"}
KINDS = {"change": tango.EventType.CHANGE_EVENT, "archive": tango.EventType.ARCHIVE_EVENT}
if hasattr(tango.EventType, "ALARM_EVENT"):
    KINDS["alarm"] = tango.EventType.ALARM_EVENT
SUBSCRIBED = (
    ("change", "checked_double polled_rel polled_abs polled_pair polled_long_rel polled_float polled_spectrum polled_image polled_boolean polled_string "
               "polled_enum polled_state polled_encoded polled_alarm"),
    ("archive", "checked_double polled_archive polled_archive_rel"),
    ("alarm", "polled_abs polled_alarm"),
)


def values(attr, *all_values):
    """Each is what reading the attribute gives from then on."""
    return [("Set", {"attr": attr, "value": value}) for value in all_values]


def pushes(event, *all_values):
    return [("Push", {"attr": "checked_double", "event": event, "value": value}) for value in all_values]


def with_quality(attr, value, *qualities):
    return [("Set", {"attr": attr, "value": value, "quality": "ATTR_" + quality}) for quality in qualities]


def with_errors(command, attr, *errors, **more):
    return [(command, dict({"attr": attr, "errors": [dict(ERROR, **error) for error in chain]}, **more)) for chain in errors]


ERRORS = ([{}], [{}], [{"desc": "other"}], [{"reason": "R2"}], [{"reason": "R2", "origin": "other"}], [{"reason": "R2", "origin": "other"}, {}])
STEPS = (
    pushes("change", 0, 0.5, 1.5, 1.5, 2.6, "NaN", "NaN", 2)
    + [("Push", {"attr": "checked_double", "event": "change", "value": 2, "quality": "ATTR_" + quality})
       for quality in ("ALARM", "ALARM", "WARNING", "VALID", "INVALID", "INVALID", "VALID", "CHANGING")]
    + with_errors("Push", "checked_double", *ERRORS, event="change") + pushes("change", 2)
    + pushes("archive", 0, 1, 3, 3) + with_errors("Push", "checked_double", [{}], [{}], event="archive")
    + values("polled_rel", 100, 109, 110, 119, 121, 0, 0.001, -5, -5.4, -5.6, 5)
    + values("polled_abs", 1, 1.5, 2.6, "NaN", "NaN", 2.6, "Infinity", "Infinity", "-Infinity", 0)
    + values("polled_pair", 1.5, 2, 1.5, 0.9, -0.5)
    + values("polled_long_rel", 100, 109, 110, 1000, 1099, 19, 20, 21, 22, -100, -109, -110)
    + values("polled_float", 0.25, 0.5, "NaN", 0)
    + values("polled_spectrum", [100, 100], [100, 109], [100, 111], [100], [], [0], [0, 0])
    + values("polled_image", {"dim_x": 2, "dim_y": 1, "data": [0, 0]}, {"dim_x": 1, "dim_y": 2, "data": [0, 0]}, {"dim_x": 1, "dim_y": 2, "data": [0, 1]})
    + values("polled_boolean", True, True, False) + values("polled_string", "a", "a", "b", "B") + values("polled_enum", 1, 2, 2)
    + values("polled_state", "ON", "FAULT", "FAULT") + values("polled_encoded", ["f", "00"], ["f", "01"], ["g", "01"], ["g", "0102"], ["g", "0102"])
    + values("polled_alarm", 1, 12, 13, 25, 26, 12, 1)
    + with_quality("polled_abs", 0, "ALARM", "WARNING", "CHANGING", "INVALID", "INVALID", "CHANGING", "VALID", "INVALID", "ALARM", "VALID")
    + with_errors("Set", "polled_abs", *ERRORS) + values("polled_abs", 0)
    + values("polled_archive", 0.5, 2) + values("polled_archive_rel", 10, 10.5, 12)
)
arrived = []
changed = threading.Condition()


def callback(name):
    def take(event):
        if event.err:
            text = "%s=%s" % (name, " ".join(error.reason for error in event.errors))
        else:
            reading = view.reading(event.attr_value)
            text = "%s=%s/%s" % (name, json.dumps(reading["value"]), reading["quality"][len("ATTR_"):])
        with changed:
            arrived.append(text)
            changed.notify()
    return take


def settled(step):
    """What has come once nothing more comes for a while."""
    with changed:
        while changed.wait(3 * PERIOD_MS / 1000):
            pass
        # A poll that comes too late says so by an event of its own.
        events = [event for event in arrived if "API_PollThreadOutOfSync" not in event]
        del arrived[:]
    print(json.dumps({"step": step, "events": events}), flush=True)


subscribed = [(event, attr) for event, attrs in SUBSCRIBED if event in KINDS for attr in attrs.split()]
for attr in sorted({attr for _, attr in subscribed if attr.startswith("polled")}):
    DEVICE.poll_attribute(attr, PERIOD_MS)
for event, attr in subscribed:
    DEVICE.subscribe_event(attr, KINDS[event], callback("%s:%s" % (attr, event)))
settled("subscribe")
for command, argument in STEPS:
    DEVICE.command_inout(command, json.dumps(argument))
    settled([command, argument])
os._exit(0)
