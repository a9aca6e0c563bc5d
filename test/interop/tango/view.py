"""What PyTango sees: runs the calls of a scenario with PyTango and prints every result as JSON.

    python3 make_scenario.py > scenario.json
    python3 view.py DEVICE NODB < scenario.json > view.json    TANGO_HOST says which control system
    python3 view.py --compare A.json B.json                    exit 1 and a list of differences, if any
VIEW_TRACE=1 prints each call's id, milliseconds and error reasons on stderr.

Runs on PyTango 9.3.6 and 10.0.2. Where files cannot be passed (the chroot): `python3 -c "$(cat view.py)" DEVICE NODB < scenario.json`.
DEVICE is a TangoTest device of the database, NODB one of a server of the same release without database, as
"127.0.0.1:port/a/b/c#dbase=no"; with-device.sh starts both. Nobody else may use them meanwhile. The exit code is 3 when an
attribute or command of the device was left out by the scenario.

Scenario: {"calls": [CALL...], "not_executed": [command name...]}
  CALL: {"id": unique text, "call": NAME, "args"?: {...}, "device"?: name, "min_idl"?: number, "compare": MODE, "volatile"?: [key...]}
  "min_idl": the call is left out, by both sides and without a result, on a TangoTest whose get_idl_version() is less.
  "call" is PyTango's method name of DeviceProxy ("db_" + method name for Database); CALLS below lists them with their args.
  "device": the call is made with a new proxy of that name (its failure to connect is the result); else with one proxy of
  DEVICE that serves the whole scenario. "${device}", "${nodb}" and "${host}" (host:port of TANGO_HOST) in any text of a call are replaced,
  {"$repeat": [item, n]} inside a list stands for n times that item.

Result: {"tango_host", "pytango", "device", "nodb", "uncovered": {"attributes": [], "commands": []},
         "results": [{"id", "call", "compare", "volatile", "result": any} or {..., "error": ERROR}]}, in the order of the calls
  ERROR: {"class": Python class name ("DevFailed", "ConnectionFailed", "TypeError"...), "stack": [DEV_ERROR...], root cause first}
    When it is no DevFailed, "stack" is [] and "message" is Python's. A NamedDevFailedList (write_attributes) is for PyTango a DevFailed
    with the one error of the whole.
  DEV_ERROR: {"reason", "severity", "desc", "origin"}

How a result is compared ("compare"):
  "exact"  deep equality, but for what is volatile
  "shape"  only the shape: SHAPE(number) = "number" (of "NaN" and its like too), and so for string, boolean, null;
           SHAPE(list) = [SHAPE(first element)] or []; SHAPE(object) = the same keys with the shapes of their values
  "fails"  both sides fail; how is a matter of the language (a Python TypeError, say)
  Values of the keys "time" and "origin" are never compared but by shape; nor are those of the keys in "volatile" (at any depth of the
  result). An error is compared exactly: class, and reason, severity and desc of each element ("shape": only class and reasons).
  If one side fails and the other does not, that is a difference in every mode.

Values, in arguments as in results, by Tango type:
  DevBoolean true/false; DevUChar DevShort DevUShort DevLong DevULong DevEnum: number; DevLong64 DevULong64: decimal string;
  DevFloat DevDouble: number (a float as the double it equals), or "NaN" "Infinity" "-Infinity", as a result "-0"; DevString: string, each
  character one byte of ISO 8859-1; DevState: name; DevEncoded: [format, bytes in hex]; DevVoid: null; every DevVar...Array: list;
  DevVarLongStringArray DevVarDoubleStringArray: {"numbers": [...], "strings": [...]}.
  Attributes: SCALAR as above; SPECTRUM a list; IMAGE to be written {"dim_x", "dim_y", "data": [row by row]}, read: list row by row.

READING: {"name", "type" (null when unknown), "data_format", "quality", "dim_x", "dim_y", "w_dim_x", "w_dim_y", "nb_read", "nb_written",
  "has_failed", "is_empty", "value", "w_value", "time": {"tv_sec", "tv_usec", "tv_nsec"}, "err_stack": [DEV_ERROR...]}
  "value" is null when there is none; "w_value" is null when nb_written is 0; an array of no elements is [] (PyTango has None for some of them).
ATTRIBUTE_INFO, COMMAND_INFO: all fields by their PyTango names, nested as there, enumerations by name, extensions as lists.
"""
import json
import math
import os
import sys
import time

