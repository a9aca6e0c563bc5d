# The class ConfiguredDevice with attributes of all kinds, as test/interop/server-configuration.test.ts has it too.
# Arguments: CLASS SERVER INSTANCE; CLASS is how the class is called.
import sys

from tango import AttrWriteType, DevState
from tango.server import Device, attribute, run


def members(name, initial, **options):
    """An attribute that can be read and written, and does nothing with what is written."""
    return {
        name: attribute(access=AttrWriteType.READ_WRITE, **options),
        "read_" + name: lambda self: initial,
        "write_" + name: lambda self, value: None,
    }


def init_device(self):
    Device.init_device(self)
    self.set_state(DevState.ON)


body = {
    "init_device": init_device,
    **members("plain", 0.0, dtype="DevDouble"),
    **members("coded", 5.0, dtype="DevDouble", unit="u", description="code", min_value="0", max_value="10", abs_change="1",
              rel_change="2,3", period="500", delta_t="10", delta_val="1", format="%5.1f"),
    **members("classed", 5.0, dtype="DevDouble"),
    **members("short", 1, dtype="DevShort"),
    **members("ulong", 1, dtype="DevULong"),
    **members("text", "x", dtype="DevString"),
    **members("flag", True, dtype="DevBoolean"),
    **members("mode", 1, dtype="DevEnum", enum_labels=["A", "B", "C"]),
    **members("kept", 2.0, dtype="DevDouble", memorized=True, hw_memorized=True),
}
run([type(Device)(sys.argv[1], (Device,), body)], args=sys.argv[2:])
