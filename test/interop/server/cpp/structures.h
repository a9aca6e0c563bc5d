// The structures of the Tango IDL as JSON, member by member, but for times and origins.
#pragma once

#include <tango.h>

#include "json.h"

// What a _var holds.
template <typename Var>
auto operator*(const Var &var) -> decltype(var.in()) {
  return var.in();
}

// Longer sequences are told by their length and their first elements.
const CORBA::ULong SHOWN = 100;

template <typename Sequence, typename Show>
Json each(const Sequence &sequence, Show show) {
  std::vector<Json> out;
  for (CORBA::ULong i = 0; i < sequence.length() && i < SHOWN; ++i) out.push_back(show(sequence[i]));
  if (sequence.length() > SHOWN) out.push_back(json("... " + std::to_string(sequence.length())));
  return list_of(out);
}

template <typename Sequence>
Json numbers(const Sequence &sequence) {
  return each(sequence, [](auto item) { return json(static_cast<double>(item)); });
}
inline Json texts(const Tango::DevVarStringArray &sequence) {
  return each(sequence, [](const char *item) { return json(item); });
}
inline Json state(Tango::DevState value) { return json(Tango::DevStateName[value]); }
inline Json number(long value) { return json(value); }
inline Json encoded(const Tango::DevEncoded &value) {
  return object({{"format", json(value.encoded_format.in())}, {"data", numbers(value.encoded_data)}});
}

inline Json errors(const Tango::DevErrorList &list) {
  return each(list, [](const Tango::DevError &error) {
    return object({{"reason", json(error.reason.in())},
                   {"severity", json(error.severity == Tango::WARN ? "WARN" : error.severity == Tango::ERR ? "ERR" : "PANIC")},
                   {"desc", json(error.desc.in())},
                   {"origin", json(error.origin.in())}});
  });
}

inline Json value(const Tango::AttrValUnion &held) {
  const auto as = [&](const char *type, const Json &content) { return object({{"union", json(type)}, {"value", content}}); };
  switch (held._d()) {
    case Tango::ATT_BOOL: return as("ATT_BOOL", numbers(held.bool_att_value()));
    case Tango::ATT_SHORT: return as("ATT_SHORT", numbers(held.short_att_value()));
    case Tango::ATT_LONG: return as("ATT_LONG", numbers(held.long_att_value()));
    case Tango::ATT_LONG64: return as("ATT_LONG64", numbers(held.long64_att_value()));
    case Tango::ATT_FLOAT: return as("ATT_FLOAT", numbers(held.float_att_value()));
    case Tango::ATT_DOUBLE: return as("ATT_DOUBLE", numbers(held.double_att_value()));
    case Tango::ATT_UCHAR: return as("ATT_UCHAR", numbers(held.uchar_att_value()));
    case Tango::ATT_USHORT: return as("ATT_USHORT", numbers(held.ushort_att_value()));
    case Tango::ATT_ULONG: return as("ATT_ULONG", numbers(held.ulong_att_value()));
    case Tango::ATT_ULONG64: return as("ATT_ULONG64", numbers(held.ulong64_att_value()));
    case Tango::ATT_STRING: return as("ATT_STRING", texts(held.string_att_value()));
    case Tango::ATT_STATE: return as("ATT_STATE", each(held.state_att_value(), state));
    case Tango::DEVICE_STATE: return as("DEVICE_STATE", state(held.dev_state_att()));
    case Tango::ATT_ENCODED: return as("ATT_ENCODED", each(held.encoded_att_value(), encoded));
    case Tango::ATT_NO_DATA: return as("ATT_NO_DATA", json(static_cast<bool>(held.union_no_data())));
  }
  return null;
}

// The kinds of a TypeCode down to the element, and the names on the way.
inline std::string type_name(CORBA::TypeCode_ptr type) {
  switch (type->kind()) {
    case CORBA::tk_alias: return std::string(type->id()) + " " + type->name() + " = " + type_name(CORBA::TypeCode_var(type->content_type()));
    case CORBA::tk_sequence:
      return "sequence " + std::to_string(type->length()) + " of " + type_name(CORBA::TypeCode_var(type->content_type()));
    case CORBA::tk_struct: case CORBA::tk_enum: return std::string(type->id()) + " " + type->name();
    default: return "kind " + std::to_string(type->kind());
  }
}

template <typename Sequence, typename Show>
bool held_as(const CORBA::Any &any, Json &out, Show show) {
  const Sequence *sequence = nullptr;
  if (!(any >>= sequence)) return false;
  out = show(*sequence);
  return true;
}

