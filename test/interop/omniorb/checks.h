// What every case of the echo client needs: running and reporting cases, and comparing values.
#pragma once

#include <cmath>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <string>

#include "echo.hh"

// The reason why a case failed.
struct Mismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The value cannot be tested with this peer or protocol version; not a failure.
struct Skip : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline void expect(bool condition, const std::string& what) {
  if (!condition) throw Mismatch(what);
}

// One reported line per case: `ok NAME`, `skip NAME: why` or `FAIL NAME: why`.
class Suite {
 public:
  template <class Body>
  void test(const std::string& name, Body body) {
    try {
      body();
      std::cout << "ok " << name << std::endl;
    } catch (const Skip& skip) {
      std::cout << "skip " << name << ": " << skip.what() << std::endl;
    } catch (const std::runtime_error& error) {
      fail(name, error.what());
    } catch (const CORBA::SystemException& exception) {
      const char* minor = exception.NP_minorString();
      fail(name, std::string("CORBA::") + exception._name() + " minor " +
                     (minor ? minor : std::to_string(exception.minor())));
    } catch (const CORBA::Exception& exception) {
      fail(name, exception._rep_id());
    }
  }

  int failures() const { return failures_; }

 private:
  void fail(const std::string& name, const std::string& why) {
    failures_++;
    std::cout << "FAIL " << name << ": " << why << std::endl;
  }

  int failures_ = 0;
};

// What the cases need to know about the connection.
struct Peer {
  CORBA::ORB_ptr orb;
  Echo::Everything_ptr echo;
  int minorVersion;  // of GIOP 1.x
  bool nativeUtf8;   // else ISO-8859-1
  bool codeSets;     // does the reference say which code sets the server has

  // To be called before wide text is sent.
  void needWideText() const {
    if (minorVersion < 2) throw Skip("omniORB has wide characters from GIOP 1.2 on");
    if (!codeSets) throw Skip("omniORB has no wide characters without the code set component, as in a corbaloc");
  }

  // For text of our own, given as UTF-8, in the native code set.
  std::string native(const std::string& utf8) const {
    if (nativeUtf8) return utf8;
    std::string latin1;
    for (size_t i = 0; i < utf8.size(); i++) {
      const unsigned char c = utf8[i];
      latin1 += c < 0x80 ? c : static_cast<char>((c & 3) << 6 | (utf8[++i] & 0x3f));
    }
    return latin1;
  }
};

// A value as bytes, so that any two of one type compare without an operator== for each. Padding is zero.
template <class Type>
std::string encoded(const Type& value) {
  cdrMemoryStream stream(0, true);
  value >>= stream;
  return std::string(static_cast<const char*>(stream.bufPtr()), stream.bufSize());
}

template <class Type>
bool same(const Type& a, const Type& b) {
  return encoded(a) == encoded(b);
}

// NaN equals NaN whatever its payload; -0 and 0 differ.
template <class Number>
bool sameNumber(Number a, Number b) {
  return (std::isnan(a) && std::isnan(b)) || (a == b && std::signbit(a) == std::signbit(b));
}

// Calls and reports the exception of the given type; anything else is a mismatch.
template <class Exception, class Call>
Exception raised(Call call) {
  try {
    call();
  } catch (const Exception& exception) {
    return exception;
  }
  throw Mismatch("nothing was raised");
}

// Samples, made so that no two members are equal.
Echo::Mixed sampleMixed();
Echo::Line sampleLine();
Echo::Tree sampleTree(int depth, int width);
Echo::Expression sampleExpression(int depth);
Echo::ByLong byLong(CORBA::Long label);

// The groups of cases.
void testIdentity(Suite& suite, const Peer& peer);
void testNumbers(Suite& suite, const Peer& peer);
void testTexts(Suite& suite, const Peer& peer);
void testWideTexts(Suite& suite, const Peer& peer);
void testSequences(Suite& suite, const Peer& peer);
void testBulk(Suite& suite, const Peer& peer);
void testComposed(Suite& suite, const Peer& peer);
void testAnys(Suite& suite, const Peer& peer);
void testTypeCodes(Suite& suite, const Peer& peer);
void testParameters(Suite& suite, const Peer& peer);
void testReferences(Suite& suite, const Peer& peer);
void testFailures(Suite& suite, const Peer& peer);
void testControl(Suite& suite, const Peer& peer);
