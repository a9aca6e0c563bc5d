// JSON as text: what of it a dump needs.
#pragma once

#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

// A value that is JSON already.
struct Json {
  std::string text;
};

// Each byte is a character of ISO 8859-1, as in view.py.
inline Json json(const std::string &value) {
  std::string out = "\"";
  for (unsigned char c : value) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c < 0x20 || c > 0x7e) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      out += escape;
    } else {
      out += static_cast<char>(c);
    }
  }
  return {out + "\""};
}
inline Json json(const char *value) { return json(std::string(value)); }
inline Json json(bool value) { return {value ? "true" : "false"}; }
inline Json json(double value) {
  if (std::isnan(value)) return json("NaN");
  if (std::isinf(value)) return json(value > 0 ? "Infinity" : "-Infinity");
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", value);
  return {text};
}
inline Json json(long value) { return {std::to_string(value)}; }

inline Json list_of(const std::vector<Json> &items) {
  std::string out;
  for (const Json &item : items) out += (out.empty() ? "" : ", ") + item.text;
  return {"[" + out + "]"};
}

inline Json object(const std::vector<std::pair<std::string, Json>> &members) {
  std::string out;
  for (const auto &[key, value] : members) out += (out.empty() ? "" : ", ") + json(key).text + ": " + value.text;
  return {"{" + out + "}"};
}

const Json null = {"null"};
