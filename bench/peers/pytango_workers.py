"""Six workers read a device for some seconds, while their parent has a proxy of its own: the example of PyTango's page on multiprocessing.

    TANGO_HOST=host:port /usr/bin/python3 pytango_workers.py DEVICE process|thread SECONDS

Processes begin with ApiUtil.cleanup(), threads run within EnsureOmniThread, as that page asks for.
Prints one line: {"rate": reads per second of all, each in the time in which it read, "programRate": the same reads per second from the start
of all to the last report, "firstMs": median from the start of all to the first value of each, "rssBytes": memory of a worker (of a
thread: what it added), "warmUs": median of a call that does nothing in a warm pool of concurrent.futures}.
"""
import json
import os
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import Process, SimpleQueue
from threading import Thread

import tango

WORKERS = 6
WARM = 300


def resident():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def read_for(name, seconds, reports):
    device = tango.DeviceProxy(name)
    device.read_attribute("double_scalar")
    first = time.time()
    reads = 1
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        device.read_attribute("double_scalar")
        reads += 1
    reports.put((first, reads, resident()))


def in_process(*args):
    tango.ApiUtil.cleanup()
    read_for(*args)


def in_thread(*args):
    with tango.EnsureOmniThread():
        read_for(*args)


def nothing():
    pass


def main():
    name, kind, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    # A process of this pool is forked before there is a Tango to be cleaned up.
    executor = (ProcessPoolExecutor if kind == "process" else ThreadPoolExecutor)(WORKERS)
    executor.submit(nothing).result()
    times = []
    for _ in range(WARM):
        start = time.perf_counter()
        executor.submit(nothing).result()
        times.append((time.perf_counter() - start) * 1e6)
    executor.shutdown()
    tango.DeviceProxy(name).read_attribute("double_scalar")
    before = resident()
    begin = time.time()
    reports = SimpleQueue()
    start = (lambda: Process(target=in_process, args=(name, seconds, reports))) if kind == "process" else (
        lambda: Thread(target=in_thread, args=(name, seconds, reports)))
    workers = [start() for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    told = [reports.get() for _ in workers]
    wall = time.time() - begin
    added = (resident() - before) / WORKERS
    for worker in workers:
        worker.join()
    print(json.dumps({
        "rate": sum(reads for _, reads, _ in told) / seconds,
        "programRate": sum(reads for _, reads, _ in told) / wall,
        "firstMs": statistics.median((first - begin) * 1000 for first, _, _ in told),
        "rssBytes": statistics.median(rss for _, _, rss in told) if kind == "process" else added,
        "warmUs": statistics.median(times),
    }))


main()
