"""How subscriptions fail: asks a PushServer for events that it cannot give, and prints all answers, each as a line of JSON.

    python3 subscription_errors.py ADMIN DEVICE      of a server in the database of TANGO_HOST that nobody else uses meanwhile

What the admin device answers: {"command", "argument": [...], and "result" or "error": ERROR of ../tango/view.py without the level that the client adds}
What subscribe_event does: {"case", "device", "attr", "event", "stateless", "error"?, "events": [{"event", "name", "err", "errors"}...]}; the events came
  before it returned
"""
import itertools
import json
import os
import sys
import threading
import time

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tango")]
import tango
import view

ADMIN, DEVICE = sys.argv[1:3]
admin, device = tango.DeviceProxy(ADMIN), tango.DeviceProxy(DEVICE)


def told(call):
    """The result of a call or its failure."""
    try:
        return {"result": call()}
    except Exception as error:
        return {"error": view.failure(error)}


# ---- the commands

def numbers_and_texts(answer):
    if isinstance(answer, (list, tuple)) and len(answer) == 2:
        return {"numbers": [int(one) for one in answer[0]], "strings": list(answer[1])}
    return answer if answer is None else int(answer)


def asked(command, *argument):
    entry = {"command": command, "argument": list(argument)}
    entry.update(told(lambda: numbers_and_texts(admin.command_inout(command, list(argument)))))
    if "error" in entry:
        # The last one is the client's.
        entry["error"]["stack"].pop()
    return entry


def subscription(attr, event, *client, device_name=DEVICE, action="subscribe"):
    return asked("ZmqEventSubscriptionChange", device_name, attr, action, event, *client)


def commands():
    yield asked("ZmqEventSubscriptionChange", "info")
    yield asked("ZmqEventSubscriptionChange", "other")
    yield asked("ZmqEventSubscriptionChange")
    yield asked("ZmqEventSubscriptionChange", DEVICE, "double_scalar")
    yield asked("ZmqEventSubscriptionChange", DEVICE, "double_scalar", "subscribe")
    yield subscription("double_scalar", "change", "5", device_name="no/such/device")
    yield subscription("double_scalar", "change", "5", device_name=DEVICE.upper())
    for event in ("change", "attr_conf", "user_event", "data_ready", "periodic"):
        yield subscription("no_such_attribute", event, "5")
    yield subscription("no_such_pipe", "pipe", "5")
    yield subscription("readings", "pipe", "5")
    yield subscription("anything", "intr_change", "5")
    for event in ("foo", "quality", "Change", ""):
        yield subscription("double_scalar", event, "5")
    for event in ("change", "archive", "periodic", "alarm"):
        yield subscription("plain_double", event, "6")
    yield subscription("plain_double", "change", "5", action="other")
    yield subscription("plain_double", "change", "5", action="unsubscribe")
    yield subscription("plain_double", "data_ready", "5")
    yield subscription("plain_double", "user_event", "5")
    yield subscription("plain_double", "attr_conf", "5")
    for polled in ("plain_double", "plain_string", "State"):
        device.poll_attribute(polled, 1000)
        for event in ("change", "archive", "periodic", "alarm"):
            yield subscription(polled, event, "6")
        device.stop_poll_attribute(polled)
    for attr in ("double_scalar", "checked_double"):
        for event in ("change", "archive", "periodic", "alarm"):
            yield subscription(attr, event, "6")
    # What versions and names do to the topic.
    for client in ((), ("0",), ("3",), ("4",), ("5",), ("6",), ("7",), ("x",), ("",), ("5", "more")):
        yield subscription("Double_Scalar", "change", *client)
    for client in ((), ("0",), ("5",)):
        yield subscription("double_scalar", "attr_conf", *client)
    for client in ((), ("0",), ("5",), ("6",)):
        yield subscription("checked_double", "alarm", *client)
    for event in ("idl5_change", "idl4_change", "idl5_attr_conf"):
        for client in ("0", "5"):
            yield subscription("double_scalar", event, client)
    yield asked("EventConfirmSubscription")
    yield asked("EventConfirmSubscription", DEVICE, "double_scalar")
    yield asked("EventConfirmSubscription", DEVICE, "double_scalar", "idl5_change", "more")
    yield asked("EventConfirmSubscription", DEVICE, "double_scalar", "idl5_change")
    yield asked("EventConfirmSubscription", DEVICE, "double_scalar", "change")
    yield asked("EventConfirmSubscription", DEVICE, "double_scalar", "foo")
    yield asked("EventConfirmSubscription", DEVICE, "no_such_attribute", "idl5_change")
    yield asked("EventConfirmSubscription", DEVICE, "plain_double", "idl5_change")
    yield asked("EventConfirmSubscription", "no/such/device", "double_scalar", "idl5_change")
    yield asked("EventSubscriptionChange", DEVICE, "double_scalar")
    yield asked("EventSubscriptionChange", DEVICE, "double_scalar", "subscribe", "change")


# ---- the client

