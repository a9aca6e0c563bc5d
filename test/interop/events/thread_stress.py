"""A client of the server of the thread stress (test/support/driven-stress.ts): subscribes to serial numbers, reads and writes, until its input ends.

    python3 thread_stress.py DEVICE [calls]     with "calls" it does not subscribe; prints READY, and at the end a line of JSON: {"received", "calls", "problems": [TEXT...]}

Runs on PyTango 9.3.6 and 10.0.2; run.sh runs it.
"""
import json
import sys
import threading
import time

import tango

# What a call may fail with on a machine that is too slow for all this.
DOCUMENTED = {"API_CommandTimedOut", "API_DeviceTimedOut", "API_CorbaException", "API_AttributeFailed"}
device = tango.DeviceProxy(sys.argv[1])
last = {}
problems = []
received = 0
calls = 0


def note(name):
    def on_event(event):
        global received
        if event.err:
            problems.append("%s: %s" % (name, [error.reason for error in event.errors]))
            return
        serial = event.attr_value.value
        if serial == -1:
            return  # the first one was read
        if serial <= last.get(name, 0):
            problems.append("%s: %d after %d" % (name, serial, last[name]))
        last[name] = serial
        received += 1
    return on_event


names = [] if "calls" in sys.argv[2:] else ["serial%d" % i for i in range(0, 50, 5)]
ids = [device.subscribe_event(name, tango.EventType.CHANGE_EVENT, note(name)) for name in names]
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
print("READY", flush=True)
while not ended.is_set():
    try:
        device.read_attributes(["level0", "State", "Status"])
        device.write_attribute("level1", 1.5)
        device.state()
        calls += 3
    except tango.DevFailed as failure:
        if failure.args[0].reason not in DOCUMENTED:
            problems.append("%s" % failure.args[0].reason)
    time.sleep(0.01)
for one in ids:
    device.unsubscribe_event(one)
print(json.dumps({"received": received, "calls": calls, "problems": problems}), flush=True)