inline Json value(const CORBA::Any &any) {
  CORBA::TypeCode_var type = any.type();
  Json content = null;
  const auto plain = [](const auto &sequence) { return numbers(sequence); };
  double d; float f; Tango::DevLong l; Tango::DevULong ul; Tango::DevShort s; Tango::DevUShort us; Tango::DevLong64 l64; Tango::DevULong64 ul64;
  bool b; const char *text; Tango::DevState st;
  held_as<Tango::DevVarDoubleArray>(any, content, plain) || held_as<Tango::DevVarFloatArray>(any, content, plain) ||
      held_as<Tango::DevVarLongArray>(any, content, plain) || held_as<Tango::DevVarULongArray>(any, content, plain) ||
      held_as<Tango::DevVarShortArray>(any, content, plain) || held_as<Tango::DevVarUShortArray>(any, content, plain) ||
      held_as<Tango::DevVarLong64Array>(any, content, plain) || held_as<Tango::DevVarULong64Array>(any, content, plain) ||
      held_as<Tango::DevVarCharArray>(any, content, plain) || held_as<Tango::DevVarBooleanArray>(any, content, plain) ||
      held_as<Tango::DevVarStringArray>(any, content, texts) ||
      held_as<Tango::DevVarStateArray>(any, content, [](const auto &states) { return each(states, state); }) ||
      held_as<Tango::DevVarLongStringArray>(any, content, [](const auto &both) { return list_of({numbers(both.lvalue), texts(both.svalue)}); }) ||
      held_as<Tango::DevVarDoubleStringArray>(any, content, [](const auto &both) { return list_of({numbers(both.dvalue), texts(both.svalue)}); });
  if (any >>= d) content = json(d);
  else if (any >>= f) content = json(static_cast<double>(f));
  else if (any >>= l) content = json(static_cast<long>(l));
  else if (any >>= ul) content = json(static_cast<long>(ul));
  else if (any >>= s) content = json(static_cast<long>(s));
  else if (any >>= us) content = json(static_cast<long>(us));
  else if (any >>= l64) content = json(std::to_string(l64));
  else if (any >>= ul64) content = json(std::to_string(ul64));
  else if (any >>= CORBA::Any::to_boolean(b)) content = json(b);
  else if (any >>= text) content = json(text);
  else if (any >>= st) content = state(st);
  return object({{"type", json(type_name(type))}, {"value", content}});
}

inline Json dim(const Tango::AttributeDim &d) { return list_of({json(static_cast<long>(d.dim_x)), json(static_cast<long>(d.dim_y))}); }
inline Json shown(const Tango::AttributeValue &v) {
  return object({{"name", json(v.name.in())}, {"quality", number(v.quality)}, {"dim_x", number(v.dim_x)}, {"dim_y", number(v.dim_y)},
                 {"value", value(v.value)}});
}
inline Json shown(const Tango::AttributeValue_3 &v) {
  return object({{"name", json(v.name.in())}, {"quality", number(v.quality)}, {"r_dim", dim(v.r_dim)}, {"w_dim", dim(v.w_dim)},
                 {"err_list", errors(v.err_list)}, {"value", value(v.value)}});
}
inline Json shown(const Tango::AttributeValue_4 &v) {
  return object({{"name", json(v.name.in())}, {"quality", number(v.quality)}, {"data_format", number(v.data_format)}, {"r_dim", dim(v.r_dim)},
                 {"w_dim", dim(v.w_dim)}, {"err_list", errors(v.err_list)}, {"value", value(v.value)}});
}
inline Json shown(const Tango::AttributeValue_5 &v) {
  return object({{"name", json(v.name.in())}, {"quality", number(v.quality)}, {"data_format", number(v.data_format)},
                 {"data_type", number(v.data_type)}, {"r_dim", dim(v.r_dim)}, {"w_dim", dim(v.w_dim)}, {"err_list", errors(v.err_list)},
                 {"value", value(v.value)}});
}

