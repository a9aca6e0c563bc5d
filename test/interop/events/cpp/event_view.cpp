// What a C++ client sees of events: subscribes as it is told and prints every event as a line of JSON.
//
//   event_view < orders > events        TANGO_HOST says which control system
//
// Orders, a line each: "subscribe TAG DEVICE OBJECT EVENT [stateless]" (OBJECT: an attribute or pipe, "-" for intr_change; EVENT as in
// ../event_view.py), "unsubscribe TAG", "quit". Lines as those of ../event_view.py, with fewer fields: of a value "type", "data_format", "quality",
// "dim_x", "dim_y" and "value", which has what was read and then what was written; of a configuration "name", "type", "unit", "label"; of an interface the
// names; of a pipe its names. All numbers but those of 64 bits are JSON's.
#include <iostream>
#include <map>
#include <mutex>
#include <sstream>
#include <unistd.h>

#include <tango.h>

#include "json.h"

using Members = std::vector<std::pair<std::string, Json>>;

static std::mutex printing;

static void say(const std::string &tag, const std::string &key, const Json &what) {
  std::lock_guard<std::mutex> lock(printing);
  std::cout << object({{"as", json(tag)}, {key, what}}).text << std::endl;
}

static Json errors(const Tango::DevErrorList &list) {
  const char *severities[] = {"WARN", "ERR", "PANIC"};
  std::vector<Json> out;
  for (CORBA::ULong i = 0; i < list.length(); ++i)
    out.push_back(object({{"reason", json(list[i].reason.in())},
                          {"severity", json(severities[list[i].severity])},
                          {"desc", json(list[i].desc.in())},
                          {"origin", json(list[i].origin.in())}}));
  return list_of(out);
}

static Json text_of(long long value) { return json(std::to_string(value)); }
static Json text_of(unsigned long long value) { return json(std::to_string(value)); }

template <typename T, typename Show>
static Json elements(Tango::DeviceAttribute &from, Show show) {
  std::vector<T> values;
  std::vector<Json> out;
  if (from >> values)
    for (const auto &one : values) out.push_back(show(one));
  return list_of(out);
}

template <typename T>
static Json numbers(Tango::DeviceAttribute &from) {
  return elements<T>(from, [](T one) { return json(static_cast<double>(one)); });
}

static Json encoded(Tango::DeviceAttribute &from) {
  Tango::DevEncoded value;
  if (!(from >> value)) return null;
  std::string hex;
  char pair[3];
  for (CORBA::ULong i = 0; i < value.encoded_data.length(); ++i) {
    std::snprintf(pair, sizeof pair, "%02x", value.encoded_data[i]);
    hex += pair;
  }
  return list_of({json(value.encoded_format.in()), json(hex)});
}

static Json value(Tango::DeviceAttribute &from) {
  switch (from.get_type()) {
    case Tango::DEV_BOOLEAN: return elements<bool>(from, [](bool one) { return json(one); });
    case Tango::DEV_UCHAR: return numbers<Tango::DevUChar>(from);
    case Tango::DEV_SHORT: case Tango::DEV_ENUM: return numbers<Tango::DevShort>(from);
    case Tango::DEV_USHORT: return numbers<Tango::DevUShort>(from);
    case Tango::DEV_LONG: return numbers<Tango::DevLong>(from);
    case Tango::DEV_ULONG: return numbers<Tango::DevULong>(from);
    case Tango::DEV_LONG64: return elements<Tango::DevLong64>(from, [](Tango::DevLong64 one) { return text_of(static_cast<long long>(one)); });
    case Tango::DEV_ULONG64:
      return elements<Tango::DevULong64>(from, [](Tango::DevULong64 one) { return text_of(static_cast<unsigned long long>(one)); });
    case Tango::DEV_FLOAT: return numbers<Tango::DevFloat>(from);
    case Tango::DEV_DOUBLE: return numbers<Tango::DevDouble>(from);
    case Tango::DEV_STRING: return elements<std::string>(from, [](const std::string &one) { return json(one); });
    case Tango::DEV_STATE: {
      // State and Status have no array on the wire.
      if (from.get_data_format() != Tango::SCALAR) return elements<Tango::DevState>(from, [](Tango::DevState one) { return json(Tango::DevStateName[one]); });
      Tango::DevState one;
      return from >> one ? list_of({json(Tango::DevStateName[one])}) : list_of({});
    }
    case Tango::DEV_ENCODED: return encoded(from);
    default: return null;
  }
}

// null for what stands there when there is no value.
static Json type_name(int type) { return type < 0 || type > Tango::DEV_ENUM ? null : json(Tango::CmdArgTypeName[type]); }

static Json reading(Tango::DeviceAttribute *from) {
  const char *qualities[] = {"ATTR_VALID", "ATTR_INVALID", "ATTR_ALARM", "ATTR_CHANGING", "ATTR_WARNING"};
  const char *formats[] = {"SCALAR", "SPECTRUM", "IMAGE", "FMT_UNKNOWN"};
  if (from == nullptr) return null;
  from->reset_exceptions(Tango::DeviceAttribute::isempty_flag);
  return object({{"name", json(from->get_name())},
                 {"type", type_name(from->get_type())},
                 {"data_format", json(formats[from->get_data_format()])},
                 {"quality", json(qualities[from->get_quality()])},
                 {"dim_x", json(static_cast<long>(from->get_dim_x()))},
                 {"dim_y", json(static_cast<long>(from->get_dim_y()))},
                 {"value", from->get_quality() == Tango::ATTR_INVALID ? null : value(*from)}});
}

