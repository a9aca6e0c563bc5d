// Steps with DeviceProxy.

#include <unistd.h>

#include "dump.h"

using Tango::DeviceAttribute;
using Tango::DeviceData;
using Tango::DeviceProxy;

// libtango takes texts and vectors by references that are not const, hence no const where there could be.

namespace {

Json strings(const std::vector<std::string> &list) {
  std::vector<Json> out;
  for (const std::string &item : list) out.push_back(json(item));
  return list_of(out);
}

template <typename Sequence>
Json taken(DeviceAttribute &reading, Json (*show)(const Sequence &)) {
  Sequence *sequence = nullptr;
  reading >> sequence;
  if (sequence == nullptr) return null;
  const Json out = show(*sequence);
  delete sequence;
  return out;
}

Json content(DeviceAttribute &reading) {
  switch (reading.get_type()) {
    case Tango::DEV_BOOLEAN: return taken<Tango::DevVarBooleanArray>(reading, numbers);
    case Tango::DEV_SHORT: case Tango::DEV_ENUM: return taken<Tango::DevVarShortArray>(reading, numbers);
    case Tango::DEV_LONG: return taken<Tango::DevVarLongArray>(reading, numbers);
    case Tango::DEV_LONG64: return taken<Tango::DevVarLong64Array>(reading, numbers);
    case Tango::DEV_FLOAT: return taken<Tango::DevVarFloatArray>(reading, numbers);
    case Tango::DEV_DOUBLE: return taken<Tango::DevVarDoubleArray>(reading, numbers);
    case Tango::DEV_UCHAR: return taken<Tango::DevVarCharArray>(reading, numbers);
    case Tango::DEV_USHORT: return taken<Tango::DevVarUShortArray>(reading, numbers);
    case Tango::DEV_ULONG: return taken<Tango::DevVarULongArray>(reading, numbers);
    case Tango::DEV_ULONG64: return taken<Tango::DevVarULong64Array>(reading, numbers);
    case Tango::DEV_STRING: return taken<Tango::DevVarStringArray>(reading, texts);
    case Tango::DEV_STATE: {
      Tango::DevState one;
      reading >> one;
      return state(one);
    }
    default: return null;
  }
}

Json seen(DeviceAttribute &reading) {
  reading.reset_exceptions(DeviceAttribute::isempty_flag);
  const bool failed = reading.has_failed();
  return object({{"name", json(reading.get_name())},
                 {"quality", number(reading.get_quality())},
                 {"data_format", number(reading.get_data_format())},
                 {"type", failed ? null : number(reading.get_type())},
                 {"read", list_of({number(reading.get_dim_x()), number(reading.get_dim_y()), number(reading.get_nb_read())})},
                 {"written", list_of({number(reading.get_written_dim_x()), number(reading.get_written_dim_y()), number(reading.get_nb_written())})},
                 {"errors", failed ? errors(reading.get_err_stack()) : null},
                 {"value", failed || reading.is_empty() ? null : content(reading)}});
}

Json info(const Tango::AttributeInfoEx &i) {
  return object({{"name", json(i.name)}, {"writable", number(i.writable)}, {"format", number(i.data_format)}, {"type", number(i.data_type)},
                 {"dims", list_of({number(i.max_dim_x), number(i.max_dim_y)})}, {"level", number(i.disp_level)},
                 {"texts", strings({i.description, i.label, i.unit, i.standard_unit, i.display_unit, i.format, i.min_value, i.max_value,
                                    i.min_alarm, i.max_alarm, i.writable_attr_name, i.root_attr_name})},
                 {"memorized", number(i.memorized)}, {"enum_labels", strings(i.enum_labels)},
                 {"alarms", strings({i.alarms.min_alarm, i.alarms.max_alarm, i.alarms.min_warning, i.alarms.max_warning, i.alarms.delta_t,
                                     i.alarms.delta_val})},
                 {"events", strings({i.events.ch_event.rel_change, i.events.ch_event.abs_change, i.events.per_event.period,
                                     i.events.arch_event.archive_rel_change, i.events.arch_event.archive_abs_change,
                                     i.events.arch_event.archive_period})}});
}

template <typename T>
DeviceAttribute to_write(std::string name, T held) {
  return DeviceAttribute(name, held);
}

template <typename T>
void write_step(Dump &dump, DeviceProxy &device, std::string name, T held) {
  dump.step("write " + name, [&] {
    DeviceAttribute written(name, held);
    device.write_attribute(written);
    return null;
  });
  dump.step("read back " + name, [&] { DeviceAttribute reading = device.read_attribute(name); return seen(reading); }, !is_steady(name));
}

template <typename T>
void write_array_step(Dump &dump, DeviceProxy &device, std::string name, std::vector<T> held, int x, int y) {
  dump.step("write " + name, [&] {
    DeviceAttribute written(name, held, x, y);
    device.write_attribute(written);
    return null;
  });
  dump.step("read back " + name, [&] { DeviceAttribute reading = device.read_attribute(name); return seen(reading); }, !is_steady(name));
}

template <typename T>
void echo_step(Dump &dump, DeviceProxy &device, std::string name, T held) {
  dump.step("execute " + name, [&] {
    DeviceData argument;
    argument << held;
    DeviceData result = device.command_inout(name, argument);
    return value(result.any.in());
  });
}

}  // namespace