try:
    import numpy
    import tango
except ImportError as missing:
    sys.exit("view.py: %s: run it with the python3 that has PyTango and numpy (/usr/bin/python3)" % missing)

TYPES = {str(t): t for t in tango.CmdArgType.values.values()}
TRACE = os.environ.get("VIEW_TRACE")
WIDE = ("DevLong64", "DevULong64", "DevVarLong64Array", "DevVarULong64Array")
REAL = ("DevFloat", "DevDouble", "DevVarFloatArray", "DevVarDoubleArray")
NUMPY = {"DevBoolean": numpy.bool_, "DevUChar": numpy.uint8, "DevShort": numpy.int16, "DevUShort": numpy.uint16, "DevLong": numpy.int32,
         "DevULong": numpy.uint32, "DevLong64": numpy.int64, "DevULong64": numpy.uint64, "DevFloat": numpy.float32,
         "DevDouble": numpy.float64, "DevEnum": numpy.int16}


# ---- values to JSON

def flat(value):
    """The elements of a numpy array or of a (nested) sequence, row by row."""
    if isinstance(value, numpy.ndarray):
        return value.flatten().tolist()
    if isinstance(value, (bytes, bytearray)):
        return list(value)
    out = []
    for item in value:
        if isinstance(item, (list, tuple, numpy.ndarray)):
            out.extend(flat(item))
        else:
            out.append(item)
    return out


def real(number):
    number = float(number)
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return "-0" if number == 0 and math.copysign(1, number) < 0 else number


def scalar(type_name, value):
    if value is None:
        return None
    if type_name in WIDE:
        return str(int(value))
    if type_name in REAL:
        return real(value)
    if type_name in ("DevBoolean", "DevVarBooleanArray"):
        return bool(value)
    if type_name in ("DevString", "DevVarStringArray"):
        return str(value)
    if type_name in ("DevState", "DevVarStateArray"):
        # In an array a state comes as its number.
        return str(tango.DevState.values[int(value)])
    if type_name == "DevEncoded":
        data = value[1]
        return [value[0], (data.encode("latin-1") if isinstance(data, str) else bytes(data)).hex()]
    return int(value)


def data(type_name, value):
    """The value of a command argument or result."""
    if type_name == "DevVoid" or value is None:
        return None if type_name == "DevVoid" or not type_name.startswith("DevVar") else []
    if type_name in ("DevVarLongStringArray", "DevVarDoubleStringArray"):
        number = "DevDouble" if type_name == "DevVarDoubleStringArray" else "DevLong"
        return {"numbers": [scalar(number, item) for item in flat(value[0])], "strings": [str(item) for item in value[1]]}
    if type_name.startswith("DevVar"):
        return [scalar(type_name, item) for item in flat(value)]
    return scalar(type_name, value)


def type_name(number):
    """The name of a type; None for what stands there when there is no value."""
    kind = tango.CmdArgType.values.get(int(number))
    return None if kind is None else str(kind)


def stack(errors):
    return [{"reason": e.reason, "severity": str(e.severity), "desc": e.desc, "origin": e.origin} for e in errors]


def reading(a):
    kind = type_name(a.type)

    def half(value, count):
        if a.data_format == tango.AttrDataFormat.SCALAR:
            return scalar(kind, value)
        return [scalar(kind, item) for item in flat(value)] if value is not None else ([] if count == 0 else None)

    empty = a.has_failed or a.is_empty
    return {
        "name": a.name, "type": kind, "data_format": str(a.data_format), "quality": str(a.quality),
        "dim_x": a.dim_x, "dim_y": a.dim_y, "w_dim_x": a.w_dim_x, "w_dim_y": a.w_dim_y,
        "nb_read": a.nb_read, "nb_written": a.nb_written, "has_failed": a.has_failed, "is_empty": a.is_empty,
        "value": None if empty and a.value is None else half(a.value, a.nb_read),
        "w_value": None if a.w_value is None or a.nb_written == 0 else half(a.w_value, a.nb_written),
        "time": {"tv_sec": a.time.tv_sec, "tv_usec": a.time.tv_usec, "tv_nsec": a.time.tv_nsec},
        "err_stack": stack(a.get_err_stack()) if a.has_failed else [],
    }


