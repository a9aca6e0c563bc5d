"""A device server with 20 attributes in each device, for the memory that devices take."""
from tango import AttrWriteType
from tango.server import Device, attribute, run


def constant(value):
    return lambda self: value


class ManyDevices(Device):
    for i in range(20):
        locals()["read_value_%d" % i] = constant(i)
        locals()["write_value_%d" % i] = lambda self, written: None
        locals()["value_%d" % i] = attribute(
            dtype=float, access=AttrWriteType.READ_WRITE, unit="V", min_value=-1000, max_value=1000, max_alarm=900)


run((ManyDevices,))
