"""Chapters of a dump: attribute configuration and alarms."""
import tango
from seen import SINCE_10, patient

TEXTS = ("text", "", "Not specified", "NaN", "caf\u00e9", "two\nlines", "No standard unit", "No display unit", "No description")
#: The last are too large for some types: cppTango takes something else then, which is to show only once.
NUMBERS = ("1", "-1", "1.5", "1e2", "0", "text", "1 ", "1,2", "nan", "", "Not specified", "NaN", "300", "99999999999999999999")
CHANGES = ("1", "-1", "1.5", "1,2", "-1,2", "1,", ",1", "0", "text", "1,text", "", "Not specified", "NaN", "NaN,NaN", "Not specified,1", "1,2,3")
PERIODS = ("500", "1.5", "0", "-5", "text", "", "Not specified", "NaN")
LABELS = ([], ["A"], ["A", "A"], ["a", "b", "c", "d"], ["a", ""], [""], ["Not specified"], ["NaN"], ["L0", "L1", "L2"])
ATTRIBUTES = ("double_scalar", "double_scalar_w", "double_spectrum", "short_scalar", "ulong64_scalar", "uchar_scalar", "float_image_ro",
              "string_scalar", "boolean_scalar", "enum_scalar", "State", "Status")
FIELDS = (
    [((field,), TEXTS) for field in "label description unit standard_unit display_unit format".split()]
    + [((field,), NUMBERS) for field in "min_value max_value".split()]
    + [(("alarms", field), NUMBERS) for field in "min_alarm max_alarm min_warning max_warning delta_val delta_t".split()]
    + [(("events", "ch_event", field), CHANGES) for field in "rel_change abs_change".split()]
    + [(("events", "arch_event", field), CHANGES) for field in "archive_rel_change archive_abs_change".split()]
    + [(("events", "per_event", "period"), PERIODS), (("events", "arch_event", "archive_period"), PERIODS)]
)


def nested(path, value):
    for name in reversed(path):
        value = {name: value}
    return value


def names(steps):
    return [name for name in ATTRIBUTES if not (name == "enum_scalar" and steps.release == "9.3")]


def configuring(steps, _calls, device, _nodb):
    """Every field with every kind of text, one after the other; after each field back to the default."""
    p = patient(tango.DeviceProxy(device))
    for name in names(steps):
        for path, texts in FIELDS:
            for text in texts:
                steps.step(p, "configured", "%s %s '%s'" % (name, ".".join(path), text), name=name, changes=nested(path, text))
            steps.step(p, "configured", "%s %s back" % (name, ".".join(path)), name=name, changes=nested(path, "Not specified"))
    for name in ("enum_scalar", "enum_scalar_ro") if steps.release != "9.3" else ():
        for labels in LABELS:
            steps.step(p, "configured", "%s enum_labels %s" % (name, labels), name=name, changes={"enum_labels": labels})
        steps.step(p, "configured", name + " enum_labels back", name=name, changes={"enum_labels": ["Not specified"]})
    for changes in ({"name": "nope"}, {"data_type": tango.CmdArgType.DevLong}, {"data_format": tango.AttrDataFormat.SPECTRUM},
                    {"writable": tango.AttrWriteType.READ}, {"max_dim_x": 5}, {"max_dim_y": 5}, {"disp_level": tango.DispLevel.EXPERT},
                    {"writable_attr_name": "other"}, {"root_attr_name": "a/b/c/d"}, {"enum_labels": ["A", "B"]},
                    {"min_alarm": "5"}, {"max_alarm": "5"}, {"extensions": ["x"]}):
        for name in ("double_scalar", "double_image_ro"):
            steps.step(p, "configured", "%s unchangeable %s" % (name, ", ".join(changes)), name=name, changes=changes)
    limits = [("min_value", "max_value", None), ("min_alarm", "max_alarm", "alarms"), ("min_warning", "max_warning", "alarms")]
    for low, high, part in limits:
        for label, pair in (("equal", ("5", "5")), ("crossed", ("6", "5")), ("right", ("5", "6")), ("off", ("Not specified", "Not specified"))):
            changes = {low: pair[0], high: pair[1]}
            steps.step(p, "configured", "%s and %s %s" % (low, high, label), name="double_scalar", changes={part: changes} if part else changes)
    steps.step(p, "configured", "delta_val alone", name="double_scalar", changes={"alarms": {"delta_val": "5"}})
    steps.step(p, "configured", "delta_t alone", name="double_scalar", changes={"alarms": {"delta_t": "5", "delta_val": "Not specified"}})
    steps.step(p, "configured", "delta both", name="double_scalar", changes={"alarms": {"delta_t": "5", "delta_val": "5"}})
    steps.step(p, "configured", "delta off", name="double_scalar", changes={"alarms": {"delta_t": "0", "delta_val": "Not specified"}})
    steps.step(p, "configured", "delta off", name="double_scalar", changes={"alarms": {"delta_t": "Not specified", "delta_val": "Not specified"}})
    for name in p.get_attribute_list():
        if name not in SINCE_10 or steps.release != "9.3":
            steps.step(p, "configured", "%s texts" % name, name=name, changes={"label": "label", "unit": "u", "description": "caf\u00e9"})
            texts = {"label": "Not specified", "unit": "Not specified", "description": ""}
            steps.step(p, "configured", "%s texts back" % name, name=name, changes=texts)
    # A limit that the value written last does not keep.
    steps.step(p, "write_attribute", "before a limit", name="double_scalar_w", type="DevDouble", value=50.0)
    steps.step(p, "configured", "max_value below what is written", name="double_scalar_w", changes={"max_value": "10"})
    steps.step(p, "configured", "min_value above what is written", name="double_scalar_w", changes={"max_value": "Not specified", "min_value": "60"})
    steps.step(p, "configured", "limit off", name="double_scalar_w", changes={"min_value": "Not specified"})
    steps.step(p, "write_attribute", "after a limit", name="double_scalar_w", type="DevDouble", value=0.0)
    steps.step(p, "attribute_list_query", "after configuring")


