"""One row of the benchmark, with PyTango. The orchestrator runs it in turns with the other clients.

    TANGO_HOST=host:port /usr/bin/python3 pytango_bench.py DEVICE ROW SECONDS

ROW   scalar   read_attribute double_scalar
      ten      read_attributes of the TEN below in one call, values taken out
      command  DevDouble
      write    write_attribute double_scalar_w
      image    read_attribute double_image_ro (251 x 251 doubles), as numpy array
      first    one read of double_scalar in a fresh process; prints its line and ends. The caller takes the time from exec to the line.
Prints one line: {"row", "calls", "seconds", "rate", "rssBytes"}: calls per second, and resident memory at the end. One call goes before the
clock starts. For `first` the seconds are those since this script began, without the start of the interpreter.
"""
import json
import os
import sys
import time

BEGIN = time.perf_counter()

import tango  # noqa: E402  the import belongs to the start that `first` measures

TEN = ["double_scalar", "float_scalar", "long_scalar", "short_scalar", "boolean_scalar", "ulong_scalar", "ushort_scalar", "uchar_scalar",
       "long64_scalar", "string_scalar"]

ROWS = {
    "scalar": lambda device: device.read_attribute("double_scalar").value,
    "ten": lambda device: [reading.value for reading in device.read_attributes(TEN)],
    "command": lambda device: device.command_inout("DevDouble", 3.5),
    "write": lambda device: device.write_attribute("double_scalar_w", 3.5),
    "image": lambda device: device.read_attribute("double_image_ro").value,
}


def resident():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main():
    if len(sys.argv) != 4 or sys.argv[2] not in [*ROWS, "first"]:
        sys.exit("usage: pytango_bench.py DEVICE %s SECONDS" % "|".join([*ROWS, "first"]))
    name, row, limit = sys.argv[1], sys.argv[2], float(sys.argv[3])
    device = tango.DeviceProxy(name)
    calls = 0
    if row == "first":
        ROWS["scalar"](device)
        calls, seconds = 1, time.perf_counter() - BEGIN
    else:
        call = ROWS[row]
        call(device)
        begin = time.perf_counter()
        seconds = 0.0
        while seconds < limit:
            call(device)
            calls += 1
            seconds = time.perf_counter() - begin
    print(json.dumps({"row": row, "calls": calls, "seconds": seconds, "rate": calls / seconds, "rssBytes": resident()}), flush=True)


main()
