"""What PyTango sees of events: subscribes as it is told and prints every event as a line of JSON.

    python3 event_view.py [DEVICE] < orders > events       TANGO_HOST says which control system, unless DEVICE has "#dbase=no"

Runs on PyTango 9.3.6 and 10.0.2; needs ../tango/view.py beside it or there, whose top describes how values look. run.sh runs it.

Orders, a line of JSON each; at the end of the input it unsubscribes from all and ends:
  {"do": "subscribe", "as": TAG, "device"?: name, "attr"?: name of attribute or pipe, "event": NAME, "stateless"?: false}
     NAME: change periodic archive user_event attr_conf data_ready intr_change (no "attr") pipe alarm (from Tango 10)
  {"do": "unsubscribe", "as": TAG}
  {"do": "quit"}
Lines, in the order in which they come about; the first event of a subscription comes before its "subscribed":
  {"as": TAG, "subscribed": event id}   {"as": TAG, "unsubscribed": event id}   {"as": TAG, "failed": ERROR of view.py}
  {"as": TAG, "event": EVENT}
EVENT: "kind" is PyTango's class; all have "device" (name), "event", "err", "errors": [DEV_ERROR...], "reception_date": {"tv_sec", "tv_usec", "tv_nsec"}
  EventData: "attr_name", "attr_value": READING or null
  AttrConfEventData: "attr_name", "attr_conf": ATTRIBUTE_INFO or null
  DataReadyEventData: "attr_name", "attr_data_type": name or null, "ctr"
  DevIntrChangeEventData: "device_name", "cmd_list": [COMMAND_INFO...], "att_list": [ATTRIBUTE_INFO...], "dev_started"
  PipeEventData: "pipe_name", "pipe_value": BLOB or null
BLOB: {"name", "elements": [{"name", "type", "value"}...]}; type "DevPipeBlob" has a BLOB for its value.
"""
import json
import os
import sys
import threading
import traceback
import warnings

sys.path[:0] = [os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tango")]
import tango
import view

warnings.simplefilter("ignore")  # PyTango 10 says of every pipe that pipes will go

TYPES = {"change": "CHANGE_EVENT", "periodic": "PERIODIC_EVENT", "archive": "ARCHIVE_EVENT", "user_event": "USER_EVENT",
         "attr_conf": "ATTR_CONF_EVENT", "data_ready": "DATA_READY_EVENT", "intr_change": "INTERFACE_CHANGE_EVENT",
         "pipe": "PIPE_EVENT", "alarm": "ALARM_EVENT"}
printing = threading.Lock()


def say(line):
    with printing:
        print(json.dumps(line, allow_nan=False), flush=True)


# ---- events as JSON

def blob(value):
    name, elements = value
    return {"name": name, "elements": [element(**one) for one in elements]}


def element(name, dtype, value):
    kind = str(dtype)
    if kind == "DevPipeBlob":
        return {"name": name, "type": kind, "value": blob(value)}
    return {"name": name, "type": kind, "value": view.data(kind, value)}


def pipe(value):
    """The blob of a pipe, whose outermost elements PyTango keeps apart from their types."""
    elements = [{"name": name, "dtype": tango.CmdArgType.values[value.get_data_elt_type(i)], "value": one}
                for i, (name, one) in enumerate(value.data)]
    return blob((value.root_blob_name, elements))


def date(time):
    return view.fields(time, "tv_sec tv_usec tv_nsec")


def or_null(render, value):
    return None if value is None else render(value)


RENDERINGS = {
    "EventData": lambda e: {"attr_name": e.attr_name, "attr_value": or_null(view.reading, e.attr_value)},
    "AttrConfEventData": lambda e: {"attr_name": e.attr_name, "attr_conf": or_null(view.attribute_info, e.attr_conf)},
    "DataReadyEventData": lambda e: {"attr_name": e.attr_name, "attr_data_type": view.type_name(e.attr_data_type), "ctr": e.ctr},
    "DevIntrChangeEventData": lambda e: {
        "device_name": e.device_name, "dev_started": e.dev_started,
        "cmd_list": [view.command_info(one) for one in e.cmd_list], "att_list": [view.attribute_info(one) for one in e.att_list]},
    "PipeEventData": lambda e: {"pipe_name": e.pipe_name, "pipe_value": or_null(pipe, e.pipe_value)},
}


def rendered(event):
    kind = type(event).__name__
    return dict(RENDERINGS[kind](event), kind=kind, device=or_null(lambda d: d.dev_name(), event.device), event=event.event, err=event.err,
                errors=view.stack(event.errors), reception_date=date(event.reception_date))


class Printer:
    """The callback of one subscription."""

    def __init__(self, tag):
        self.tag = tag

    def push_event(self, event):
        try:
            say({"as": self.tag, "event": rendered(event)})
        except Exception:       # PyTango would swallow it
            say({"as": self.tag, "fault": traceback.format_exc()})


# ---- orders

class Subscriptions:
    def __init__(self, device):
        self.device, self.proxies, self.ids = device, {}, {}

    def proxy(self, name):
        if name not in self.proxies:
            self.proxies[name] = tango.DeviceProxy(name)
        return self.proxies[name]

    def subscribe(self, order):
        tag = order["as"]
        try:
            proxy, kind = self.proxy(order.get("device", self.device)), getattr(tango.EventType, TYPES[order["event"]])
            stateless = order.get("stateless", False)
            if order["event"] == "intr_change":
                number = proxy.subscribe_event(kind, Printer(tag), stateless)
            else:
                number = proxy.subscribe_event(order["attr"], kind, Printer(tag), [], stateless)
        except Exception as error:      # whatever PyTango raises is the result
            say({"as": tag, "failed": view.failure(error)})
            return
        self.ids[tag] = (proxy, number)
        say({"as": tag, "subscribed": number})

    def unsubscribe(self, order):
        proxy, number = self.ids.pop(order["as"], (None, None))
        try:
            if proxy is None:
                raise KeyError(order["as"])
            proxy.unsubscribe_event(number)
        except Exception as error:
            say({"as": order["as"], "failed": view.failure(error)})
            return
        say({"as": order["as"], "unsubscribed": number})


def main(arguments):
    subscriptions = Subscriptions(arguments[0] if arguments else None)
    for line in iter(sys.stdin.readline, ""):
        order = json.loads(line)
        if order["do"] == "quit":
            break
        getattr(subscriptions, order["do"])(order)
    for tag in list(subscriptions.ids):
        subscriptions.unsubscribe({"as": tag})
    # PyTango may wait for minutes, or crash, when it takes down its event threads.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
