// Serves Echo::Everything with omniORB.
//
//   echo-server [-ORB...]
//
// All arguments go to the ORB, as -ORBmaxGIOPVersion 1.0 or -ORBnativeCharCodeSet UTF-8. Without -ORBendPoint it listens on
// 127.0.0.1 at a free port; without -ORBgiopMaxMsgSize it takes messages up to 256 MiB. It prints, a line each,
//
//   echo IOR:...                  the object, with the object key `echo`
//   forwarding IOR:...            an object whose every request is answered by LOCATION_FORWARD to it
//   forwarding-permanent IOR:...  the same with LOCATION_FORWARD_PERM, which only GIOP 1.2 has
//   corbaloc corbaloc::HOST:PORT/echo
//   ready
//
// and runs until its standard input closes, or SIGTERM or SIGINT arrives.

#include <csignal>
#include <iostream>
#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <omniORB4/CORBA.h>
#include <omniORB4/omniIOR.h>

#include "echo-servant.h"

namespace {

// Forwards whatever is asked of it, in the way of the POA, which has no permanent forward.
class ForwardingLocator : public PortableServer::ServantLocator {
 public:
  explicit ForwardingLocator(CORBA::Object_ptr target) : target_(CORBA::Object::_duplicate(target)) {}

  PortableServer::Servant preinvoke(const PortableServer::ObjectId&, PortableServer::POA_ptr, const char*,
                                    void*&) override {
    throw PortableServer::ForwardRequest(target_);
  }
  void postinvoke(const PortableServer::ObjectId&, PortableServer::POA_ptr, const char*, void*,
                  PortableServer::Servant) override {}

 private:
  CORBA::Object_var target_;
};

// Forwards whatever is asked of it for ever, in omniORB's own way.
class PermanentForwarder : public EchoServant {
 public:
  PermanentForwarder(PortableServer::POA_ptr rootPoa, CORBA::Object_ptr target)
      : EchoServant(rootPoa), target_(CORBA::Object::_duplicate(target)) {}

  _CORBA_Boolean _dispatch(omniCallHandle&) override {
    throw omniORB::LOCATION_FORWARD(CORBA::Object::_duplicate(target_), true);
  }

 private:
  CORBA::Object_var target_;
};

CORBA::Object_var forwarder(PortableServer::POA_ptr rootPoa, CORBA::Object_ptr target) {
  CORBA::PolicyList policies(2);
  policies.length(2);
  policies[0] = rootPoa->create_request_processing_policy(PortableServer::USE_SERVANT_MANAGER);
  policies[1] = rootPoa->create_servant_retention_policy(PortableServer::NON_RETAIN);
  PortableServer::POAManager_var manager = rootPoa->the_POAManager();
  PortableServer::POA_var poa = rootPoa->create_POA("forwarding", manager, policies);
  PortableServer::ServantManager_var locator = new ForwardingLocator(target);
  poa->set_servant_manager(locator);
  return poa->create_reference("IDL:Echo/Everything:1.0");
}

std::string corbaloc(CORBA::Object_ptr object) {
  omniIOR_var ior = object->_PR_getobj()->_getIOR();
  IIOP::ProfileBody body;
  IIOP::unmarshalProfile(ior->iopProfiles()[0], body);
  return "corbaloc::" + std::string(body.address.host.in()) + ":" + std::to_string(body.address.port) + "/echo";
}

void untilStdinClosesOr(const sigset_t& signals) {
  pollfd sources[] = {{STDIN_FILENO, POLLIN, 0}, {signalfd(-1, &signals, SFD_CLOEXEC), POLLIN, 0}};
  char ignored[4096];
  while (poll(sources, 2, -1) >= 0 && !(sources[1].revents & POLLIN)) {
    if (sources[0].revents && read(STDIN_FILENO, ignored, sizeof ignored) <= 0) return;
  }
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the ORB makes threads, which inherit it

  try {
    // An end point given here would be one more, not a default.
    const bool anywhere = std::none_of(argv, argv + argc, [](const std::string& word) { return word == "-ORBendPoint"; });
    const char* defaults[][2] = {{"giopMaxMsgSize", "268435456"},
                                 {anywhere ? "endPoint" : nullptr, "giop:tcp:127.0.0.1:0"},
                                 {nullptr, nullptr}};
    CORBA::ORB_var orb = CORBA::ORB_init(argc, argv, "omniORB4", defaults);
    CORBA::Object_var object = orb->resolve_initial_references("RootPOA");
    PortableServer::POA_var rootPoa = PortableServer::POA::_narrow(object);
    object = orb->resolve_initial_references("omniINSPOA");
    PortableServer::POA_var insPoa = PortableServer::POA::_narrow(object);

    PortableServer::Servant_var<EchoServant> servant = new EchoServant(rootPoa);
    PortableServer::ObjectId_var id = PortableServer::string_to_ObjectId("echo");
    insPoa->activate_object_with_id(id, servant);
    CORBA::Object_var echo = insPoa->id_to_reference(id);
    CORBA::Object_var forwarding = forwarder(rootPoa, echo);
    PortableServer::Servant_var<PermanentForwarder> permanentServant = new PermanentForwarder(rootPoa, echo);
    PortableServer::ObjectId_var permanentId = rootPoa->activate_object(permanentServant);
    CORBA::Object_var permanent = rootPoa->id_to_reference(permanentId);

    for (auto poa : {rootPoa.in(), insPoa.in()}) {
      PortableServer::POAManager_var manager = poa->the_POAManager();
      manager->activate();
    }
    const auto print = [&](const char* name, CORBA::Object_ptr reference) {
      CORBA::String_var text = orb->object_to_string(reference);
      std::cout << name << " " << text << "\n";
    };
    print("echo", echo);
    print("forwarding", forwarding);
    print("forwarding-permanent", permanent);
    std::cout << "corbaloc " << corbaloc(echo) << "\nready" << std::endl;

    untilStdinClosesOr(signals);
    orb->destroy();
    return 0;
  } catch (const CORBA::Exception& exception) {
    std::cerr << "echo-server: " << exception._name() << std::endl;
    return 1;
  }
}
