// Calls every operation of Echo::Everything and checks each answer.
//
//   echo-client [-ORB...] REFERENCE [FORWARDING...]
//
// A REFERENCE is `IOR:...`, `corbaloc:...` or `corbaname:...`. Each FORWARDING is a reference whose requests are forwarded to
// the first. A line per case: `ok NAME`, `skip NAME: why`, `FAIL NAME: why`. Exits with 1 when a case failed, with 2 when it
// could not start.

#include <algorithm>
#include <iostream>

#include <omniORB4/CORBA.h>
#include <omniORB4/omniIOR.h>

#include "checks.h"

namespace {

std::string option(int argc, char** argv, const std::string& name, const std::string& otherwise) {
  for (int i = 1; i + 1 < argc; i++)
    if (argv[i] == name) return argv[i + 1];
  return otherwise;
}

IIOP::ProfileBody firstProfile(CORBA::Object_ptr object) {
  omniIOR_var ior = object->_PR_getobj()->_getIOR();
  IIOP::ProfileBody body;
  IIOP::unmarshalProfile(ior->iopProfiles()[0], body);
  return body;
}

bool hasCodeSets(const IIOP::ProfileBody& profile) {
  for (CORBA::ULong i = 0; i < profile.components.length(); i++)
    if (profile.components[i].tag == IOP::TAG_CODE_SETS) return true;
  return false;
}

CORBA::Boolean giveUp(void*, CORBA::ULong, const CORBA::TRANSIENT&) { return false; }

void testForwarding(Suite& suite, CORBA::ORB_ptr orb, const char* reference) {
  // Each a new reference, so that each first request of it is the forwarded one.
  const auto fresh = [&] {
    CORBA::Object_var object = orb->string_to_object(reference);
    return Echo::Everything::_unchecked_narrow(object);
  };
  suite.test("forward-call", [&] {
    Echo::Everything_var echo = fresh();
    for (int i = 0; i < 3; i++) expect(echo->echoLong(i) == i, "the answer differs");
  });
  suite.test("forward-large", [&] {
    Echo::Everything_var echo = fresh();
    Echo::OctetSeq octets;
    octets.length(1 << 20);
    std::fill_n(octets.get_buffer(), octets.length(), 3);
    expect(echo->sumOctets(octets) == 3u << 20, "the sum differs");
  });
  suite.test("forward-exception", [&] {
    Echo::Everything_var echo = fresh();
    raised<Echo::Empty>([&] { echo->raiseEmpty(); });
  });
  suite.test("forward-is_a", [&] {
    Echo::Everything_var echo = fresh();
    expect(!echo->_is_a("IDL:Echo/Child:1.0") && !echo->_non_existent(), "the answer differs");
  });
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string greatest = option(argc, argv, "-ORBmaxGIOPVersion", "1.2");
    const std::string codeSet = option(argc, argv, "-ORBnativeCharCodeSet", "ISO-8859-1");
    const char* defaults[][2] = {{"endPoint", "giop:tcp:127.0.0.1:0"}, {"giopMaxMsgSize", "268435456"}, {nullptr, nullptr}};
    CORBA::ORB_var orb = CORBA::ORB_init(argc, argv, "omniORB4", defaults);
    if (argc < 2) {
      std::cerr << "usage: echo-client [-ORB...] REFERENCE [FORWARDING...]" << std::endl;
      return 2;
    }
    omniORB::installTransientExceptionHandler(nullptr, giveUp);  // else raiseSystem("TRANSIENT") is repeated for ever

    CORBA::Object_var rootPoa = orb->resolve_initial_references("RootPOA");
    PortableServer::POA_var poa = PortableServer::POA::_narrow(rootPoa);
    PortableServer::POAManager_var manager = poa->the_POAManager();
    manager->activate();

    CORBA::Object_var object = orb->string_to_object(argv[1]);
    Echo::Everything_var echo = Echo::Everything::_narrow(object);
    if (CORBA::is_nil(echo)) {
      std::cerr << "echo-client: the reference is no Echo::Everything" << std::endl;
      return 2;
    }
    const IIOP::ProfileBody profile = firstProfile(echo);
    const Peer peer{orb, echo, std::min(greatest.back() - '0', int(profile.version.minor)), codeSet == "UTF-8",
                    hasCodeSets(profile)};
    Suite suite;
    testIdentity(suite, peer);
    testNumbers(suite, peer);
    testTexts(suite, peer);
    testWideTexts(suite, peer);
    testSequences(suite, peer);
    testComposed(suite, peer);
    testAnys(suite, peer);
    testTypeCodes(suite, peer);
    testParameters(suite, peer);
    testReferences(suite, peer);
    testFailures(suite, peer);
    testControl(suite, peer);
    testBulk(suite, peer);
    for (int i = 2; i < argc; i++) testForwarding(suite, orb, argv[i]);
    orb->destroy();
    return suite.failures() ? 1 : 0;
  } catch (const CORBA::SystemException& exception) {
    const char* minor = exception.NP_minorString();
    std::cerr << "echo-client: CORBA::" << exception._name() << " " << (minor ? minor : "") << std::endl;
  } catch (const CORBA::Exception& exception) {
    std::cerr << "echo-client: " << exception._rep_id() << std::endl;
  }
  return 2;
}
