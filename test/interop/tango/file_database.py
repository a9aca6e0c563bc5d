# A server with a database file: reads the JSON { server, instance, className, device, properties, text } from stdin, starts on a file of
# that text, and prints as JSON what cppTango sees in it, and the text after changes of its own.
import json
import os
import sys
import tempfile

import tango
from tango.server import Device, run

given = json.load(sys.stdin)
handle, path = tempfile.mkstemp()


def lists(values):
    return {name: list(value) for name, value in values.items()}


def nested(values):
    return {name: lists(value) for name, value in values.items()}


def init_device(self):
    Device.init_device(self)
    database = tango.Util.instance().get_database()
    device, class_name, names = given["device"], given["className"], given["properties"]
    if self.get_name() != device:
        return
    seen = {
        "device": lists(database.get_device_property(device, names)),
        "attribute": nested(database.get_device_attribute_property(device, ["attr"])),
        "class": lists(database.get_class_property(class_name, names)),
    }
    database.put_device_property(device, {"theirs": ["one", "two three", 'say "hi"']})
    database.put_device_attribute_property(device, {"attr": {"__value": ["1.5"]}, "other": {"label": ["The label"]}})
    database.put_class_property(class_name, {"theirs": ["http://x/y?z=1"]})
    database.put_class_attribute_property(class_name, {"other": {"unit": ["m/s"]}})
    with open(path, encoding="utf-8") as file:
        seen["text"] = file.read()
    json.dump(seen, sys.stdout)
    sys.stdout.flush()
    os.unlink(path)
    # What it was started for is done.
    os._exit(0)


with os.fdopen(handle, "w", encoding="utf-8") as file:
    file.write(given["text"])
options = ["-file=" + path, "-ORBendPoint", "giop:tcp:127.0.0.1:0"]
try:
    run((type(given["className"], (Device,), {"init_device": init_device}),), [given["server"], given["instance"]] + options)
finally:
    # Only where the server did not come so far.
    if os.path.exists(path):
        os.unlink(path)
