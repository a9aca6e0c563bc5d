// Steps with the operations of Device to Device_5, called as they are.

#include "dump.h"

namespace {

Tango::DevVarStringArray names_of(const std::vector<std::string> &list) {
  Tango::DevVarStringArray out;
  out.length(list.size());
  for (size_t i = 0; i < list.size(); ++i) out[i] = list[i].c_str();
  return out;
}

const std::vector<std::vector<std::string>> READ = {
    {"string_scalar"}, {"STRING_scalar", "double_spectrum", "double_image"}, {"State", "Status"}, {"state"}, {"boolean_scalar", "no_value"},
    {"throw_exception"}, {"string_scalar", "nope"}, {"string_spectrum", "string_image"}, {}};  // a name twice: C++ servers of both releases may never answer again
const std::vector<std::vector<std::string>> CONFIGURED = {
    {"All attributes"}, {"All attributes_3"}, {"double_scalar"}, {"DOUBLE_SCALAR", "State"}, {"nope"}, {"double_scalar", "nope"}, {}};

std::string joined(const std::vector<std::string> &list) {
  std::string out;
  for (const std::string &item : list) out += (out.empty() ? "" : ",") + item;
  return "(" + out + ")";
}

// A written value of the versions before 4.
Tango::AttributeValue plain_value(const char *name, const CORBA::Any &value, long x, long y) {
  Tango::AttributeValue out;
  out.name = name;
  out.value = value;
  out.quality = Tango::ATTR_VALID;
  out.time = {0, 0, 0};
  out.dim_x = x;
  out.dim_y = y;
  return out;
}

Tango::AttributeValue_4 value_4(const char *name, long x, long y) {
  Tango::AttributeValue_4 out;
  out.name = name;
  out.quality = Tango::ATTR_VALID;
  out.data_format = Tango::FMT_UNKNOWN;
  out.time = {0, 0, 0};
  out.r_dim = {0, 0};
  out.w_dim.dim_x = x;
  out.w_dim.dim_y = y;
  return out;
}

Tango::AttributeValueList written_by_any(int which) {
  Tango::AttributeValueList out;
  CORBA::Any any;
  Tango::DevVarDoubleArray reals;
  reals.length(2);
  reals[0] = 1.5;
  reals[1] = 2.5;
  Tango::DevVarStringArray some = names_of({"by any"});
  switch (which) {
    case 0: any <<= some; out.length(1); out[0] = plain_value("string_scalar", any, 1, 0); break;
    case 1: any <<= reals; out.length(1); out[0] = plain_value("double_spectrum", any, 2, 0); break;
    case 2: any <<= reals; out.length(1); out[0] = plain_value("string_scalar", any, 1, 0); break;
    case 3: any <<= some; out.length(2); out[0] = plain_value("string_scalar", any, 1, 0); out[1] = plain_value("nope", any, 1, 0); break;
    case 4: any <<= some; out.length(2); out[0] = plain_value("short_scalar_ro", any, 1, 0); out[1] = plain_value("string_scalar", any, 1, 0); break;
    case 5: any <<= 2.5; out.length(1); out[0] = plain_value("double_scalar", any, 1, 0); break;
    case 6: any <<= reals; out.length(1); out[0] = plain_value("double_image", any, 2, 1); break;
    case 7: any <<= reals; out.length(1); out[0] = plain_value("double_spectrum", any, 3, 0); break;
    default: break;
  }
  return out;
}

// Where the first of several is refused, the C++ servers write memory that is no more theirs to the others.
Tango::AttributeValueList_4 written_by_union(int which) {
  Tango::AttributeValueList_4 out;
  Tango::DevVarDoubleArray reals;
  reals.length(2);
  reals[0] = 1.5;
  reals[1] = 2.5;
  const auto put = [&](CORBA::ULong i, const char *name, bool is_text, long x, long y) {
    out.length(i + 1);
    out[i] = value_4(name, x, y);
    if (is_text) out[i].value.string_att_value(names_of({"by union"}));
    else out[i].value.double_att_value(reals);
  };
  switch (which) {
    case 0: put(0, "string_scalar", true, 1, 0); break;
    case 1: put(0, "double_spectrum", false, 2, 0); put(1, "DOUBLE_image", false, 1, 2); break;
    case 2: put(0, "string_scalar", false, 1, 0); break;
    case 3: put(0, "string_scalar", true, 1, 0); put(1, "nope", true, 1, 0); break;
    case 4: put(0, "short_scalar_ro", true, 1, 0); put(1, "string_scalar", true, 1, 0); break;
    case 5: put(0, "double_scalar", false, 1, 0); break;
    case 6: put(0, "double_scalar", false, 2, 0); break;
    case 7: put(0, "double_spectrum", false, 3, 0); break;
    case 8: put(0, "string_scalar", true, 0, 0); break;
    case 9: out.length(1); out[0] = value_4("string_scalar", 1, 0); out[0].value.union_no_data(true); break;
    case 10: put(0, "State", true, 1, 0); put(1, "Status", true, 1, 0); break;
    default: break;
  }
  return out;
}

Tango::ClntIdent myself() {
  Tango::ClntIdent out;
  out.cpp_clnt(getpid());
  return out;
}

}  // namespace

