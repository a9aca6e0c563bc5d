"""Records anew what the real TangoAccessControl answers: fixtures/tango-9.3.4/access-control/access-rights.json, whose cases it takes from there.

    TANGO_HOST=... /usr/bin/python3 test/support/record-access-rights.py

It takes all rules away from the device sys/access_control/1 of that system: it must be one of its own. With MariaDB 10.10 and later the columns
`updated` of access_address and access_device need a default, else the server cannot add rules.
"""

import json
import pathlib

import tango

FILE = pathlib.Path(__file__).parents[2] / "fixtures/tango-9.3.4/access-control/access-rights.json"
device = tango.DeviceProxy("sys/access_control/1")


def forget_all():
    for user in device.GetUsers():
        device.RemoveUser(user)


def answers(case):
    forget_all()
    for rule in case["addresses"]:
        device.AddAddressForUser(rule)
    for rule in case["devices"]:
        device.AddDeviceForUser(rule)
    for user, address, name, _ in case["asked"]:
        answer = device.GetAccess([user, address, name])
        assert device.GetAccessForMultiIp([user, name, address]) == answer
        yield [user, address, name, answer]


def line(values):
    return json.dumps(values, ensure_ascii=False)


recorded = json.loads(FILE.read_text())
texts = []
for case in recorded["cases"]:
    asked = ",\n".join(f"        {line(one)}" for one in answers(case))
    fields = [f'      "{name}": {line(case[name])},\n' for name in ("title", "addresses", "devices")]
    texts.append(f'    {{\n{"".join(fields)}      "asked": [\n{asked}\n      ]\n    }}')
forget_all()
about = f'  "about": {line(recorded["about"])},\n'
cases = ",\n".join(texts)
FILE.write_text(f'{{\n{about}  "cases": [\n{cases}\n  ]\n}}\n')