void client_steps(Dump &dump, const std::string &name) {
  DeviceProxy device(name.c_str());
  dump.step("info", [&] {
    const Tango::DeviceInfo &i = device.info();
    return list_of({json(i.dev_class), json(i.server_id), number(i.server_version), json(i.doc_url), json(i.dev_type)});
  });
  dump.step("texts", [&] { return strings({device.name(), device.description(), device.adm_name(), device.status()}); });
  dump.step("state", [&] { return state(device.state()); });
  dump.step("idl version", [&] { return number(device.get_idl_version()); });
  std::unique_ptr<std::vector<std::string>> attributes(device.get_attribute_list());
  dump.step("attribute list", [&] { return strings(*attributes); });
  for (std::string &attribute : *attributes) {
    dump.step("config " + attribute, [&] { return info(device.get_attribute_config(attribute)); });
    dump.step("read " + attribute, [&] { DeviceAttribute reading = device.read_attribute(attribute); return seen(reading); },
              !is_steady(attribute));
  }
  for (std::string &attribute : *attributes) {
    for (const std::string label : {"by C++", "Not specified"}) {
      dump.step("configure " + attribute, [&] {
        Tango::AttributeInfoListEx list = {device.get_attribute_config(attribute)};
        list[0].label = label;
        list[0].events.per_event.period = label == "by C++" ? "500" : "";
        device.set_attribute_config(list);
        return info(device.get_attribute_config(attribute));
      });
    }
  }
  dump.step("command list", [&] {
    std::unique_ptr<Tango::CommandInfoList> list(device.command_list_query());
    std::vector<Json> out;
    for (const auto &c : *list) {
      out.push_back(list_of({json(c.cmd_name), number(c.cmd_tag), number(c.in_type), number(c.out_type), json(c.in_type_desc),
                           json(c.out_type_desc), number(c.disp_level)}));
    }
    return list_of(out);
  });
  for (std::string unknown : {"nope", ""}) {
    dump.step("config " + unknown, [&] { return info(device.get_attribute_config(unknown)); });
    dump.step("read " + unknown, [&] { DeviceAttribute reading = device.read_attribute(unknown); return seen(reading); });
    dump.step("execute " + unknown, [&] { return value(device.command_inout(unknown).any.in()); });
  }

  write_step(dump, device, "boolean_scalar", true);
  write_step(dump, device, "double_scalar", 2.5);
  write_step(dump, device, "float_scalar", 2.5f);
  write_step(dump, device, "long64_scalar", static_cast<Tango::DevLong64>(5000000000));
  write_step(dump, device, "long_scalar", static_cast<Tango::DevLong>(7));
  write_step(dump, device, "short_scalar", static_cast<short>(7));
  write_step(dump, device, "string_scalar", std::string("caf\xe9"));
  write_step(dump, device, "uchar_scalar", static_cast<unsigned char>(7));
  write_step(dump, device, "ulong64_scalar", static_cast<Tango::DevULong64>(7));
  write_step(dump, device, "ushort_scalar", static_cast<unsigned short>(7));
  write_step(dump, device, "ulong_scalar", static_cast<Tango::DevULong>(7));
  write_step(dump, device, "double_scalar_w", -1.5);
  write_step(dump, device, "long_scalar_w", static_cast<Tango::DevLong>(-7));
  write_step(dump, device, "short_scalar_w", static_cast<short>(-7));
  write_step(dump, device, "ampli", 0.0);
  for (std::string wrong : {"double_scalar", "string_scalar", "short_scalar_ro", "nope", "boolean_scalar", "double_spectrum", "double_image"}) {
    write_step(dump, device, wrong, static_cast<Tango::DevLong>(7));
    write_step(dump, device, wrong, std::string("text"));
    write_array_step(dump, device, wrong, std::vector<float>{1.5f, 2.5f}, 2, 0);
  }
  write_array_step(dump, device, "boolean_spectrum", std::vector<bool>{true, false}, 2, 0);
  write_array_step(dump, device, "double_spectrum", std::vector<double>{1.5, 2.5, 3.5}, 3, 0);
  write_array_step(dump, device, "double_spectrum", std::vector<double>{}, 0, 0);
  write_array_step(dump, device, "double_spectrum", std::vector<double>(4097, 1.5), 4097, 0);
  write_array_step(dump, device, "double_spectrum", std::vector<double>{1.5, 2.5, 3.5}, 2, 0);
  write_array_step(dump, device, "double_spectrum", std::vector<double>{1.5, 2.5, 3.5, 4.5}, 2, 2);
  write_array_step(dump, device, "float_spectrum", std::vector<float>{1.5f}, 1, 0);
  write_array_step(dump, device, "long_spectrum", std::vector<Tango::DevLong>{1, -2}, 2, 0);
  write_array_step(dump, device, "short_spectrum", std::vector<short>{1, -2}, 2, 0);
  write_array_step(dump, device, "string_spectrum", std::vector<std::string>{"a", "", "caf\xe9"}, 3, 0);
  write_array_step(dump, device, "uchar_spectrum", std::vector<unsigned char>{1, 255}, 2, 0);
  write_array_step(dump, device, "ushort_spectrum", std::vector<unsigned short>{1, 65535}, 2, 0);
  write_array_step(dump, device, "boolean_image", std::vector<bool>{true, false, true, true}, 2, 2);
  write_array_step(dump, device, "double_image", std::vector<double>{1, 2, 3, 4, 5, 6}, 3, 2);
  write_array_step(dump, device, "double_image", std::vector<double>{1, 2, 3, 4, 5}, 3, 2);
  write_array_step(dump, device, "double_image", std::vector<double>{1, 2, 3}, 3, 0);
  write_array_step(dump, device, "double_image", std::vector<double>(252, 1), 252, 1);
  write_array_step(dump, device, "double_image", std::vector<double>(252, 1), 1, 252);
  write_array_step(dump, device, "float_image", std::vector<float>{1, 2}, 1, 2);
  write_array_step(dump, device, "short_image", std::vector<short>{1, 2}, 2, 1);
  write_array_step(dump, device, "string_image", std::vector<std::string>{"a", "b"}, 1, 2);
  write_array_step(dump, device, "uchar_image", std::vector<unsigned char>{1, 2}, 2, 1);
  write_array_step(dump, device, "ushort_image", std::vector<unsigned short>{1, 2}, 2, 1);

  std::string of_all[] = {"string_scalar", "double_scalar", "short_scalar_ro", "nope", "double_spectrum"};
  dump.step("write several, some of which fail", [&] {
    std::vector<DeviceAttribute> list;
    list.push_back(to_write(of_all[0], std::string("written")));
    list.push_back(to_write(of_all[1], static_cast<Tango::DevLong>(1)));
    list.push_back(to_write(of_all[2], static_cast<short>(1)));
    list.push_back(to_write(of_all[4], std::vector<double>(4097, 1.5)));
    device.write_attributes(list);
    return null;
  });
  dump.step("write several, one of which is unknown", [&] {
    std::vector<DeviceAttribute> list;
    list.push_back(to_write(of_all[0], std::string("written")));
    list.push_back(to_write(of_all[3], static_cast<short>(1)));
    device.write_attributes(list);
    return null;
  });
  dump.step("read after several", [&] { DeviceAttribute reading = device.read_attribute("string_scalar"); return seen(reading); });
  dump.step("read several", [&] {
    std::vector<std::string> names(of_all, of_all + 4);
    std::unique_ptr<std::vector<DeviceAttribute>> readings(device.read_attributes(names));
    std::vector<Json> out;
    for (DeviceAttribute &reading : *readings) out.push_back(seen(reading));
    return list_of(out);
  }, true);
  dump.step("write and read", [&] {
    DeviceAttribute written = to_write("string_scalar", std::string("there and back"));
    DeviceAttribute reading = device.write_read_attribute(written);
    return seen(reading);
  });

  echo_step(dump, device, "DevBoolean", true);
  echo_step(dump, device, "DevDouble", 1.5);
  echo_step(dump, device, "DevFloat", 1.5f);
  echo_step(dump, device, "DevLong", static_cast<Tango::DevLong>(-5));
  echo_step(dump, device, "DevLong64", static_cast<Tango::DevLong64>(-5));
  echo_step(dump, device, "DevShort", static_cast<short>(-5));
  echo_step(dump, device, "DevString", std::string("caf\xe9"));
  echo_step(dump, device, "DevULong", static_cast<Tango::DevULong>(5));
  echo_step(dump, device, "DevULong64", static_cast<Tango::DevULong64>(5));
  echo_step(dump, device, "DevUShort", static_cast<unsigned short>(5));
  echo_step(dump, device, "DevVarCharArray", std::vector<unsigned char>{1, 255});
  echo_step(dump, device, "DevVarDoubleArray", std::vector<double>{1.5, -2.5});
  echo_step(dump, device, "DevVarFloatArray", std::vector<float>{1.5f, -2.5f});
  echo_step(dump, device, "DevVarLong64Array", std::vector<Tango::DevLong64>{1, -2});
  echo_step(dump, device, "DevVarLongArray", std::vector<Tango::DevLong>{1, -2});
  echo_step(dump, device, "DevVarShortArray", std::vector<short>{1, -2});
  echo_step(dump, device, "DevVarStringArray", std::vector<std::string>{"a", ""});
  echo_step(dump, device, "DevVarULong64Array", std::vector<Tango::DevULong64>{1, 2});
  echo_step(dump, device, "DevVarULongArray", std::vector<Tango::DevULong>{1, 2});
  echo_step(dump, device, "DevVarUShortArray", std::vector<unsigned short>{1, 2});
  for (std::string both : {"DevVarLongStringArray", "DevVarDoubleStringArray"}) {
    dump.step("execute " + both, [&] {
      DeviceData argument;
      std::vector<std::string> some = {"a", "b", "c"};
      std::vector<Tango::DevLong> whole = {1, 2};
      std::vector<double> real = {1.5, 2.5};
      if (both == "DevVarLongStringArray") argument.insert(whole, some);
      else argument.insert(real, some);
      return value(device.command_inout(both, argument).any.in());
    });
  }
  for (std::string wrong : {"DevDouble", "DevString", "DevVarDoubleArray", "DevVarLongStringArray", "DevVoid", "DevBoolean", "State"}) {
    echo_step(dump, device, wrong, static_cast<short>(5));
    dump.step("execute without argument " + wrong, [&] { return value(device.command_inout(wrong).any.in()); });
  }
  for (std::string plain : {"DevVoid", "DumpExecutionState", "State", "Status", "SwitchStates", "State", "SwitchStates", "state"}) {
    dump.step("execute " + plain, [&] { return value(device.command_inout(plain).any.in()); });
  }

  device.poll_attribute("string_scalar", 500);
  device.poll_command("Status", 500);
  for (int tries = 0; tries < 100; ++tries) {
    usleep(100000);
    try {
      std::unique_ptr<std::vector<Tango::DeviceAttributeHistory>> records(device.attribute_history("string_scalar", 3));
      std::unique_ptr<std::vector<Tango::DeviceDataHistory>> results(device.command_history("Status", 3));
      if (records->size() == 3 && results->size() == 3) break;
    } catch (const Tango::DevFailed &) {  // nothing polled yet
    }
  }
  dump.step("attribute history", [&] {
    std::unique_ptr<std::vector<Tango::DeviceAttributeHistory>> records(device.attribute_history("string_scalar", 3));
    std::vector<Json> out;
    for (auto &record : *records) out.push_back(seen(record));
    return list_of(out);
  });
  dump.step("command history", [&] {
    std::unique_ptr<std::vector<Tango::DeviceDataHistory>> records(device.command_history("Status", 3));
    std::vector<Json> out;
    for (auto &record : *records) out.push_back(record.has_failed() ? errors(record.get_err_stack()) : value(record.any.in()));
    return list_of(out);
  });
  dump.step("black box", [&] {
    std::unique_ptr<std::vector<std::string>> lines(device.black_box(1));
    return strings(*lines);
  });
}
