"""A device server in PyTango that pushes change events as fast as it can.

    /usr/bin/python3 pytango_event_server.py INSTANCE -nodb -dlist DEVICE -ORBendPoint giop:tcp:HOST:PORT

Burst([SIZE, COUNT]) pushes COUNT events of the attribute with SIZE doubles, and gives the seconds that took; Single() pushes one scalar.
"""
import time

import numpy
from tango.server import Device, attribute, command, run

NAMES = {1: "scalar", 1000: "thousand", 100000: "hundred_thousand"}


class EventBench(Device):
    def init_device(self):
        super().init_device()
        self.values = {size: numpy.zeros(size) for size in NAMES}
        for name in NAMES.values():
            self.set_change_event(name, True, False)

    @attribute(dtype=float)
    def scalar(self):
        return 0.0

    @attribute(dtype=(float,), max_dim_x=1000)
    def thousand(self):
        return self.values[1000]

    @attribute(dtype=(float,), max_dim_x=100000)
    def hundred_thousand(self):
        return self.values[100000]

    @command(dtype_in=("DevLong",), dtype_out=float)
    def Burst(self, size_and_count):
        size, count = size_and_count
        name = NAMES[size]
        value = 1.0 if size == 1 else self.values[size]
        begin = time.perf_counter()
        for _ in range(count):
            self.push_change_event(name, value)
        return time.perf_counter() - begin

    @command
    def Single(self):
        self.push_change_event("scalar", 1.0)


run((EventBench,))
