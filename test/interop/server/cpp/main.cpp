// What a C++ client of libtango sees of a TangoTest device in the database at TANGO_HOST, as JSON.
//
//   dump RELEASE DEVICE     RELEASE is 9.3 or 10.0: the C++ server to be compared with, whose faults are steered around
//
// First by DeviceProxy (client.cpp), then by the operations of every version of the interface Device as they are (interfaces.cpp). Prints
// a View as ../dump does. Ends by itself within two minutes.

#include <unistd.h>

#include "dump.h"

bool is_steady(const std::string &attribute) {
  static const std::vector<std::string> steady = {
      "boolean_scalar", "string_scalar", "no_value", "throw_exception", "State", "Status", "ampli", "double_scalar_w", "long_scalar_w",
      "short_scalar_w", "freq", "boolean_spectrum", "double_spectrum", "float_spectrum", "long_spectrum", "short_spectrum", "string_spectrum",
      "uchar_spectrum", "ushort_spectrum", "boolean_image", "double_image", "float_image", "short_image", "string_image", "uchar_image",
      "ushort_image"};
  return std::find(steady.begin(), steady.end(), attribute) != steady.end();
}

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: dump 9.3|10.0 DEVICE" << std::endl;
    return 2;
  }
  alarm(120);
  const std::string release = argv[1], device = argv[2];
  try {
    // For all that is called, which takes seconds on a busy machine.
    Tango::ApiUtil::instance()->create_orb();
    omniORB::setClientCallTimeout(15000);
    Dump dump;
    std::cout << "{\"results\": [\n";
    client_steps(dump, device);
    interface_steps(dump, device, release == "9.3");
    std::cout << "\n]}" << std::endl;
  } catch (const Tango::DevFailed &failure) {
    std::cerr << errors(failure.errors).text << std::endl;
    return 1;
  } catch (const CORBA::Exception &failure) {
    std::cerr << failure._name() << std::endl;
    return 1;
  }
  return 0;
}