def fields(thing, names):
    return {name: plain(getattr(thing, name)) for name in names.split()}


def plain(value):
    """Texts, numbers, enumerations and vectors as JSON has them."""
    if isinstance(value, (bool, int, float)) and type(value) in (bool, int, float):
        return value
    if isinstance(value, str):
        return str(value)
    if hasattr(value, "__iter__"):
        return [plain(item) for item in value]
    return str(value)


def attribute_info(i):
    out = fields(i, "name writable data_format max_dim_x max_dim_y description label unit standard_unit display_unit format min_value "
                    "max_value min_alarm max_alarm writable_attr_name extensions disp_level root_attr_name memorized enum_labels "
                    "sys_extensions")
    out["data_type"] = type_name(i.data_type)
    out["alarms"] = fields(i.alarms, "min_alarm max_alarm min_warning max_warning delta_t delta_val extensions")
    out["events"] = {
        "ch_event": fields(i.events.ch_event, "rel_change abs_change extensions"),
        "per_event": fields(i.events.per_event, "period extensions"),
        "arch_event": fields(i.events.arch_event, "archive_rel_change archive_abs_change archive_period extensions"),
    }
    return out


def command_info(i):
    out = fields(i, "cmd_name cmd_tag in_type_desc out_type_desc disp_level")
    out["in_type"], out["out_type"] = type_name(i.in_type), type_name(i.out_type)
    return out


def device_data(d):
    try:
        kind = type_name(d.get_type())
    except tango.DevFailed as error:
        if error.args[0].reason != "API_EmptyDeviceData":
            raise
        return {"type": "DevVoid", "value": None}       # so PyTango says that a command returned nothing
    return {"type": kind, "value": data(kind, d.extract())}


def properties(dictionary):
    return {str(name): [str(item) for item in values] for name, values in dictionary.items()}


def failure(error):
    out = {"class": type(error).__name__, "stack": []}
    if isinstance(error, tango.DevFailed):
        out["stack"] = stack(e for e in error.args if isinstance(e, tango.DevError))
    else:
        out["message"] = str(error)
    return out


# ---- JSON to values

def expanded(value, names):
    """A copy with ${...} replaced and $repeat written out."""
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace("${" + name + "}", text)
        return value
    if isinstance(value, list):
        out = []
        for item in value:
            if isinstance(item, dict) and "$repeat" in item:
                out.extend([expanded(item["$repeat"][0], names)] * item["$repeat"][1])
            else:
                out.append(expanded(item, names))
        return out
    if isinstance(value, dict):
        return {key: expanded(item, names) for key, item in value.items()}
    return value


def item_from(kind, value):
    if kind in WIDE:
        return int(value)
    if kind in REAL:
        return float(value)
    if kind == "DevState":
        return getattr(tango.DevState, value)
    if kind == "DevEncoded":
        return (value[0], bytes.fromhex(value[1]))
    return value


def value_from(kind, value):
    """The argument of a command or the value for an attribute."""
    if kind in ("DevVarLongStringArray", "DevVarDoubleStringArray"):
        number = "DevDouble" if kind == "DevVarDoubleStringArray" else "DevLong"
        return ([item_from(number, item) for item in value["numbers"]], value["strings"])
    if isinstance(value, dict):
        items = [item_from(kind, item) for item in value["data"]]
        x, y = value["dim_x"], value["dim_y"]
        if kind in NUMPY:
            return numpy.array(items, dtype=NUMPY[kind]).reshape(y, x)
        return [items[row * x:(row + 1) * x] for row in range(y)]
    if isinstance(value, list) and kind != "DevEncoded":
        items = [item_from(kind, item) for item in value]
        return numpy.array(items, dtype=NUMPY[kind]) if kind in NUMPY else items
    return item_from(kind, value)