def alarms(steps, _calls, device, _nodb):
    """Qualities of values at, within and beyond their limits, for every type; the state that follows, and limits of what is written."""
    p = patient(tango.DeviceProxy(device))
    off = {key: "Not specified" for key in "min_alarm max_alarm min_warning max_warning delta_t delta_val".split()}
    for kind, name in (("DevDouble", "double_spectrum"), ("DevFloat", "float_spectrum"), ("DevLong", "long_spectrum"),
                       ("DevShort", "short_spectrum"), ("DevUShort", "ushort_spectrum"), ("DevUChar", "uchar_spectrum"),
                       ("DevDouble", "double_image"), ("DevShort", "short_image")):
        steps.step(p, "configured", "%s alarms" % name, name=name,
                   changes={"alarms": {"min_alarm": "10", "max_alarm": "50", "min_warning": "20", "max_warning": "40"}})
        for value in (9, 10, 11, 20, 21, 39, 40, 49, 50, 51):
            data = {"dim_x": 2, "dim_y": 1, "data": [30, value]} if name.endswith("image") else [30, value]
            steps.step(p, "write_attribute", "%s %d" % (name, value), name=name, type=kind, value=data)
            steps.step(p, "read_attribute", "%s with %d" % (name, value), name=name)
        for call in ("state", "status"):
            steps.step(p, call, "with alarm")
        steps.step(p, "read_attributes", "with alarm", names=["State", name, "Status"])
        steps.step(p, "configured", "%s alarms off" % name, name=name, changes={"alarms": off})
        steps.step(p, "read_attribute", name + " after alarms", name=name)
    # The value read never is that written, which is far off.
    steps.step(p, "write_attribute", "before delta", name="double_scalar", type="DevDouble", value=0.0)
    steps.step(p, "wait_within", "before delta", name="double_scalar", low=0, high=0)
    steps.step(p, "configured", "delta", name="double_scalar", changes={"alarms": {"delta_t": "1", "delta_val": "1"}})
    steps.step(p, "read_attribute", "within delta", name="double_scalar")
    steps.step(p, "configured", "delta off", name="double_scalar", changes={"alarms": off})
    for kind, name in (("DevDouble", "double_scalar"), ("DevFloat", "float_scalar"), ("DevLong", "long_scalar"), ("DevShort", "short_scalar"),
                       ("DevUShort", "ushort_scalar"), ("DevUChar", "uchar_scalar"), ("DevULong", "ulong_scalar"),
                       ("DevLong64", "long64_scalar"), ("DevULong64", "ulong64_scalar"), ("DevDouble", "double_spectrum"),
                       ("DevShort", "short_image")):
        steps.step(p, "configured", name + " limits", name=name, changes={"min_value": "10", "max_value": "20"})
        for value in (9, 10, 20, 21):
            data = {"dim_x": 1, "dim_y": 2, "data": [10, value]} if name.endswith("image") else [10, value] if "spectrum" in name else value
            steps.step(p, "write_attribute", "%s %d" % (name, value), name=name, type=kind, value=data)
        steps.step(p, "write_read_attribute", "%s beyond its limit" % name, name=name, type=kind, value=data)
        steps.step(p, "read_attribute", "%s after limits" % name, volatile=["value"], name=name)
        steps.step(p, "configured", name + " limits off", name=name, changes={"min_value": "Not specified", "max_value": "Not specified"})