void interface_steps(Dump &dump, const std::string &name, bool is_93) {
  CORBA::ORB_var orb = Tango::ApiUtil::instance()->get_orb();
  std::string imported = name;
  CORBA::Object_var object = orb->string_to_object(Tango::Database().import_device(imported).ior.c_str());
  Tango::Device_5_var device = Tango::Device_5::_narrow(object);
  const Tango::ClntIdent me = myself();
  const Tango::DevSource sources[] = {Tango::DEV, Tango::CACHE, Tango::CACHE_DEV};
  const char *source_names[] = {" DEV", " CACHE", " CACHE_DEV"};
  CORBA::Any nothing, real, text;
  real <<= 1.5;
  text <<= "text";

  // string_scalar and Status are polled since client_steps; no more when they are read, since the server of 9.3.4 ends at a
  // read of version 2 from the cache. The C++ servers end at histories of version 2 and 3.
  for (const char *attribute : {"string_scalar", "STRING_scalar", "boolean_scalar", "nope"}) {
    for (int depth : {3, 1, 0, -1}) {
      const std::string what = std::string(attribute) + " " + std::to_string(depth);
      dump.step("read_attribute_history_4 " + what, [&] { return shown(*Tango::DevAttrHistory_4_var(device->read_attribute_history_4(attribute, depth))); });
      dump.step("read_attribute_history_5 " + what, [&] { return shown(*Tango::DevAttrHistory_5_var(device->read_attribute_history_5(attribute, depth))); });
    }
  }
  for (const char *command : {"Status", "DevVoid", "nope"}) {
    for (int depth : {3, 1, 0, -1}) {
      const std::string what = std::string(command) + " " + std::to_string(depth);
      dump.step("command_inout_history_4 " + what, [&] { return shown(*Tango::DevCmdHistory_4_var(device->command_inout_history_4(command, depth))); });
    }
  }
  Tango::DeviceProxy proxy(imported.c_str());
  std::string attribute = "string_scalar", command = "Status";
  proxy.stop_poll_attribute(attribute);
  proxy.stop_poll_command(command);

  for (const char *version : {"Device", "Device_2", "Device_3", "Device_4", "Device_5", "Nope"}) {
    dump.step(std::string("is a ") + version, [&] { return json(static_cast<bool>(object->_is_a(("IDL:Tango/" + std::string(version) + ":1.0").c_str()))); });
  }
  dump.step("not existent", [&] { return json(static_cast<bool>(object->_non_existent())); });
  dump.step("name", [&] { return json(CORBA::String_var(device->name()).in()); });
  dump.step("description", [&] { return json(CORBA::String_var(device->description()).in()); });
  dump.step("state", [&] { return state(device->state()); });
  dump.step("status", [&] { return json(CORBA::String_var(device->status()).in()); });
  dump.step("adm_name", [&] { return json(CORBA::String_var(device->adm_name()).in()); });
  dump.step("ping", [&] { device->ping(); return null; });
  dump.step("info", [&] { Tango::DevInfo_var i = device->info(); return shown_info(*i, ""); });
  dump.step("info_3", [&] { Tango::DevInfo_3_var i = device->info_3(); return shown_info(*i, i->dev_type.in()); });
  dump.step("command_list_query", [&] { return all(*Tango::DevCmdInfoList_var(device->command_list_query())); });
  dump.step("command_list_query_2", [&] { return all(*Tango::DevCmdInfoList_2_var(device->command_list_query_2())); });
  for (const char *command : {"DevDouble", "devdouble", "State", "Init", "nope", ""}) {
    dump.step(std::string("command_query ") + command, [&] { return shown(*Tango::DevCmdInfo_var(device->command_query(command))); });
    dump.step(std::string("command_query_2 ") + command, [&] { return shown(*Tango::DevCmdInfo_2_var(device->command_query_2(command))); });
    dump.step(std::string("command_inout ") + command, [&] { return value(*CORBA::Any_var(device->command_inout(command, real))); });
  }
  for (const char *command : {"State", "Status", "DevVoid", "DevDouble", "nope"}) {
    for (int i = 0; i < 3; ++i) {
      dump.step(std::string("command_inout_2 ") + command + source_names[i],
                [&] { return value(*CORBA::Any_var(device->command_inout_2(command, nothing, sources[i]))); });
      dump.step(std::string("command_inout_4 ") + command + source_names[i],
                [&] { return value(*CORBA::Any_var(device->command_inout_4(command, text, sources[i], me))); });
    }
  }

  for (const auto &list : CONFIGURED) {
    const Tango::DevVarStringArray names = names_of(list);
    dump.step("get_attribute_config " + joined(list), [&] { return all(*Tango::AttributeConfigList_var(device->get_attribute_config(names))); });
    dump.step("get_attribute_config_2 " + joined(list), [&] { return all(*Tango::AttributeConfigList_2_var(device->get_attribute_config_2(names))); });
    dump.step("get_attribute_config_3 " + joined(list), [&] { return all(*Tango::AttributeConfigList_3_var(device->get_attribute_config_3(names))); });
    dump.step("get_attribute_config_5 " + joined(list), [&] { return all(*Tango::AttributeConfigList_5_var(device->get_attribute_config_5(names))); });
  }
  dump.step("set_attribute_config", [&] {
    Tango::AttributeConfigList_var list = device->get_attribute_config(names_of({"string_scalar"}));
    list[0].label = "by 1";
    device->set_attribute_config(*list);
    return all(*Tango::AttributeConfigList_5_var(device->get_attribute_config_5(names_of({"string_scalar"}))));
  });
  dump.step("set_attribute_config_3", [&] {
    Tango::AttributeConfigList_3_var list = device->get_attribute_config_3(names_of({"double_scalar"}));
    list[0].label = "by 3";
    list[0].att_alarm.max_alarm = "1000";
    list[0].event_prop.ch_event.abs_change = "5";
    device->set_attribute_config_3(*list);
    return all(*Tango::AttributeConfigList_5_var(device->get_attribute_config_5(names_of({"double_scalar"}))));
  });
  dump.step("set_attribute_config_4", [&] {
    Tango::AttributeConfigList_3_var list = device->get_attribute_config_3(names_of({"double_scalar"}));
    list[0].label = "";
    list[0].att_alarm.max_alarm = "Not specified";
    list[0].event_prop.ch_event.abs_change = "Not specified";
    device->set_attribute_config_4(*list, me);
    return all(*Tango::AttributeConfigList_5_var(device->get_attribute_config_5(names_of({"double_scalar"}))));
  });
  for (const char *wrong : {"memorized", "mem_init", "name", "enum_labels", "root_attr_name", "nothing"}) {
    dump.step(std::string("set_attribute_config_5 ") + wrong, [&] {
      Tango::AttributeConfigList_5_var list = device->get_attribute_config_5(names_of({"string_scalar"}));
      const std::string field = wrong;
      if (field == "memorized") list[0].memorized = true;
      if (field == "mem_init") list[0].mem_init = true;
      if (field == "name") list[0].name = "nope";
      if (field == "enum_labels") list[0].enum_labels = names_of({"a", "b"});
      if (field == "root_attr_name") list[0].root_attr_name = "a/b/c/d";
      list[0].label = "";
      if (field == "nothing") list->length(0);
      device->set_attribute_config_5(*list, me);
      return all(*Tango::AttributeConfigList_5_var(device->get_attribute_config_5(names_of({"string_scalar"}))));
    });
  }

  for (const auto &list : READ) {
    const Tango::DevVarStringArray names = names_of(list);
    // The operations of versions 1 and 2 end the server of 9.3.4 where no value is set.
    const bool is_fatal = is_93 && !list.empty() && list.back() == "no_value";
    if (!is_fatal) dump.step("read_attributes " + joined(list), [&] { return all(*Tango::AttributeValueList_var(device->read_attributes(names))); });
    for (int i = 0; i < 3; ++i) {
      const std::string what = joined(list) + source_names[i];
      if (!is_fatal) dump.step("read_attributes_2 " + what, [&] { return all(*Tango::AttributeValueList_var(device->read_attributes_2(names, sources[i]))); });
      dump.step("read_attributes_3 " + what, [&] { return all(*Tango::AttributeValueList_3_var(device->read_attributes_3(names, sources[i]))); });
      dump.step("read_attributes_4 " + what, [&] { return all(*Tango::AttributeValueList_4_var(device->read_attributes_4(names, sources[i], me))); });
      dump.step("read_attributes_5 " + what, [&] { return all(*Tango::AttributeValueList_5_var(device->read_attributes_5(names, sources[i], me))); });
    }
  }

  const Tango::DevVarStringArray back = names_of({"string_scalar", "double_spectrum", "double_image"});
  const auto now = [&] { return all(*Tango::AttributeValueList_5_var(device->read_attributes_5(back, Tango::DEV, me))); };
  // The server of 9.3.4 takes fewer elements than the dimensions say, and what stands behind them in memory.
  const int too_few = is_93 ? 7 : -1;
  for (int which = 0; which < 9; ++which) {
    if (which == too_few) continue;
    const Tango::AttributeValueList values = written_by_any(which);
    const std::string what = " by any " + std::to_string(which);
    dump.step("write_attributes" + what, [&] { device->write_attributes(values); return now(); });
    dump.step("write_attributes_3" + what, [&] { device->write_attributes_3(values); return now(); });
  }
  for (int which = 0; which < 12; ++which) {
    if (which == too_few) continue;
    const Tango::AttributeValueList_4 values = written_by_union(which);
    const std::string what = " by union " + std::to_string(which);
    dump.step("write_attributes_4" + what, [&] { device->write_attributes_4(values, me); return now(); });
    if (which != 5 && which != 6) {  // whose reading is random
      dump.step("write_read_attributes_4" + what, [&] { return all(*Tango::AttributeValueList_4_var(device->write_read_attributes_4(values, me))); });
    }
    dump.step("write_read_attributes_5" + what,
              [&] { return all(*Tango::AttributeValueList_5_var(device->write_read_attributes_5(values, back, me))); });
    dump.step("read" + what, now);
  }

  dump.step("ping for the black box", [&] { device->ping(); return null; });
  dump.step("black_box", [&] { return texts(*Tango::DevVarStringArray_var(device->black_box(1))); });
}