def pair(write):
    return (write["name"], value_from(write["type"], write["value"]))


# ---- the calls

def command_inout(p, name, type="DevVoid", value=None):
    """`type` is what goes over the wire, fitting or not."""
    if type == "DevVoid":
        return device_data(p.command_inout_raw(name))
    argument = tango.DeviceData()
    argument.insert(TYPES[type], value_from(type, value))
    return device_data(p.command_inout_raw(name, argument))


def write_attribute(p, name, type, value):
    p.write_attribute(*pair({"name": name, "type": type, "value": value}))


def write_attribute_as(p, name, type, data_format, value):
    """As write_attribute, but the value goes out with this type and format, not with those of the attribute's configuration."""
    info = tango.AttributeInfoEx()
    info.name, info.data_type, info.data_format = name, TYPES[type], getattr(tango.AttrDataFormat, data_format)
    info.writable = tango.AttrWriteType.READ_WRITE
    p.write_attribute(info, value_from(type, value))


def set_attribute_config(p, name, changes):
    """Reads the configuration, changes the given fields (nested as in ATTRIBUTE_INFO), writes it back."""
    info = p.get_attribute_config_ex([name])[0]

    def change(target, what):
        for key, value in what.items():
            if isinstance(value, dict):
                change(getattr(target, key), value)
            elif isinstance(value, list):
                vector = tango.StdStringVector()
                for item in value:
                    vector.append(item)
                setattr(target, key, vector)
            else:
                setattr(target, key, value)
    change(info, changes)
    infos = tango.AttributeInfoListEx()
    infos.append(info)
    p.set_attribute_config(infos)


def wait_for(history, depth):
    """Until polling has filled `depth` records of a history; fails after 20 s."""
    end = time.time() + 20
    while True:
        try:
            if len(history()) >= depth:
                return None
        except tango.DevFailed:      # nothing polled yet
            pass
        if time.time() > end:
            raise RuntimeError("the history did not fill within 20 s")
        time.sleep(0.05)


def history_item(h):
    result = {"type": None, "value": None} if h.has_failed() else device_data(h)
    return {"type": result["type"], "value": result["value"], "has_failed": h.has_failed(),
            "time": {"tv_sec": h.get_date().tv_sec, "tv_usec": h.get_date().tv_usec, "tv_nsec": h.get_date().tv_nsec},
            "err_stack": stack(h.get_err_stack()) if h.has_failed() else []}


def info(p):
    i = p.info()
    out = fields(i, "dev_class dev_type doc_url server_host server_id server_version")
    out["version_info"] = {str(k): str(v) for k, v in i.version_info.items()} if hasattr(i, "version_info") else None
    return out


def attribute_proxy(p, attribute):
    a = tango.AttributeProxy(attribute)
    return {"name": a.name(), "dev_name": a.get_device_proxy().dev_name()}


def database_connect(p, host, port):
    return tango.Database(host, port).get_db_port()


