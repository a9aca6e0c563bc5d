"""Another process with a proxy of the same device: for Tango it is another client, which matters for locks."""
import json
import subprocess
import sys

import tango
from seen import patient, seen


class SecondClient:
    """Starts the process; to be used in a `with`."""

    def __init__(self, device):
        self._device = device

    def __enter__(self):
        self._process = subprocess.Popen([sys.executable, sys.argv[0], "--second-client", self._device], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, universal_newlines=True)
        return self

    def ask(self, call, args):
        """As `seen`, there."""
        print(json.dumps([call, args]), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        return json.loads(line) if line else {"error": {"class": "EOFError", "stack": [], "message": "the second client has ended"}}

    def kill(self):
        """It ends at once, and gives nothing back."""
        self._process.kill()
        self._process.wait()

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait()


def serve(device):
    """The other end: a call per line, an answer per line."""
    proxies = {"device": patient(tango.DeviceProxy(device))}
    proxies["admin"] = patient(tango.DeviceProxy(proxies["device"].adm_name()))
    for line in sys.stdin:
        call, args = json.loads(line)
        on = args.pop("on", "device")
        print(json.dumps(seen(proxies[on], call, args)), flush=True)
