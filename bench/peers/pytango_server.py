"""A device server in PyTango with those attributes and commands of TangoTest that the rows call; the methods do as little as a device can.

    /usr/bin/python3 pytango_server.py INSTANCE -nodb -dlist DEVICE -ORBendPoint giop:tcp:HOST:PORT
"""
import numpy
from tango import AttrWriteType
from tango.server import Device, attribute, command, run

SCALARS = {
    "double_scalar": (float, 3.5),
    "float_scalar": ("DevFloat", 3.5),
    "long_scalar": ("DevLong", 3),
    "short_scalar": ("DevShort", 3),
    "boolean_scalar": (bool, True),
    "ulong_scalar": ("DevULong", 3),
    "ushort_scalar": ("DevUShort", 3),
    "uchar_scalar": ("DevUChar", 3),
    "long64_scalar": ("DevLong64", 3),
    "string_scalar": (str, "Default string"),
}


def constant(value):
    return lambda self: value


class BenchTest(Device):
    def init_device(self):
        super().init_device()
        self.written = 0.0
        self.image = numpy.random.random((251, 251))

    @attribute(dtype=((float,),), max_dim_x=251, max_dim_y=251)
    def double_image_ro(self):
        return self.image

    @attribute(dtype=float, access=AttrWriteType.WRITE)
    def double_scalar_w(self):
        return self.written

    @double_scalar_w.write
    def write_double_scalar_w(self, value):
        self.written = value

    @command(dtype_in=float, dtype_out=float)
    def DevDouble(self, value):
        return value

    # As in TangoTest all ten can be written, and are read with what was set.
    for name, (dtype, value) in SCALARS.items():
        locals()["read_" + name] = constant(value)
        locals()["write_" + name] = lambda self, written: None
        locals()[name] = attribute(dtype=dtype, access=AttrWriteType.READ_WRITE)


run((BenchTest,))
