"""One row of the benchmark of events, with PyTango as client.

    /usr/bin/python3 pytango_event_client.py DEVICE burst SIZE COUNT     a burst of COUNT change events with SIZE doubles each
    /usr/bin/python3 pytango_event_client.py DEVICE latency COUNT        single events, each pushed by a command after the last has come

Prints one line. For a burst {"received", "lost", "rate", "pushRate"}: events that came, and those that did not; per second from the call of
the command to the last event; and how many the server pushed per second. For the latency {"medianUs"}: from the call to the event.
"""
import json
import statistics
import sys
import threading
import time

import tango

NAMES = {1: "scalar", 1000: "thousand", 100000: "hundred_thousand"}
QUIET_SECONDS = 2


class Counter:
    def __init__(self):
        self.received = 0
        self.last = 0.0
        self.arrived = threading.Event()

    def push_event(self, event):
        if event.err:
            return
        event.attr_value.value
        self.received += 1
        self.last = time.perf_counter()
        self.arrived.set()


def subscribe(device, name):
    counter = Counter()
    device.subscribe_event(name, tango.EventType.CHANGE_EVENT, counter)
    # The first event is that of the subscription; those of the server come once it knows of the subscription.
    device.command_inout("Single" if name == "scalar" else "Burst", None if name == "scalar" else [len(device.read_attribute(name).value), 1])
    end = time.perf_counter() + QUIET_SECONDS
    while counter.received < 2 and time.perf_counter() < end:
        time.sleep(0.01)
    time.sleep(0.2)
    counter.received = 0
    return counter


def burst(device, size, count):
    counter = subscribe(device, NAMES[size])
    begin = counter.last = time.perf_counter()
    seconds = device.command_inout("Burst", [size, count])
    counter.last = max(counter.last, begin)
    while counter.received < count and time.perf_counter() - max(counter.last, begin) < QUIET_SECONDS:
        time.sleep(0.01)
    received = counter.received
    return {"received": received, "lost": count - received, "rate": received / (counter.last - begin), "pushRate": count / seconds}


def latency(device, count):
    counter = subscribe(device, "scalar")
    times = []
    for _ in range(count):
        counter.arrived.clear()
        begin = time.perf_counter()
        device.command_inout("Single")
        if not counter.arrived.wait(QUIET_SECONDS):
            sys.exit("an event was lost")
        times.append(counter.last - begin)
    return {"medianUs": statistics.median(times) * 1e6}


def main():
    name, row, *numbers = sys.argv[1:]
    device = tango.DeviceProxy(name)
    device.set_timeout_millis(120000)
    result = {"burst": burst, "latency": latency}[row](device, *map(int, numbers))
    print(json.dumps(result), flush=True)


main()