// What every version of AttributeConfig has.
template <typename Config>
std::vector<std::pair<std::string, Json>> config_members(const Config &c) {
  return {{"name", json(c.name.in())}, {"writable", number(c.writable)}, {"data_format", number(c.data_format)},
          {"data_type", number(c.data_type)}, {"max_dim_x", number(c.max_dim_x)}, {"max_dim_y", number(c.max_dim_y)},
          {"description", json(c.description.in())}, {"label", json(c.label.in())}, {"unit", json(c.unit.in())},
          {"standard_unit", json(c.standard_unit.in())}, {"display_unit", json(c.display_unit.in())}, {"format", json(c.format.in())},
          {"min_value", json(c.min_value.in())}, {"max_value", json(c.max_value.in())},
          {"writable_attr_name", json(c.writable_attr_name.in())}, {"extensions", texts(c.extensions)}};
}
template <typename Config>
Json alarms_and_events(const Config &c) {
  const auto &a = c.att_alarm;
  const auto &e = c.event_prop;
  return list_of({json(a.min_alarm.in()), json(a.max_alarm.in()), json(a.min_warning.in()), json(a.max_warning.in()), json(a.delta_t.in()),
                json(a.delta_val.in()), texts(a.extensions), json(e.ch_event.rel_change.in()), json(e.ch_event.abs_change.in()),
                texts(e.ch_event.extensions), json(e.per_event.period.in()), texts(e.per_event.extensions), json(e.arch_event.rel_change.in()),
                json(e.arch_event.abs_change.in()), json(e.arch_event.period.in()), texts(e.arch_event.extensions)});
}
inline Json shown(const Tango::AttributeConfig &c) {
  auto members = config_members(c);
  members.insert(members.end(), {{"min_alarm", json(c.min_alarm.in())}, {"max_alarm", json(c.max_alarm.in())}});
  return object(members);
}
inline Json shown(const Tango::AttributeConfig_2 &c) {
  auto members = config_members(c);
  members.insert(members.end(), {{"min_alarm", json(c.min_alarm.in())}, {"max_alarm", json(c.max_alarm.in())}, {"level", number(c.level)}});
  return object(members);
}
inline Json shown(const Tango::AttributeConfig_3 &c) {
  auto members = config_members(c);
  members.insert(members.end(), {{"level", number(c.level)}, {"more", alarms_and_events(c)}, {"sys_extensions", texts(c.sys_extensions)}});
  return object(members);
}
inline Json shown(const Tango::AttributeConfig_5 &c) {
  auto members = config_members(c);
  members.insert(members.end(), {{"level", number(c.level)}, {"more", alarms_and_events(c)}, {"sys_extensions", texts(c.sys_extensions)},
                                 {"memorized", json(static_cast<bool>(c.memorized))}, {"mem_init", json(static_cast<bool>(c.mem_init))},
                                 {"root_attr_name", json(c.root_attr_name.in())}, {"enum_labels", texts(c.enum_labels)}});
  return object(members);
}

inline Json shown(const Tango::DevCmdInfo &c) {
  return list_of({json(c.cmd_name.in()), number(c.cmd_tag), number(c.in_type), number(c.out_type), json(c.in_type_desc.in()),
                json(c.out_type_desc.in())});
}
inline Json shown(const Tango::DevCmdInfo_2 &c) {
  return list_of({json(c.cmd_name.in()), number(c.level), number(c.cmd_tag), number(c.in_type), number(c.out_type), json(c.in_type_desc.in()),
                json(c.out_type_desc.in())});
}
template <typename Info>
Json shown_info(const Info &i, const std::string &type) {
  return list_of({json(i.dev_class.in()), json(i.server_id.in()), number(i.server_version), json(i.doc_url.in()), json(type)});
}

inline Json elements(const Tango::EltInArrayList &list) {
  return each(list, [](const Tango::EltInArray &e) { return list_of({number(e.start), number(e.nb_elt)}); });
}
template <typename History>
std::vector<std::pair<std::string, Json>> history_members(const History &h) {
  return {{"name", json(h.name.in())}, {"dates", number(h.dates.length())}, {"value", value(h.value)},
          {"quals", each(h.quals, [](auto q) { return number(q); })}, {"quals_array", elements(h.quals_array)},
          {"r_dims", each(h.r_dims, dim)}, {"r_dims_array", elements(h.r_dims_array)}, {"w_dims", each(h.w_dims, dim)},
          {"w_dims_array", elements(h.w_dims_array)}, {"errors", each(h.errors, errors)}, {"errors_array", elements(h.errors_array)}};
}
inline Json shown(const Tango::DevAttrHistory_4 &h) { return object(history_members(h)); }
inline Json shown(const Tango::DevAttrHistory_5 &h) {
  auto members = history_members(h);
  members.insert(members.end(), {{"data_format", number(h.data_format)}, {"data_type", number(h.data_type)}});
  return object(members);
}
inline Json shown(const Tango::DevCmdHistory_4 &h) {
  return object({{"dates", number(h.dates.length())}, {"value", value(h.value)}, {"dims", each(h.dims, dim)},
                 {"dims_array", elements(h.dims_array)}, {"errors", each(h.errors, errors)}, {"errors_array", elements(h.errors_array)},
                 {"cmd_type", number(h.cmd_type)}});
}
inline Json shown(const Tango::DevCmdHistory &h) {
  return object({{"failed", json(static_cast<bool>(h.cmd_failed))}, {"value", value(h.value)}, {"errors", errors(h.errors)}});
}
inline Json shown(const Tango::DevAttrHistory &h) {
  return object({{"failed", json(static_cast<bool>(h.attr_failed))}, {"value", shown(h.value)}, {"errors", errors(h.errors)}});
}
inline Json shown(const Tango::DevAttrHistory_3 &h) {
  return object({{"failed", json(static_cast<bool>(h.attr_failed))}, {"value", shown(h.value)}});
}

template <typename Sequence>
Json all(const Sequence &sequence) {
  return each(sequence, [](const auto &item) { return shown(item); });
}