class Printer : public Tango::CallBack {
 public:
  explicit Printer(const std::string &tag) : tag(tag) {}

  void push_event(Tango::EventData *event) override {
    print("EventData", *event, {{"attr_name", json(event->attr_name)}, {"attr_value", reading(event->attr_value)}});
  }
  void push_event(Tango::AttrConfEventData *event) override {
    Json conf = null;
    if (event->attr_conf != nullptr) {
      const Tango::AttributeInfoEx &info = *event->attr_conf;
      conf = object({{"name", json(info.name)}, {"type", type_name(info.data_type)}, {"unit", json(info.unit)}, {"label", json(info.label)}});
    }
    print("AttrConfEventData", *event, {{"attr_name", json(event->attr_name)}, {"attr_conf", conf}});
  }
  void push_event(Tango::DataReadyEventData *event) override {
    print("DataReadyEventData", *event,
          {{"attr_name", json(event->attr_name)},
           {"attr_data_type", event->err ? null : type_name(event->attr_data_type)},
           {"ctr", json(static_cast<long>(event->ctr))}});
  }
  void push_event(Tango::DevIntrChangeEventData *event) override {
    std::vector<Json> commands, attributes;
    for (const auto &one : event->cmd_list) commands.push_back(json(one.cmd_name));
    for (const auto &one : event->att_list) attributes.push_back(json(one.name));
    print("DevIntrChangeEventData", *event,
          {{"device_name", json(event->device_name)},
           {"cmd_list", list_of(commands)},
           {"att_list", list_of(attributes)},
           {"dev_started", json(event->dev_started)}});
  }
  void push_event(Tango::PipeEventData *event) override {
    Json blob = null;
    if (event->pipe_value != nullptr) {
      std::vector<Json> names;
      for (const auto &one : event->pipe_value->get_data_elt_names()) names.push_back(json(one));
      blob = object({{"name", json(event->pipe_value->get_root_blob_name())}, {"elements", list_of(names)}});
    }
    print("PipeEventData", *event, {{"pipe_name", json(event->pipe_name)}, {"pipe_value", blob}});
  }

 private:
  template <typename Event>
  void print(const char *kind, Event &event, const Members &own) {
    Members members = {{"kind", json(kind)},
                       {"device", event.device == nullptr ? null : json(event.device->dev_name())},
                       {"event", json(event.event)},
                       {"err", json(event.err)},
                       {"errors", errors(event.errors)}};
    members.insert(members.end(), own.begin(), own.end());
    say(tag, "event", object(members));
  }

  std::string tag;
};

struct Subscription {
  Tango::DeviceProxy *device;
  Printer *printer;
  int id;
};

static const std::map<std::string, Tango::EventType> TYPES = {
    {"change", Tango::CHANGE_EVENT},           {"periodic", Tango::PERIODIC_EVENT},       {"archive", Tango::ARCHIVE_EVENT},
    {"user_event", Tango::USER_EVENT},         {"attr_conf", Tango::ATTR_CONF_EVENT},     {"data_ready", Tango::DATA_READY_EVENT},
    {"intr_change", Tango::INTERFACE_CHANGE_EVENT}, {"pipe", Tango::PIPE_EVENT},
#ifdef WITH_ALARM
    {"alarm", Tango::ALARM_EVENT},
#endif
};

static std::map<std::string, Subscription> subscriptions;

static void subscribe(const std::string &tag, std::istream &line) {
  std::string device, attribute, event, mode;
  line >> device >> attribute >> event >> mode;
  // Kept for good: events that are under way may still need them.
  auto *proxy = new Tango::DeviceProxy(device);
  auto *printer = new Printer(tag);
  const bool stateless = mode == "stateless";
  const Tango::EventType type = TYPES.at(event);
  const int id = attribute == "-" ? proxy->subscribe_event(type, printer, stateless)
                                  : proxy->subscribe_event(attribute, type, printer, std::vector<std::string>(), stateless);
  subscriptions[tag] = {proxy, printer, id};
  say(tag, "subscribed", json(static_cast<long>(id)));
}

static void unsubscribe(const std::string &tag) {
  const Subscription &subscription = subscriptions.at(tag);
  subscription.device->unsubscribe_event(subscription.id);
  say(tag, "unsubscribed", json(static_cast<long>(subscription.id)));
  subscriptions.erase(tag);
}

static void follow(const std::string &order, const std::string &tag, std::istream &line) {
  try {
    if (order == "subscribe") subscribe(tag, line);
    else if (order == "unsubscribe") unsubscribe(tag);
    else throw std::invalid_argument("no such order: " + order);
  } catch (const Tango::DevFailed &failure) {
    say(tag, "failed", object({{"stack", errors(failure.errors)}}));
  } catch (const std::exception &failure) {
    say(tag, "failed", object({{"stack", list_of({})}, {"message", json(failure.what())}}));
  }
}

int main() {
  for (std::string text; std::getline(std::cin, text);) {
    std::istringstream line(text);
    std::string order, tag;
    line >> order >> tag;
    if (order == "quit") break;
    follow(order, tag, line);
  }
  while (!subscriptions.empty()) {
    std::istringstream nothing;
    const std::string tag = subscriptions.begin()->first;
    follow("unsubscribe", tag, nothing);
    subscriptions.erase(tag);
  }
  // libtango may wait for minutes when it takes down its event threads.
  std::cout.flush();
  _exit(0);
}