EVENTS = {"change": "CHANGE_EVENT", "periodic": "PERIODIC_EVENT", "archive": "ARCHIVE_EVENT", "user_event": "USER_EVENT",
          "attr_conf": "ATTR_CONF_EVENT", "data_ready": "DATA_READY_EVENT", "intr_change": "INTERFACE_CHANGE_EVENT", "pipe": "PIPE_EVENT",
          "alarm": "ALARM_EVENT"}
proxies = []


def subscribed(case, name, attr, event, stateless=False):
    """One subscription, ended at once; with the events that came before subscribe_event returned."""
    entry = {"case": case, "device": name, "attr": attr, "event": event, "stateless": stateless}
    seen = []

    def take(one):
        seen.append({"event": one.event, "name": getattr(one, "attr_name", None) or getattr(one, "device_name", None) or getattr(one, "pipe_name", None),
                     "err": one.err, "errors": view.stack(one.errors)})

    def subscribe():
        proxy = tango.DeviceProxy(name)
        proxies.append(proxy)
        arguments = [attr] if attr else []
        kind = getattr(tango.EventType, EVENTS[event])
        return proxy, proxy.subscribe_event(*arguments, kind, take, *([[]] if attr else []), stateless)

    try:
        proxy, number = subscribe()
        proxy.unsubscribe_event(number)
        entry["events"] = seen
    except Exception as error:
        entry["error"] = view.failure(error)
        entry["events"] = seen
    return entry


def clients():
    events = [event for event in EVENTS if hasattr(tango.EventType, EVENTS[event])]
    for event in events:
        attr = {"intr_change": None, "pipe": "no_such_pipe"}.get(event, "no_such_attribute")
        if attr:
            yield subscribed("no such attribute or pipe", DEVICE, attr, event)
    for event in ("change", "archive", "periodic", "data_ready") + (("alarm",) if "alarm" in events else ()):
        yield subscribed("not polled", DEVICE, "plain_double", event)
    yield subscribed("not polled", DEVICE, "plain_double", "change", True)
    yield subscribed("no such attribute or pipe", DEVICE, "no_such_attribute", "change", True)
    device.poll_attribute("plain_double", 1000)
    for event in ("change", "archive"):
        yield subscribed("no criteria", DEVICE, "plain_double", event)
    device.stop_poll_attribute("plain_double")
    device.command_inout("Set", json.dumps({"attr": "float_scalar", "errors": [{"reason": "R", "desc": "D", "origin": "O"}]}))
    for event in events:
        if event in ("change", "archive", "user_event", "alarm"):
            yield subscribed("reading fails", DEVICE, "float_scalar", event)
    for stateless in (False, True):
        yield subscribed("not exported", DEVICE.replace("/1", "/3"), "double_scalar", "change", stateless)
        yield subscribed("not exported", DEVICE.replace("/1", "/3"), None, "intr_change", stateless)
        yield subscribed("no server there", "tango://127.0.0.1:9/test/no/server#dbase=no", "double_scalar", "change", stateless)
    yield subscribed("not in the database", "no/such/device", "double_scalar", "change")
    yield subscribed("not in the database", "no/such/device", "double_scalar", "change", True)
    yield dict({"case": "unknown id"}, **told(lambda: device.unsubscribe_event(4711)))
    yield within_callback()
    yield twice()


def within_callback():
    """What a callback may not do."""
    found, done = {"case": "within a callback"}, threading.Event()
    proxy = tango.DeviceProxy(DEVICE)
    numbers = []

    def take(_):
        if not numbers:
            return      # the first one comes while subscribe_event runs
        for name, call in (
                ("subscribe", lambda: proxy.subscribe_event("long_scalar", tango.EventType.CHANGE_EVENT, lambda _: None)),
                ("unsubscribe", lambda: proxy.unsubscribe_event(numbers[0]))):
            try:
                answer = call()
                found[name] = {"result": answer if answer is None else "an id"}
            except Exception as error:
                found[name] = {"error": view.failure(error)}
        done.set()

    numbers.append(proxy.subscribe_event("double_scalar", tango.EventType.CHANGE_EVENT, take))
    for _ in range(20):
        device.command_inout("Push", json.dumps({"attr": "double_scalar", "event": "change", "value": 1.5}))
        if done.wait(0.2):
            break
    found["came"] = done.is_set()
    proxies.append(proxy)
    return found


def twice():
    """The same event with two callbacks: how often the first event comes, and who gets what is pushed."""
    proxy, counts = tango.DeviceProxy(DEVICE), [0, 0]
    proxies.append(proxy)

    def counter(i):
        def count(_):
            counts[i] += 1
        return count

    numbers = [proxy.subscribe_event("short_scalar", tango.EventType.CHANGE_EVENT, counter(i)) for i in range(2)]
    first = list(counts)
    time.sleep(1)
    device.command_inout("Push", json.dumps({"attr": "short_scalar", "event": "change", "value": 1}))
    time.sleep(1)
    for number in numbers:
        proxy.unsubscribe_event(number)
    return {"case": "two callbacks", "first": first, "all": counts}


for entry in itertools.chain(commands(), clients()):
    print(json.dumps(entry), flush=True)
os._exit(0)