CALLS = {
    # a proxy: connect is its constructor
    "connect": lambda p: {"dev_name": p.dev_name()},
    "name": lambda p: p.name(),
    "dev_name": lambda p: p.dev_name(),
    "adm_name": lambda p: p.adm_name(),
    "description": lambda p: p.description(),
    "alias": lambda p: p.alias(),
    "state": lambda p: str(p.state()),
    "status": lambda p: p.status(),
    "info": info,
    "ping": lambda p: p.ping(),
    "get_idl_version": lambda p: p.get_idl_version(),
    "black_box": lambda p, n: list(p.black_box(n)),
    "get_timeout_millis": lambda p: p.get_timeout_millis(),
    "set_timeout_millis": lambda p, millis: p.set_timeout_millis(millis),
    "get_source": lambda p: str(p.get_source()),
    "set_source": lambda p, source: p.set_source(getattr(tango.DevSource, source)),
    # attributes
    "get_attribute_list": lambda p: list(p.get_attribute_list()),
    "attribute_list_query": lambda p: [attribute_info(i) for i in p.attribute_list_query_ex()],
    "get_attribute_config": lambda p, names: [attribute_info(i) for i in p.get_attribute_config_ex(names)],
    "set_attribute_config": set_attribute_config,
    "read_attribute": lambda p, name: reading(p.read_attribute(name)),
    "read_attributes": lambda p, names: [reading(a) for a in p.read_attributes(names)],
    "write_attribute": write_attribute,
    "write_attribute_as": write_attribute_as,
    "write_attributes": lambda p, values: p.write_attributes([pair(v) for v in values]),
    "write_read_attribute": lambda p, name, type, value: reading(p.write_read_attribute(name, value_from(type, value))),
    "write_read_attributes": lambda p, values, names: [reading(a) for a in p.write_read_attributes([pair(v) for v in values], names)],
    "attribute_proxy": attribute_proxy,
    # commands
    "get_command_list": lambda p: list(p.get_command_list()),
    "command_list_query": lambda p: [command_info(i) for i in p.command_list_query()],
    "command_query": lambda p, name: command_info(p.command_query(name)),
    "command_inout": command_inout,
    # polling and history
    "poll_attribute": lambda p, name, period: p.poll_attribute(name, period),
    "poll_command": lambda p, name, period: p.poll_command(name, period),
    "stop_poll_attribute": lambda p, name: p.stop_poll_attribute(name),
    "stop_poll_command": lambda p, name: p.stop_poll_command(name),
    "is_attribute_polled": lambda p, name: p.is_attribute_polled(name),
    "is_command_polled": lambda p, name: p.is_command_polled(name),
    "get_attribute_poll_period": lambda p, name: p.get_attribute_poll_period(name),
    "get_command_poll_period": lambda p, name: p.get_command_poll_period(name),
    "polling_status": lambda p: list(p.polling_status()),
    "wait_attribute_history": lambda p, name, depth: wait_for(lambda: p.attribute_history(name, depth), depth),
    "wait_command_history": lambda p, name, depth: wait_for(lambda: p.command_history(name, depth), depth),
    "attribute_history": lambda p, name, depth: [reading(a) for a in p.attribute_history(name, depth)],
    "command_history": lambda p, name, depth: [history_item(h) for h in p.command_history(name, depth)],
    # properties of the device
    "get_property": lambda p, names: properties(p.get_property(names)),
    "put_property": lambda p, values: p.put_property(values),
    "delete_property": lambda p, names: p.delete_property(names),
    "get_property_list": lambda p, filter: list(p.get_property_list(filter)),
    # the database: `p` is a Database
    "database_connect": database_connect,
    "db_get_info": lambda p: p.get_info(),
    "db_get_device_property": lambda p, device, names: properties(p.get_device_property(device, names)),
    "db_put_device_property": lambda p, device, values: p.put_device_property(device, values),
    "db_delete_device_property": lambda p, device, names: p.delete_device_property(device, names),
    "db_get_device_property_list": lambda p, device, filter: list(p.get_device_property_list(device, filter)),
    "db_get_class_property": lambda p, class_name, names: properties(p.get_class_property(class_name, names)),
    "db_put_class_property": lambda p, class_name, values: p.put_class_property(class_name, values),
    "db_delete_class_property": lambda p, class_name, names: p.delete_class_property(class_name, names),
    "db_get_class_property_list": lambda p, class_name: list(p.get_class_property_list(class_name)),
    "db_get_property": lambda p, object, names: properties(p.get_property(object, names)),
    "db_put_property": lambda p, object, values: p.put_property(object, values),
    "db_delete_property": lambda p, object, names: p.delete_property(object, names),
    "db_get_object_list": lambda p, filter: list(p.get_object_list(filter)),
    "db_get_object_property_list": lambda p, object, filter: list(p.get_object_property_list(object, filter)),
    "db_get_device_attribute_property": lambda p, device, names: {
        str(a): properties(v) for a, v in p.get_device_attribute_property(device, names).items()},
    "db_put_device_attribute_property": lambda p, device, values: p.put_device_attribute_property(device, values),
    "db_delete_device_attribute_property": lambda p, device, values: p.delete_device_attribute_property(device, values),
    "db_get_class_attribute_property": lambda p, class_name, names: {
        str(a): properties(v) for a, v in p.get_class_attribute_property(class_name, names).items()},
    "db_put_class_attribute_property": lambda p, class_name, values: p.put_class_attribute_property(class_name, values),
    "db_delete_class_attribute_property": lambda p, class_name, values: p.delete_class_attribute_property(class_name, values),
    "db_get_class_attribute_list": lambda p, class_name, filter: list(p.get_class_attribute_list(class_name, filter)),
    "db_get_device_exported": lambda p, filter: list(p.get_device_exported(filter)),
    "db_get_device_exported_for_class": lambda p, class_name: list(p.get_device_exported_for_class(class_name)),
    "db_get_device_name": lambda p, server, class_name: list(p.get_device_name(server, class_name)),
    "db_get_device_domain": lambda p, filter: list(p.get_device_domain(filter)),
    "db_get_device_family": lambda p, filter: list(p.get_device_family(filter)),
    "db_get_device_member": lambda p, filter: list(p.get_device_member(filter)),
    "db_get_class_list": lambda p, filter: list(p.get_class_list(filter)),
    "db_get_class_for_device": lambda p, device: str(p.get_class_for_device(device)),
    "db_get_class_inheritance_for_device": lambda p, device: [str(c) for c in p.get_class_inheritance_for_device(device)],
    "db_get_server_list": lambda p, filter: list(p.get_server_list(filter)),
    "db_get_server_name_list": lambda p: list(p.get_server_name_list()),
    "db_get_instance_name_list": lambda p, server: list(p.get_instance_name_list(server)),
    "db_get_server_class_list": lambda p, server: list(p.get_server_class_list(server)),
    "db_get_device_class_list": lambda p, server: list(p.get_device_class_list(server)),
    "db_get_host_list": lambda p, filter: list(p.get_host_list(filter)),
    "db_get_host_server_list": lambda p, host: list(p.get_host_server_list(host)),
    "db_get_device_info": lambda p, device: fields(p.get_device_info(device), "name class_name ds_full_name exported ior pid version"),
    "db_import_device": lambda p, device: fields(p.import_device(device), "name exported ior version"),
    "db_get_server_info": lambda p, server: fields(p.get_server_info(server), "name host mode level"),
    "db_add_device": lambda p, device, server, class_name: p.add_device(db_device(device, server, class_name)),
    "db_delete_device": lambda p, device: p.delete_device(device),
    "db_delete_server": lambda p, server: p.delete_server(server),
    "db_export_device": lambda p, device, ior, host, pid, version: p.export_device(db_export(device, ior, host, pid, version)),
    "db_unexport_device": lambda p, device: p.unexport_device(device),
    "db_put_device_alias": lambda p, device, alias: p.put_device_alias(device, alias),
    "db_delete_device_alias": lambda p, alias: p.delete_device_alias(alias),
    "db_get_device_from_alias": lambda p, alias: p.get_device_from_alias(alias),
    "db_get_alias_from_device": lambda p, device: p.get_alias_from_device(device),
    "db_get_device_alias_list": lambda p, filter: list(p.get_device_alias_list(filter)),
    "db_put_attribute_alias": lambda p, attribute, alias: p.put_attribute_alias(attribute, alias),
    "db_delete_attribute_alias": lambda p, alias: p.delete_attribute_alias(alias),
    "db_get_attribute_from_alias": lambda p, alias: p.get_attribute_from_alias(alias),
    "db_get_alias_from_attribute": lambda p, attribute: p.get_alias_from_attribute(attribute),
    "db_get_attribute_alias_list": lambda p, filter: list(p.get_attribute_alias_list(filter)),
}


