# Calls methods of PyTango's Database: reads lines of JSON [method, [argument...]] from stdin, and answers each with one line:
# {"value": ...} or {"errors": [reason...]}. Records come and go as JSON objects with the names of their fields; to PyTango as {"$": class, field: value}.
import json
import os
import sys
import tempfile

import tango

RECORDS = (tango.DbDevInfo, tango.DbDevFullInfo, tango.DbDevExportInfo, tango.DbDevImportInfo, tango.DbServerInfo)


def given(value):
    if isinstance(value, list):
        return [given(one) for one in value]
    if not isinstance(value, dict) or "$" not in value:
        return value
    record = getattr(tango, value["$"])()
    for field, content in value.items():
        if field != "$":
            setattr(record, field, content)
    return record


def shown(value):
    if isinstance(value, tango.DbDatum):
        return list(value.value_string)
    if isinstance(value, tango.DbHistory):
        return {
            "name": value.get_name(),
            "attribute": value.get_attribute_name(),
            "date": value.get_date(),
            "value": list(value.get_value().value_string),
            "deleted": value.is_deleted(),
        }
    if isinstance(value, RECORDS):
        return {name: shown(getattr(value, name)) for name in dir(value) if not name.startswith("_")}
    if isinstance(value, tango.AccessControlType):
        return str(value)
    if isinstance(value, dict):
        return {name: shown(one) for name, one in value.items()}
    if isinstance(value, (tango.StdStringVector, tango.DbHistoryList, list, tuple)):
        return [shown(one) for one in value]
    return value


def listing(method):
    """A method that fills a list which it is given."""

    def call(name):
        names = tango.StdStringVector()
        getattr(database, method)(name, names)
        return names

    return call


def file_calls(text, calls):
    """What calls of a database file of this text give, and the text behind them."""
    handle, path = tempfile.mkstemp()
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        of_file = tango.Database(path)
        values = [shown(getattr(of_file, method)(*given(arguments))) for method, arguments in calls]
        with open(path, encoding="utf-8") as file:
            return {"values": values, "text": file.read()}
    finally:
        os.unlink(path)


def server_data(executable, instance, method, *arguments):
    return getattr(tango.DbServerData(executable, instance), method)(*arguments)


def names():
    return [name for name in dir(tango.Database) if not name.startswith("_")]


def of_proxy(proxy, name, method, *arguments):
    return getattr(getattr(tango, proxy)(name), method)(*arguments)


database = tango.Database()
database.set_timeout_millis(60000)     # as patient-client.ts
SPECIAL = {
    "file_calls": file_calls,
    "server_data": server_data,
    "names": names,
    "of_proxy": of_proxy,
    "get_device_attribute_list": listing("get_device_attribute_list"),
    "get_device_pipe_list": listing("get_device_pipe_list"),
}

for line in sys.stdin:
    method, arguments = json.loads(line)
    try:
        call = SPECIAL.get(method) or getattr(database, method)
        answer = {"value": shown(call(*given(arguments)))}
    except tango.DevFailed as error:
        answer = {"errors": [one.reason for one in error.args]}
    except Exception as error:
        answer = {"errors": [type(error).__name__ + ": " + str(error).split("\n")[0]]}
    print(json.dumps(answer), flush=True)
