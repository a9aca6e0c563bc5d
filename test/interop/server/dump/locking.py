"""Chapter of a dump: locks, with a second client in another process."""
import tango
from second_client import SecondClient
from seen import patient


def locking(steps, _calls, device, nodb):
    series(steps, device, "")
    series(steps, nodb, " nodb")


def series(steps, device, label):
    p = patient(tango.DeviceProxy(device))
    name = p.dev_name()
    admin = patient(tango.DeviceProxy(p.adm_name()))

    def status(about):
        for call in ("is_locked", "is_locked_by_me", "locking_status", "locker"):
            steps.step(p, call, about + label)

    def order(command, about, kind, value):
        steps.step(admin, "command_inout", command + " " + about + label, name=command, type=kind, value=value)

    status("never locked")
    for text in (name, name.upper(), "nope/nope/nope", admin.dev_name()):
        steps.step(admin, "lock_status", text + label, name=text)
    # ReLockDevices of an unknown device is left out: the C++ server ends with SIGSEGV, in both releases.
    order("ReLockDevices", "not locked", "DevVarStringArray", [name])
    order("ReLockDevices", "nothing", "DevVarStringArray", [])
    order("UnLockDevice", "not locked", "DevVarLongStringArray", {"numbers": [0], "strings": [name]})
    order("UnLockDevice", "not locked, by force", "DevVarLongStringArray", {"numbers": [1], "strings": [name]})
    order("UnLockDevice", "unknown", "DevVarLongStringArray", {"numbers": [0], "strings": ["nope/nope/nope"]})
    order("UnLockDevice", "no force flag", "DevVarLongStringArray", {"numbers": [], "strings": [name]})
    order("LockDevice", "unknown device", "DevVarLongStringArray", {"numbers": [10], "strings": ["nope/nope/nope"]})
    order("LockDevice", "admin device", "DevVarLongStringArray", {"numbers": [10], "strings": [admin.dev_name()]})
    order("LockDevice", "no validity", "DevVarLongStringArray", {"numbers": [], "strings": [name]})
    order("LockDevice", "no device", "DevVarLongStringArray", {"numbers": [10], "strings": []})
    order("LockDevice", "two devices", "DevVarLongStringArray", {"numbers": [10], "strings": [name, "nope/nope/nope"]})
    order("ReLockDevices", "locked", "DevVarStringArray", [name.upper()])
    order("UnLockDevice", "locked, and unknown", "DevVarLongStringArray", {"numbers": [0], "strings": [name, "nope/nope/nope"]})
    steps.step(p, "unlock", "not locked" + label)
    for seconds in (0, 1, 5000000):
        steps.step(p, "lock", "%d s%s" % (seconds, label), seconds=seconds)
    status("after errors")
    steps.step(p, "unlock", "after errors" + label)

    with SecondClient(device) as other:
        def second(call, about, **args):
            steps.step(None, call, "second client: " + about + label, by=other, **args)

        steps.step(p, "lock", "first" + label)
        steps.step(p, "lock", "again" + label)
        status("locked")
        steps.step(admin, "lock_status", "locked" + label, name=name)
        for call in ("is_locked", "is_locked_by_me", "locking_status", "locker"):
            second(call, "locked")
        second("command_inout", "DevDouble", name="DevDouble", type="DevDouble", value=1.5)
        for command in ("State", "Status", "Init", "DevVoid", "nope"):
            second("command_inout", command, name=command)
        second("read_attribute", "read", name="string_scalar")
        second("write_attribute", "write", name="string_scalar", type="DevString", value="x")
        second("write_attributes", "write two", values=[{"name": "string_scalar", "type": "DevString", "value": "x"},
                                                        {"name": "ampli", "type": "DevDouble", "value": 1.0}])
        second("write_read_attribute", "write and read", name="string_scalar", type="DevString", value="x")
        if not label or steps.release != "9.3":
            second("set_attribute_config", "configure", name="string_scalar", changes={"unit": "m"})
        second("get_attribute_config", "configuration", names=["string_scalar"])
        second("set_pipe_config", "configure a pipe", name="string_long_short_ro", changes={"label": "x"})
        second("read_pipe", "pipe", name="string_long_short_ro")
        second("poll_attribute", "poll", name="ampli", period=1000)
        second("stop_poll_attribute", "stop polling", name="ampli")
        second("set_logging_level", "level", level=3)
        second("add_logging_target", "target", target="console::cout")
        second("lock", "lock")
        second("unlock", "unlock")
        for command, kind, value in (("DevRestart", "DevString", name), ("ReLockDevices", "DevVarStringArray", [name]),
                                     ("StopPolling", "DevVoid", None), ("StartPolling", "DevVoid", None)):
            second("command_inout", command + " of the admin device", on="admin", name=command, type=kind, value=value)
        for call in ("state", "status", "name"):
            second(call, "locked")
        steps.step(p, "command_inout", "of the owner" + label, name="DevDouble", type="DevDouble", value=1.5)
        steps.step(p, "unlock", "of two" + label)
        second("command_inout", "DevVoid when one is left", name="DevVoid")
        steps.step(p, "unlock", "of one" + label)
        second("command_inout", "DevVoid when none is left", name="DevVoid")
        status("unlocked")

        steps.step(p, "lock", "to be forced" + label)
        second("unlock", "by force", force=True)
        steps.step(p, "command_inout", "after force" + label, name="DevVoid")
        steps.step(p, "command_inout", "after force" + label, name="DevVoid")
        steps.step(p, "write_attribute", "after force" + label, name="string_scalar", type="DevString", value="y")
        status("after force")
        second("lock", "lock for itself", seconds=2)
        status("locked by the second")
        steps.step(p, "command_inout", "locked by the second" + label, name="DevVoid")
        steps.step(p, "write_attribute", "locked by the second" + label, name="string_scalar", type="DevString", value="y")
        steps.step(p, "lock", "locked by the second" + label)
        steps.step(p, "unlock", "locked by the second" + label)
        other.kill()
        steps.step(p, "wait_unlocked", label)
        steps.step(p, "command_inout", "after the second has ended" + label, name="DevVoid")
        status("after the second has ended")
    # So ends what the owner is told of the lock that was taken away.
    with SecondClient(device) as third:
        steps.step(None, "command_inout", "third client" + label, by=third, name="DevVoid")
    steps.step(p, "command_inout", "after a third client" + label, name="DevVoid")