def db_device(device, server, class_name):
    out = tango.DbDevInfo()
    out.name, out.server, out._class = device, server, class_name
    return out


def db_export(device, ior, host, pid, version):
    out = tango.DbDevExportInfo()
    out.name, out.ior, out.host, out.pid, out.version = device, ior, host, pid, version
    return out


def run(scenario, device, nodb):
    names = {"device": device, "nodb": nodb, "host": os.environ["TANGO_HOST"]}
    proxy, database = tango.DeviceProxy(device), tango.Database()
    # As patient-client.ts; of the proxy the scenario sets the limit itself.
    for asked in (database, proxy.get_device_db()):
        asked.set_timeout_millis(60000)
    used = {"read_attribute": set(), "command_inout": set()}
    results, seen = [], set()
    idl = proxy.get_idl_version()
    for call in scenario["calls"]:
        if call.get("min_idl", 0) > idl:
            continue
        call = dict(expanded(call, names), id=call["id"])
        if call["id"] in seen:
            sys.exit("view.py: two calls have the id %s" % call["id"])
        seen.add(call["id"])
        entry = {"id": call["id"], "call": call["call"], "compare": call["compare"], "volatile": call.get("volatile", [])}
        perform, begin = CALLS[call["call"]], time.time()
        if TRACE:
            print(call["id"], end=" ", file=sys.stderr, flush=True)
        try:
            target = database if call["call"].startswith("db_") else tango.DeviceProxy(call["device"]) if "device" in call else proxy
            entry["result"] = perform(target, **call.get("args", {}))
        except Exception as error:     # whatever PyTango raises is the result
            entry["error"] = failure(error)
        if call["call"] in used and "device" not in call:
            used[call["call"]].add(call["args"]["name"].lower())
        results.append(entry)
        if TRACE:
            reasons = " ".join(e["reason"] for e in entry["error"]["stack"]) if "error" in entry else ""
            print("%d ms %s" % ((time.time() - begin) * 1000, reasons), file=sys.stderr, flush=True)
    return {
        "tango_host": os.environ["TANGO_HOST"], "pytango": tango.Release.version, "device": device, "nodb": nodb,
        "uncovered": {
            "attributes": [a for a in proxy.get_attribute_list() if a.lower() not in used["read_attribute"]],
            "commands": [c for c in proxy.get_command_list()
                         if c.lower() not in used["command_inout"] and c not in scenario["not_executed"]],
        },
        "results": results,
    }


