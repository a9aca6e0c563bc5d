"""Steps of a dump: a named call each, with what PyTango saw of it, in the format of ../../tango/view.py.

Calls are those of view.py and those of MORE below. What differs from run to run by its nature is taken out of every text (`steady`):
times, hosts, ports, process ids, measured milliseconds.
"""
import hashlib
import json
import re
import sys
import time

import tango
import view

ACCIDENTS = [
    (r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d:\d\d : ", "DATE : "),                       # black box
    (r"requested from (?!polling|device|user|a collocated)\S+( \(| ?$)", r"requested from HOST\1"),
    (r"\bPID(:? )\d+", r"PID\1N"),
    (r"from host \S+", "from host HOST"),
    (r"(reading|execution) \(mS\) = [\d.]+(e-\d+)?", r"\1 (mS) = T"),             # polling status
    (r"(\n\t+Origin = ).*", r"\1ORIGIN"),
    (r"Data not updated since .*", "Data not updated since T"),
    (r"Delta between last records \(in mS\) = -?\d+(, -?\d+)*", "Delta between last records (in mS) = T..."),
    (r"giop:(unix|tcp):\S+", "giop:ADDRESS"),
    (r"127\.0\.0\.1:\d+", "127.0.0.1:PORT"),
    (r"\bThread \d+ is not able\b", "Thread N is not able"),
    (r"held by thread \d+", "held by thread N"),
]
#: So many failures to reach the server in a row, and the dump ends with what it has.
PATIENCE = 8
#: Milliseconds for a call, which on a busy machine takes seconds. So many failures still fit into the five minutes of a dump.
LIMIT = 15000
#: What the TangoTest of 9.3.4 has not.
SINCE_10 = ("enum_scalar", "enum_scalar_ro", "enum_spectrum", "enum_spectrum_ro", "enum_image", "enum_image_ro", "freq")


#: A list longer than this is told by its length, its first elements and a digest.
LONG = 100


def patient(asked):
    """A proxy, or a database, that waits so long."""
    asked.set_timeout_millis(LIMIT)
    return asked


def steady(value):
    if isinstance(value, str):
        for pattern, text in ACCIDENTS:
            value = re.sub(pattern, text, value)
        return value
    if isinstance(value, (list, tuple)):
        out = [steady(item) for item in value]
        if len(out) <= LONG or isinstance(out[0], dict):
            return out
        return {"length": len(out), "first": out[:8], "digest": hashlib.md5(json.dumps(out).encode()).hexdigest()}
    if isinstance(value, dict):
        return {key: steady(item) for key, item in value.items()}
    return value


# ---- calls that view.py has not

def configured(p, name, changes):
    """The configuration after a change, and how that went."""
    try:
        view.set_attribute_config(p, name, changes)
        went = None
    except tango.DevFailed as error:
        went = [{"reason": e.reason, "severity": str(e.severity), "desc": e.desc} for e in error.args]
    return {"failure": went, "config": view.attribute_info(p.get_attribute_config_ex([name])[0])}


def random_reading(p, name, low, high):
    """The reading of an attribute that a thread fills with random numbers: all but the numbers, and whether they are in their range."""
    reading = view.reading(p.read_attribute(name))
    value = reading["value"] if isinstance(reading["value"], list) else [reading["value"]]
    numbers = [float(item) for item in value]
    reading["value"] = {"count": len(numbers), "in_range": all(low <= n <= high for n in numbers),
                        "whole": all(n == int(n) for n in numbers), "varied": len(set(numbers)) > 1}
    return reading


def patterned_reading(p, name, pattern):
    """The same for texts."""
    reading = view.reading(p.read_attribute(name))
    odd = [text for text in reading["value"] if not re.fullmatch(pattern, text)]
    first, last = reading["value"][0], reading["value"][-1]
    reading["value"] = {"count": len(reading["value"]), "odd": odd[:3], "first": first[:18], "last": last[:18]}
    return reading


def wait_within(p, name, low, high):
    """Until an attribute reads a number in this range; fails after 10 s."""
    end = time.time() + 10
    while not low <= float(view.reading(p.read_attribute(name))["value"]) <= high:
        if time.time() > end:
            raise RuntimeError("%s never was within %g and %g" % (name, low, high))
        time.sleep(0.05)


def lock_status(p, name):
    """DevLockStatus without what identifies the locking process."""
    numbers, texts = p.command_inout("DevLockStatus", name)
    numbers = [int(number) for number in numbers]
    return {"locked": numbers[0], "has_pid": numbers[1] > 1, "uuid": numbers[2:], "texts": list(texts)}


def wait_for_reason(p, name, reason):
    """Until reading an attribute fails for this reason, which is the result; fails after 10 s."""
    end = time.time() + 10
    while time.time() < end:
        try:
            p.read_attribute(name)
        except tango.DevFailed as error:
            if any(e.reason == reason for e in error.args):
                raise
        time.sleep(0.05)
    raise RuntimeError("reading %s did not fail with %s" % (name, reason))


def wait_unlocked(p):
    end = time.time() + 20
    while p.is_locked():
        if time.time() > end:
            raise RuntimeError("the lock does not expire")
        time.sleep(0.1)


def history_values(p, name, depth):
    """The values of a history without repetitions, oldest first: how many records have each depends on speed."""
    out = []
    for item in p.attribute_history(name, depth):
        reading = view.reading(item)
        seen = {key: reading[key] for key in ("value", "w_value", "quality", "has_failed", "is_empty", "dim_x", "dim_y", "type")}
        seen["reasons"] = [e["reason"] for e in reading["err_stack"]]
        if not out or out[-1] != seen:
            out.append(seen)
    return out


def wait_for_value_in_history(p, name, value):
    end = time.time() + 10
    while history_values(p, name, 1)[-1]["value"] != value:
        if time.time() > end:
            raise RuntimeError("%s is never polled as %s" % (name, value))
        time.sleep(0.05)


def locker(p):
    info = tango.LockerInfo()
    return {"locked": p.get_locker(info), "language": str(info.ll), "class": info.locker_class}


def pipe_info(i):
    out = view.fields(i, "name description label extensions")
    out["disp_level"], out["writable"] = str(i.disp_level), str(i.writable)
    return out


def set_pipe_config(p, name, changes):
    info = p.get_pipe_config([name])[0]
    for key, value in changes.items():
        setattr(info, key, value)
    infos = tango.PipeInfoList()
    infos.append(info)
    p.set_pipe_config(infos)


def pipe_value(value):
    """A blob: its name and elements."""
    def item(element):
        kind = str(element["dtype"])
        if kind == "DevPipeBlob":
            return {"name": element["name"], "type": kind, "value": pipe_value(element["value"])}
        held = element["value"]
        plain = view.flat(held) if hasattr(held, "__iter__") and not isinstance(held, str) else held
        return {"name": element["name"], "type": kind, "value": view.plain(plain)}
    return {"blob": value[0], "elements": [item(element) for element in value[1]]}


def write_pipe(p, name, blob, elements):
    p.write_pipe(name, (blob, [dict(element, dtype=getattr(tango.CmdArgType, element["dtype"])) if "dtype" in element else element
                               for element in elements]))


def logging(call, *keys):
    return lambda p, **args: getattr(p, call)(*[args[key] for key in keys])


MORE = {
    "configured": configured,
    "random_reading": random_reading,
    "patterned_reading": patterned_reading,
    "wait_within": wait_within,
    "lock_status": lock_status,
    "wait_for_reason": wait_for_reason,
    "wait_unlocked": wait_unlocked,
    "wait_for_value_in_history": wait_for_value_in_history,
    "history_values": history_values,
    "all_attributes": lambda p: [view.reading(a) for a in p.read_attributes(p.get_attribute_list())],
    "lock": lambda p, seconds=10: p.lock(seconds),
    "unlock": lambda p, force=False: p.unlock(force),
    "is_locked": lambda p: p.is_locked(),
    "is_locked_by_me": lambda p: p.is_locked_by_me(),
    "locking_status": lambda p: p.locking_status(),
    "locker": locker,
    "get_pipe_list": lambda p: list(p.get_pipe_list()),
    "get_pipe_config": lambda p, names: [pipe_info(i) for i in p.get_pipe_config(names)],
    "set_pipe_config": set_pipe_config,
    "read_pipe": lambda p, name: pipe_value(p.read_pipe(name)),
    "write_pipe": write_pipe,
    "add_logging_target": lambda p, target: p.add_logging_target(target),
    "remove_logging_target": lambda p, target: p.remove_logging_target(target),
    "get_logging_target": lambda p: list(p.get_logging_target()),
    "get_logging_level": lambda p: p.get_logging_level(),
    "set_logging_level": lambda p, level: p.set_logging_level(level),
}
CALLS = dict(view.CALLS, **MORE)


def seen(proxy, name, args):
    """What came of one call: {"result"} or {"error"}."""
    try:
        return {"result": steady(CALLS[name](proxy, **args))}
    except Exception as error:     # whatever PyTango raises is the result
        return {"error": steady(view.failure(error))}


def is_since_10(call):
    """Whether a call of the scenario is about something that the TangoTest of 9.3.4 has not, or does not survive."""
    args = call.get("args", {})
    return call.get("min_idl", 0) > 5 or bool({args.get("name"), *args.get("names", [])} & set(SINCE_10))


class GaveUp(Exception):
    """The server answers no more."""


class Steps:
    """The steps so far. `release` is that of the C++ server that the dump is made for, "9.3" or "10.0": its faults are steered around."""

    def __init__(self, release):
        self.release = release
        self.results = []
        self._ids = {}
        self._unreachable = 0

    def step(self, proxy, call, about="", compare="exact", volatile=(), by=None, **args):
        """Makes a call on a proxy, or has `by` (another process) make it, and notes what came of it."""
        base = ("%s %s" % (call, about)).strip()
        self._ids[base] = self._ids.get(base, 0) + 1
        name = base if self._ids[base] == 1 else "%s #%d" % (base, self._ids[base])
        begin = time.time()
        came = seen(proxy, call, args) if by is None else by.ask(call, args)
        self.results.append(dict(came, id=name, call=call, compare=compare, volatile=list(volatile)))
        if view.TRACE:
            reasons = " ".join(e["reason"] for e in came["error"]["stack"]) if "error" in came else ""
            print("%s %d ms %s" % (name, (time.time() - begin) * 1000, reasons), file=sys.stderr, flush=True)
        self._note_reach(came)

    def scenario(self, scenario, device, nodb, wanted):
        """The calls of ../../tango/make_scenario.py for which `wanted(call)`."""
        names = {"device": device, "nodb": nodb, "host": "HOST"}
        proxies = {name: patient(tango.DeviceProxy(name)) for name in (device, nodb)}
        for call in scenario["calls"]:
            if not wanted(call) or (self.release == "9.3" and is_since_10(call)):
                continue
            call = view.expanded(call, names)
            proxy = proxies[call.get("device", device)]
            self.step(proxy, call["call"], call["id"][len(call["call"]):].strip() + " ~", call["compare"], call.get("volatile", []),
                      **call.get("args", {}))

    def _note_reach(self, came):
        reasons = {e["reason"] for e in came.get("error", {"stack": []})["stack"]}
        lost = reasons & {"API_DeviceTimedOut", "API_CantConnectToDevice", "API_CorbaException", "API_ServerNotRunning"}
        self._unreachable = self._unreachable + 1 if lost else 0
        if self._unreachable >= PATIENCE:
            last = ", ".join(result["id"] for result in self.results[-PATIENCE:])
            raise GaveUp("the last %d calls did not reach the server: %s" % (PATIENCE, last))
