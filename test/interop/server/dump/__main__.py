"""All that a PyTango client sees of a TangoTest server, as JSON, to be compared with the same of another server.

    python3 dump RELEASE DEVICE NODB < scenario.json > dump.json      RELEASE is 9.3 or 10.0

RELEASE says which C++ TangoTest the dump shall be compared with, since some of its faults must be steered around. DEVICE is a device of
the database at TANGO_HOST, NODB one of a server without database, "127.0.0.1:port/a/b/c#dbase=no"; nobody else may use them. The scenario
is that of ../../tango/make_scenario.py, of which the calls to these two devices are made; chapters.py has the others. The output is a View
as that of ../../tango/view.py, with "gave_up" where the server answered no more. DUMP_CHAPTERS=a,b makes only these chapters.
VIEW_TRACE=1 prints each step on stderr. After five minutes it ends with a Python traceback and without a dump.
"""
import faulthandler
import json
import os
import sys

import chapters
import second_client
import view
from seen import GaveUp, Steps


def main(arguments):
    faulthandler.dump_traceback_later(300, exit=True)
    if arguments[:1] == ["--second-client"]:
        second_client.serve(arguments[1])
        return 0
    if len(arguments) != 3:
        sys.exit(__doc__)
    release, device, nodb = arguments
    steps = Steps(release)
    scenario = json.load(sys.stdin)
    wanted = os.environ.get("DUMP_CHAPTERS")
    gave_up = None
    try:
        for chapter in chapters.CHAPTERS:
            if not wanted or chapter.__name__ in wanted.split(","):
                chapter(steps, scenario, device, nodb)
    except GaveUp as error:
        gave_up = str(error)
    json.dump({"release": release, "pytango": view.tango.Release.version, "gave_up": gave_up, "results": steps.results}, sys.stdout,
              allow_nan=False)
    print()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
