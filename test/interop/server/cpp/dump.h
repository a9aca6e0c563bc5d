// The steps of a dump, printed in the format of ../../tango/view.py.
#pragma once

#include <tango.h>

#include <functional>
#include <iostream>
#include <map>
#include <regex>

#include "structures.h"

// Without what differs from run to run: dates, hosts, process ids, measured times, ports.
inline std::string steady(std::string text) {
  static const std::vector<std::pair<std::regex, const char *>> accidents = {
      {std::regex("\\d\\d/\\d\\d/\\d{4} \\d\\d:\\d\\d:\\d\\d:\\d\\d : "), "DATE : "},
      {std::regex("requested from (?!polling|device|user)[^ \"]+"), "requested from HOST"},
      {std::regex("PID \\d+"), "PID N"},
      {std::regex("127\\.0\\.0\\.1:\\d+"), "127.0.0.1:PORT"}};
  for (const auto &[pattern, replacement] : accidents) text = std::regex_replace(text, pattern, replacement);
  return text;
}

class Dump {
 public:
  // Makes a call and prints what came of it. `has_random` says that the value itself is not compared.
  void step(const std::string &name, const std::function<Json()> &call, bool has_random = false) {
    const int times = ++times_[name];
    const std::string id = times == 1 ? name : name + " #" + std::to_string(times);
    std::string came;
    try {
      came = "\"result\": " + call().text;
    } catch (const Tango::NamedDevFailedList &list) {
      std::vector<Json> named;
      for (const auto &one : list.err_list) {
        named.push_back(object({{"name", json(one.name)}, {"index", number(one.idx_in_call)}, {"errors", errors(one.err_stack)}}));
      }
      came = failed("NamedDevFailedList", errors(list.errors)) + ", \"named\": " + list_of(named).text + "}";
    } catch (const Tango::DevFailed &failure) {
      came = failed("DevFailed", errors(failure.errors)) + "}";
    } catch (const Tango::MultiDevFailed &failure) {
      const Json named = each(failure.errors, [](const Tango::NamedDevError &one) {
        return object({{"name", json(one.name.in())}, {"index", number(one.index_in_call)}, {"errors", errors(one.err_list)}});
      });
      came = failed("MultiDevFailed", list_of({})) + ", \"named\": " + named.text + "}";
    } catch (const CORBA::SystemException &failure) {
      const char *minor = failure.NP_minorString();
      came = failed(failure._name(), list_of({})) + ", \"message\": " + json(minor ? minor : std::to_string(failure.minor())).text + "}";
    }
    std::cout << (first_ ? "" : ",\n") << "{\"id\": " << json(id).text << ", \"call\": \"c++\", \"compare\": \"exact\", \"volatile\": ["
              << (has_random ? "\"value\"" : "") << "], " << steady(came) << "}";
    first_ = false;
  }

 private:
  static std::string failed(const std::string &name, const Json &stack) {
    return "\"error\": {\"class\": " + json(name).text + ", \"stack\": " + stack.text;
  }

  std::map<std::string, int> times_;
  bool first_ = true;
};

void client_steps(Dump &dump, const std::string &device);
void interface_steps(Dump &dump, const std::string &device, bool is_93);

// Attributes whose value is always what was written, or fixed.
bool is_steady(const std::string &attribute);
