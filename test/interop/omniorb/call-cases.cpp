// Identity, parameters, references, failures, and the ways of calling.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <set>
#include <thread>
#include <vector>

#include "checks.h"

namespace {

class CallbackServant : public POA_Echo::Callback {
 public:
  CORBA::Long called(CORBA::Long value) override { return value * 2; }
  void told(const char* text) override {
    if (!strcmp(text, "told")) toldCount++;
  }
  std::atomic<int> toldCount{0};
};

// A oneway may arrive after the call that follows it.
template <class Condition>
bool comesTrue(Condition condition) {
  for (int attempt = 0; attempt < 500; attempt++) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

}  // namespace

void testIdentity(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("implementation", [&] {
    CORBA::String_var name = echo->implementation();
    expect(!strcmp(name, "omniORB") || !strcmp(name, "bandoneon"), "it is " + std::string(name));
  });
  suite.test("_is_a", [&] {
    for (const char* name : {"Identified", "Numbers", "Texts", "WideTexts", "Sequences", "Arrays", "Structures", "Unions",
                             "Dynamics", "Parameters", "References", "Failures", "Control", "Everything"}) {
      // By DII: the stub answers by itself for what it knows.
      CORBA::Request_var request = echo->_request("_is_a");
      request->add_in_arg() <<= ("IDL:Echo/" + std::string(name) + ":1.0").c_str();
      request->set_return_type(CORBA::_tc_boolean);
      request->invoke();
      if (const CORBA::Exception* exception = request->env()->exception()) exception->_raise();
      CORBA::Boolean answer;
      expect((request->return_value() >>= CORBA::Any::to_boolean(answer)) && answer, std::string("no to ") + name);
    }
    expect(echo->_is_a("IDL:omg.org/CORBA/Object:1.0"), "no to CORBA::Object");
    expect(!echo->_is_a("IDL:Echo/Child:1.0"), "yes to Child");
  });
  suite.test("_non_existent", [&] { expect(!echo->_non_existent(), "it says it does not exist"); });
  suite.test("bases", [&] {
    Echo::Texts_var texts = Echo::Texts::_narrow(echo);
    Echo::Identified_var identified = Echo::Identified::_narrow(texts);
    CORBA::String_var text = texts->echoString("through a base"), name = identified->implementation();
    expect(!strcmp(text, "through a base") && strlen(name), "a base interface does not answer");
  });
  suite.test("unknown-operation", [&] {
    CORBA::Request_var request = echo->_request("noSuchOperation");
    request->invoke();
    const CORBA::Exception* exception = request->env()->exception();
    expect(exception && CORBA::BAD_OPERATION::_downcast(exception), exception ? exception->_rep_id() : "nothing was raised");
  });
  suite.test("unknown-object", [&] {
    Echo::Child_var child = echo->makeChild("to be destroyed");
    child->destroy();
    raised<CORBA::OBJECT_NOT_EXIST>([&] { CORBA::String_var ignored = child->name(); });
    expect(child->_non_existent(), "it says it exists");
  });
}

void testParameters(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("attributes", [&] {
    const CORBA::Long before = echo->changes();
    echo->level(-77);
    echo->label(peer.native("señal").c_str());
    echo->edge(sampleLine());
    expect(echo->level() == -77, "level changed");
    CORBA::String_var label = echo->label();
    expect(peer.native("señal") == label.in(), "label changed");
    Echo::Line_var edge = echo->edge();
    expect(same(sampleLine(), edge.in()), "edge changed");
    expect(echo->changes() == before + 3, "changes do not count three");
  });
  suite.test("readonly-attribute", [&] {
    CORBA::Request_var request = echo->_request("_set_changes");
    request->add_in_arg() <<= CORBA::Long(1);
    request->invoke();
    const CORBA::Exception* exception = request->env()->exception();
    expect(exception && CORBA::BAD_OPERATION::_downcast(exception), exception ? exception->_rep_id() : "it was set");
  });
  suite.test("shift", [&] {
    CORBA::Long kept = 40, copied = 0;
    echo->shift(2, kept, copied);
    expect(kept == 42 && copied == 2, "kept " + std::to_string(kept) + ", copied " + std::to_string(copied));
  });
  suite.test("extend", [&] {
    CORBA::String_var text = "world";
    Echo::LongSeq_var lengths;
    CORBA::String_var before = echo->extend("hello ", text.inout(), lengths.out());
    expect(!strcmp(before, "world") && !strcmp(text, "hello world"), "text is " + std::string(text));
    expect(lengths->length() == 2 && lengths[0] == 5 && lengths[1] == 11, "lengths differ");
  });
  suite.test("move", [&] {
    Echo::PointSeq points;
    points.length(3);
    for (int i = 0; i < 3; i++) points[i] = Echo::Point{double(i), -double(i)};
    Echo::Line edge = sampleLine();
    Echo::Line_var before;
    expect(echo->move(Echo::Point{1, -1}, points, edge, before.out()) == 3, "result differs");
    expect(same(before.in(), sampleLine()), "before differs");
    expect(points.length() == 3 && points[0].x == 2 && points[2].x == 0, "points are not reversed");
    Echo::Line expected = sampleLine();
    expected.from = Echo::Point{2.5, -3.5};
    expected.to = Echo::Point{4.25, 1e100};
    expect(same(edge, expected), "edge differs");
  });
  suite.test("swapAnys", [&] {
    CORBA::Any a, b;
    a <<= CORBA::Long(1);
    b <<= sampleTree(1, 1);
    CORBA::ULong kindOfA, kindOfB;
    expect(!echo->swapAnys(a, b, kindOfA, kindOfB), "a long and a Tree are called equivalent");
    CORBA::Long number;
    const Echo::Tree* tree;
    expect((b >>= number) && number == 1 && (a >>= tree) && same(*tree, sampleTree(1, 1)), "they are not swapped");
    expect(kindOfA == CORBA::tk_long && kindOfB == CORBA::tk_struct, "kinds differ");
  });
  suite.test("turn", [&] {
    Echo::Matrix grid = {{1, 2, 3}, {4, 5, 6.5}};
    Echo::Cube_var names;
    Echo::ByLong choice = byLong(99);
    Echo::Mixed all;
    const CORBA::Double sum = echo->turn(grid, names.out(), choice, all);
    expect(sum == 21.5, "the sum is " + std::to_string(sum));
    expect(grid[0][0] == 6.5 && grid[0][2] == 4 && grid[1][2] == 1, "the grid is not turned");
    expect(!strcmp(names[0][0][0], "000") && !strcmp(names[1][0][1], "101"), "names differ");
    expect(choice._d() == 3 && !strcmp(choice.text(), "was 99"), "choice differs");
    const Echo::Mixed expected{255,       21.5,       true,       INT64_MIN, 'x',       INT16_MIN, 0,
                               INT32_MIN, UINT16_MAX, UINT64_MAX, -0.5f,     UINT32_MAX};
    expect(same(all, expected), "all differs");
  });
  suite.test("outOnly", [&] {
    CORBA::Octet o;
    CORBA::Boolean b;
    CORBA::Double d;
    Echo::Colour shade;
    Echo::Money price;
    echo->outOnly(o, b, d, shade, price);
    expect(o == 255 && b && d == -1.5 && shade == Echo::blue && price == Echo::Money("-123456.789"), "a parameter differs");
  });
}

void testReferences(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("self", [&] {
    Echo::Everything_var self = echo->self();
    expect(self->echoLong(5) == 5, "the reference does not answer");
  });
  suite.test("echoObject", [&] {
    CORBA::Object_var back = echo->echoObject(echo);
    expect(back->_is_equivalent(echo), "the reference changed");
    back = echo->echoObject(CORBA::Object::_nil());
    expect(CORBA::is_nil(back), "nil changed");
    CORBA::Object_var foreign = peer.orb->string_to_object("corbaloc:iiop:1.2@127.0.0.1:1/some%20key");
    back = echo->echoObject(foreign);
    expect(back->_is_equivalent(foreign), "a reference to elsewhere changed");
  });
  suite.test("makeChild", [&] {
    Echo::Child_var child = echo->makeChild("first");
    CORBA::String_var name = child->name(), there = echo->nameOf(child);
    expect(!strcmp(name, "first") && !strcmp(there, "first"), "it is called " + std::string(name));
    Echo::Everything_var parent = child->parent();
    expect(parent->echoLong(6) == 6, "its parent does not answer");
    Echo::Child_var back = echo->echoChild(child);
    expect(back->_is_equivalent(child), "the echoed reference differs");
    back = echo->echoChild(Echo::Child::_nil());
    expect(CORBA::is_nil(back), "nil changed");
    child->destroy();
  });
  suite.test("makeChildren", [&] {
    Echo::ChildSeq_var children = echo->makeChildren(50);
    expect(children->length() == 50, "there are " + std::to_string(children->length()));
    Echo::ObjectSeq objects;
    objects.length(50);
    for (CORBA::ULong i = 0; i < 50; i++) {
      CORBA::String_var name = children[i]->name();
      expect(name.in() == std::to_string(i), "child " + std::to_string(i) + " is called " + std::string(name));
      objects[i] = CORBA::Object::_duplicate(children[i]);
    }
    objects[7] = CORBA::Object::_nil();
    Echo::ObjectSeq_var back = echo->echoObjects(objects);
    for (CORBA::ULong i = 0; i < 50; i++)
      expect(i == 7 ? CORBA::is_nil(back[i]) : back[i]->_is_equivalent(objects[i]),
             "reference " + std::to_string(i) + " changed");
    for (CORBA::ULong i = 0; i < 50; i++) children[i]->destroy();
  });
  suite.test("callback", [&] {
    PortableServer::Servant_var<CallbackServant> servant = new CallbackServant;
    Echo::Callback_var callback = servant->_this();
    expect(echo->relayCall(callback, 21) == 42, "the result differs");
    echo->relayTell(callback, "told");
    expect(comesTrue([&] { return servant->toldCount == 1; }), "the oneway did not arrive");
  });
}

void testFailures(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("raiseEmpty", [&] { raised<Echo::Empty>([&] { echo->raiseEmpty(); }); });
  suite.test("raiseRejected", [&] {
    Echo::LongSeq where;
    where.length(3);
    for (int i = 0; i < 3; i++) where[i] = -i;
    const std::string reason = peer.native("no está bien");
    const auto rejected = raised<Echo::Rejected>([&] { echo->raiseRejected(reason.c_str(), INT32_MIN, Echo::blue, where); });
    expect(reason == rejected.reason.in(), "reason differs");
    expect(rejected.code == INT32_MIN && rejected.severity == Echo::blue && same(where, rejected.where), "a member differs");
  });
  suite.test("raiseBlamed", [&] {
    CORBA::Any detail;
    detail <<= sampleTree(2, 2);
    const auto blamed = raised<Echo::Blamed>([&] { echo->raiseBlamed(echo, detail); });
    const Echo::Tree* tree;
    expect(blamed.culprit->_is_equivalent(echo), "culprit differs");
    expect((blamed.detail >>= tree) && same(*tree, sampleTree(2, 2)), "detail differs");
  });
  suite.test("raiseSystem", [&] {
#define SYSTEM_CASE(exception)                                                                                       \
  for (CORBA::ULong completed = 0; completed < 3; completed++) {                                                     \
    const auto caught = raised<CORBA::exception>([&] { echo->raiseSystem(#exception, 0x42410000 + completed, completed); }); \
    expect(caught.minor() == 0x42410000 + completed, #exception " has another minor");                               \
    expect(caught.completed() == CORBA::CompletionStatus(completed), #exception " has another completion");          \
  }
    OMNIORB_FOR_EACH_SYS_EXCEPTION(SYSTEM_CASE)
  });
  suite.test("raiseSystem-unknown-name", [&] {
    expect(raised<CORBA::BAD_PARAM>([&] { echo->raiseSystem("NO_SUCH_EXCEPTION", 1, 1); }).minor() == 0, "minor differs");
  });
  suite.test("raiseUndeclared", [&] {
    const auto unknown = raised<CORBA::UNKNOWN>([&] { echo->raiseUndeclared(); });
    expect(unknown.minor() == omni::UNKNOWN_UserException, "minor is " + std::to_string(unknown.minor()));
  });
  suite.test("after-failures", [&] { expect(echo->echoLong(1) == 1, "the object does not answer any more"); });
}

void testControl(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("nothing", [&] { for (int i = 0; i < 1000; i++) echo->nothing(); });
  suite.test("sleep", [&] {
    const auto start = std::chrono::steady_clock::now();
    echo->sleep(100);
    expect(std::chrono::steady_clock::now() - start > std::chrono::milliseconds(90), "it did not sleep");
  });
  suite.test("announce", [&] {
    const CORBA::Long before = echo->announced();
    for (int i = 1; i <= 100; i++) echo->announce(i);
    expect(comesTrue([&] { return echo->announced() == before + 100; }), "not all arrived");
    expect(echo->lastAnnouncement() == 100, "the last is " + std::to_string(echo->lastAnnouncement()));
  });
  suite.test("timeout", [&] {
    CORBA::Object_var copy = peer.orb->string_to_object(CORBA::String_var(peer.orb->object_to_string(echo)));
    Echo::Everything_var impatient = Echo::Everything::_narrow(copy);
    omniORB::setClientCallTimeout(impatient, 100);
    try {
      impatient->sleep(2000);
      throw Mismatch("it waited");
    } catch (const CORBA::TRANSIENT&) {
    } catch (const CORBA::TIMEOUT&) {
    }
    omniORB::setClientCallTimeout(impatient, 0);
    expect(impatient->echoLong(3) == 3, "the next call differs");
  });
  suite.test("concurrent", [&] {
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int number = 0; number < 8; number++)
      threads.emplace_back([&, number] {
        try {
          for (int round = 0; round < 50; round++) {
            if (round % 10 == 0) echo->sleep((number * 7) % 20);
            const std::string text(number * 1000 + round, 'a' + number);
            CORBA::String_var back = echo->echoString(text.c_str());
            if (text != back.in()) wrong++;
          }
        } catch (const CORBA::Exception&) {
          wrong++;
        }
      });
    for (auto& thread : threads) thread.join();
    expect(wrong == 0, std::to_string(wrong) + " replies were wrong");
  });
}
