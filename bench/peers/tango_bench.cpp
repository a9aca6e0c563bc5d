// One row of the benchmark, with the C++ client of libtango. The orchestrator runs it in turns with the other clients.
//
//   TANGO_HOST=host:port tango_bench DEVICE ROW SECONDS
//
// ROW   scalar    read_attribute double_scalar
//       ten       read_attributes of the ten below in one call, values taken out
//       command   DevDouble
//       write     write_attribute double_scalar_w
//       image     read_attribute double_image_ro (251 x 251 doubles), the array taken out without a copy
//       inflight  read_attribute double_scalar with 64 asynchronous calls open, answers taken in order
//       first     one read of double_scalar; prints its line and ends. The caller takes the time from exec to the line.
// Prints one line: {"row", "calls", "seconds", "rate", "rssBytes"}: calls per second, and resident memory at the end. One call goes
// before the clock starts. For `first` the seconds are those since main began.

#include <tango.h>

#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

using Clock = std::chrono::steady_clock;

static double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

static long resident() {
  long size = 0, pages = 0;
  std::ifstream("/proc/self/statm") >> size >> pages;
  return pages * sysconf(_SC_PAGESIZE);
}

template <typename T>
static T taken(Tango::DeviceAttribute &reading) {
  T value;
  reading >> value;
  return value;
}

static void scalar_row(Tango::DeviceProxy &device) {
  Tango::DeviceAttribute reading = device.read_attribute("double_scalar");
  taken<double>(reading);
}

static void ten_row(Tango::DeviceProxy &device) {
  static std::vector<std::string> names = {"double_scalar", "float_scalar",  "long_scalar",  "short_scalar",  "boolean_scalar",
                                           "ulong_scalar",  "ushort_scalar", "uchar_scalar", "long64_scalar", "string_scalar"};
  std::unique_ptr<std::vector<Tango::DeviceAttribute>> readings(device.read_attributes(names));
  taken<double>((*readings)[0]);
  taken<float>((*readings)[1]);
  taken<Tango::DevLong>((*readings)[2]);
  taken<Tango::DevShort>((*readings)[3]);
  taken<bool>((*readings)[4]);
  taken<Tango::DevULong>((*readings)[5]);
  taken<Tango::DevUShort>((*readings)[6]);
  taken<unsigned char>((*readings)[7]);
  taken<Tango::DevLong64>((*readings)[8]);
  taken<std::string>((*readings)[9]);
}

static void command_row(Tango::DeviceProxy &device) {
  Tango::DeviceData argument;
  argument << 3.5;
  Tango::DeviceData result = device.command_inout("DevDouble", argument);
  double value;
  result >> value;
}

static void write_row(Tango::DeviceProxy &device) {
  Tango::DeviceAttribute value("double_scalar_w", 3.5);
  device.write_attribute(value);
}

static void image_row(Tango::DeviceProxy &device) {
  Tango::DeviceAttribute reading = device.read_attribute("double_image_ro");
  std::unique_ptr<Tango::DevVarDoubleArray> data(taken<Tango::DevVarDoubleArray *>(reading));
  if (data->length() != 251 * 251) throw std::runtime_error("the image is not 251 x 251");
}

// Each call opens one more and takes the answer of the oldest, so 64 are open throughout.
static void inflight_row(Tango::DeviceProxy &device) {
  static std::deque<long> open;
  while (open.size() < 64) open.push_back(device.read_attribute_asynch("double_scalar"));
  std::unique_ptr<Tango::DeviceAttribute> reading(device.read_attribute_reply(open.front(), 0));
  open.pop_front();
  taken<double>(*reading);
}

int main(int argc, char **argv) {
  const Clock::time_point start = Clock::now();
  const std::map<std::string, std::function<void(Tango::DeviceProxy &)>> rows = {
      {"scalar", scalar_row}, {"ten", ten_row},     {"command", command_row},
      {"write", write_row},   {"image", image_row}, {"inflight", inflight_row}};
  const std::string row = argc == 4 ? argv[2] : "";
  if (row != "first" && rows.count(row) == 0) {
    std::fprintf(stderr, "usage: tango_bench DEVICE scalar|ten|command|write|image|inflight|first SECONDS\n");
    return 2;
  }
  try {
    Tango::DeviceProxy device(argv[1]);
    long calls = 0;
    double seconds = 0;
    if (row == "first") {
      scalar_row(device);
      calls = 1;
      seconds = since(start);
    } else {
      const auto &call = rows.at(row);
      call(device);
      const Clock::time_point begin = Clock::now();
      const double limit = std::atof(argv[3]);
      while (seconds < limit) {
        call(device);
        ++calls;
        seconds = since(begin);
      }
    }
    std::printf("{\"row\": \"%s\", \"calls\": %ld, \"seconds\": %.6f, \"rate\": %.1f, \"rssBytes\": %ld}\n", row.c_str(), calls, seconds,
                calls / seconds, resident());
  } catch (Tango::DevFailed &failure) {
    Tango::Except::print_exception(failure);
    return 1;
  } catch (std::exception &failure) {
    std::cerr << failure.what() << std::endl;
    return 1;
  }
  return 0;
}