# ---- comparison

def shape(value):
    if isinstance(value, bool):
        return "boolean"
    if value is None:
        return "null"
    if isinstance(value, (int, float)) or value in ("NaN", "Infinity", "-Infinity", "-0"):
        return "number"
    if isinstance(value, str):
        return "string"
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return {key: shape(item) for key, item in value.items()}


def reduced(value, volatile):
    if isinstance(value, list):
        return [reduced(item, volatile) for item in value]
    if isinstance(value, dict):
        return {key: shape(item) if key in volatile else reduced(item, volatile) for key, item in value.items()}
    return value


def compared(entry):
    """What of a result is compared, by deep equality."""
    if entry["compare"] == "fails":
        return "error" if "error" in entry else "result"
    if "error" in entry:
        error = reduced(entry["error"], ["origin"])
        if entry["compare"] == "shape":
            return {"class": error["class"], "reasons": [e["reason"] for e in error["stack"]]}
        return error
    if entry["compare"] == "shape":
        return {"result": shape(entry["result"])}
    return {"result": reduced(entry["result"], ["time", "origin"] + entry["volatile"])}


def differences(a, b):
    others = {entry["id"]: entry for entry in b["results"]}
    out = []
    for entry in a["results"]:
        other = others.pop(entry["id"], None)
        one, two = json.dumps(compared(entry), sort_keys=True), json.dumps(other and compared(other), sort_keys=True)
        if one != two:
            out.append("%s\n  - %s\n  + %s" % (entry["id"], one[:1500], two[:1500]))
    return out + ["%s: only in the second" % name for name in others]


def main(arguments):
    if arguments[:1] == ["--compare"]:
        with open(arguments[1]) as one, open(arguments[2]) as two:
            found = differences(json.load(one), json.load(two))
        print("\n".join(found + ["%d differences" % len(found)]))
        return 1 if found else 0
    if len(arguments) != 2:
        sys.exit("view.py: DEVICE and NODB are needed, see the top of the file")
    view = run(json.load(sys.stdin), *arguments)
    json.dump(view, sys.stdout, allow_nan=False)
    print()
    if any(view["uncovered"].values()):
        print("view.py: the scenario leaves out %s" % view["uncovered"], file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
