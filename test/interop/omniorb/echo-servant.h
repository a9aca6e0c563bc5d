// The servant of Echo::Everything, and that of Echo::Child. The C++ mapping has one shape of signature for each family of
// types; the macros below spell each shape once, so that the body of the class reads like the IDL.
#pragma once

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "echo.hh"

class ChildServant : public POA_Echo::Child {
 public:
  ChildServant(const char* name, Echo::Everything_ptr parent, PortableServer::POA_ptr poa)
      : name_(name), parent_(Echo::Everything::_duplicate(parent)), poa_(PortableServer::POA::_duplicate(poa)) {}

  char* implementation() override { return CORBA::string_dup("omniORB"); }
  char* name() override { return CORBA::string_dup(name_.c_str()); }
  Echo::Everything_ptr parent() override { return Echo::Everything::_duplicate(parent_); }
  void destroy() override {
    PortableServer::ObjectId_var id = poa_->servant_to_id(this);
    poa_->deactivate_object(id);
  }

 private:
  const std::string name_;
  Echo::Everything_var parent_;
  PortableServer::POA_var poa_;
};

#define ECHO_VALUE(operation, type) \
  type operation(type value) override { return value; }
#define ECHO_FIXED_SIZE(operation, type) \
  type operation(const type& value) override { return value; }
#define ECHO_VARIABLE(operation, type) \
  type* operation(const type& value) override { return new type(value); }
#define ECHO_ARRAY(operation, type) \
  type##_slice* operation(const type value) override { return type##_dup(value); }
#define ECHO_REFERENCE(operation, type) \
  type##_ptr operation(type##_ptr value) override { return type::_duplicate(value); }
#define ECHO_STRING(operation) \
  char* operation(const char* value) override { return CORBA::string_dup(value); }
#define ECHO_WIDE_STRING(operation) \
  CORBA::WChar* operation(const CORBA::WChar* value) override { return CORBA::wstring_dup(value); }

// `wrap##name` and `unwrap##name` of a variable-size type.
#define WRAP_VARIABLE(name, type)                                     \
  CORBA::Any* wrap##name(const type& value) override {                \
    CORBA::Any_var any = new CORBA::Any;                              \
    any.inout() <<= value;                                            \
    return any._retn();                                               \
  }                                                                   \
  type* unwrap##name(const CORBA::Any& any) override {                \
    const type* value = nullptr;                                      \
    if (!(any >>= value)) rejectType(any);                            \
    return new type(*value);                                          \
  }

class EchoServant : public POA_Echo::Everything {
 private:
  template <class Value>
  static CORBA::Any* wrapped(const Value& value) {
    CORBA::Any_var any = new CORBA::Any;
    any.inout() <<= value;
    return any._retn();
  }

  [[noreturn]] static void rejectType(const CORBA::Any& any) {
    CORBA::TypeCode_var type = any.type();
    throw Echo::Rejected("wrong type", type->kind(), Echo::red, Echo::LongSeq());
  }

  template <class Action>
  auto locked(Action action) {
    std::lock_guard<std::mutex> guard(mutex_);
    return action();
  }

 public:
  explicit EchoServant(PortableServer::POA_ptr rootPoa)
      : rootPoa_(PortableServer::POA::_duplicate(rootPoa)) {
    edge_.from = edge_.to = Echo::Point{0, 0};
    edge_.shade = Echo::red;
    for (auto& corner : edge_.box) corner = Echo::Point{0, 0};
  }

  char* implementation() override { return CORBA::string_dup("omniORB"); }

  // Numbers
  ECHO_VALUE(echoShort, CORBA::Short)
  ECHO_VALUE(echoLong, CORBA::Long)
  ECHO_VALUE(echoLongLong, CORBA::LongLong)
  ECHO_VALUE(echoUShort, CORBA::UShort)
  ECHO_VALUE(echoULong, CORBA::ULong)
  ECHO_VALUE(echoULongLong, CORBA::ULongLong)
  ECHO_VALUE(echoFloat, CORBA::Float)
  ECHO_VALUE(echoDouble, CORBA::Double)
  ECHO_VALUE(echoLongDouble, CORBA::LongDouble)
  ECHO_VALUE(echoBoolean, CORBA::Boolean)
  ECHO_VALUE(echoOctet, CORBA::Octet)
  ECHO_VALUE(echoColour, Echo::Colour)
  ECHO_FIXED_SIZE(echoMoney, Echo::Money)
  ECHO_FIXED_SIZE(echoRate, Echo::Rate)

  // Texts, WideTexts
  ECHO_VALUE(echoChar, CORBA::Char)
  ECHO_STRING(echoString)
  ECHO_STRING(echoShortText)
  ECHO_VALUE(echoWChar, CORBA::WChar)
  ECHO_WIDE_STRING(echoWString)
  ECHO_WIDE_STRING(echoShortWide)
  ECHO_VARIABLE(echoWChars, Echo::WCharSeq)
  ECHO_VARIABLE(echoWStrings, Echo::WStringSeq)
  ECHO_VARIABLE(echoWideRecord, Echo::WideRecord)
  WRAP_VARIABLE(WideRecord, Echo::WideRecord)

  // Sequences
  ECHO_VARIABLE(echoShorts, Echo::ShortSeq)
  ECHO_VARIABLE(echoLongs, Echo::LongSeq)
  ECHO_VARIABLE(echoLongLongs, Echo::LongLongSeq)
  ECHO_VARIABLE(echoUShorts, Echo::UShortSeq)
  ECHO_VARIABLE(echoULongs, Echo::ULongSeq)
  ECHO_VARIABLE(echoULongLongs, Echo::ULongLongSeq)
  ECHO_VARIABLE(echoFloats, Echo::FloatSeq)
  ECHO_VARIABLE(echoDoubles, Echo::DoubleSeq)
  ECHO_VARIABLE(echoLongDoubles, Echo::LongDoubleSeq)
  ECHO_VARIABLE(echoBooleans, Echo::BooleanSeq)
  ECHO_VARIABLE(echoChars, Echo::CharSeq)
  ECHO_VARIABLE(echoOctets, Echo::OctetSeq)
  ECHO_VARIABLE(echoStrings, Echo::StringSeq)
  ECHO_VARIABLE(echoShortTexts, Echo::ShortTextSeq)
  ECHO_VARIABLE(echoColours, Echo::ColourSeq)
  ECHO_VARIABLE(echoMoneys, Echo::MoneySeq)
  ECHO_VARIABLE(echoAnys, Echo::AnySeq)
  ECHO_VARIABLE(echoDoubleSeqs, Echo::DoubleSeqSeq)
  ECHO_VARIABLE(echoFourLongs, Echo::FourLongs)
  ECHO_VARIABLE(echoTwoTexts, Echo::TwoTexts)
  ECHO_VARIABLE(echoPoints, Echo::PointSeq)
  ECHO_VARIABLE(echoLines, Echo::LineSeq)
  ECHO_VARIABLE(echoMatrices, Echo::MatrixSeq)
  ECHO_VARIABLE(echoByLongs, Echo::ByLongSeq)

  Echo::OctetSeq* makeOctets(CORBA::ULong length) override {
    Echo::OctetSeq_var octets = new Echo::OctetSeq;
    octets->length(length);
    CORBA::Octet* out = octets->get_buffer();
    for (CORBA::ULong i = 0; i < length; i++) out[i] = (i * 31 + i / 256) & 0xff;
    return octets._retn();
  }
  CORBA::ULong sumOctets(const Echo::OctetSeq& value) override {
    CORBA::ULong sum = 0;
    const CORBA::Octet* in = value.get_buffer();
    for (CORBA::ULong i = 0; i < value.length(); i++) sum += in[i];
    return sum;
  }
  Echo::DoubleSeq* makeDoubles(CORBA::ULong length) override {
    Echo::DoubleSeq_var doubles = new Echo::DoubleSeq;
    doubles->length(length);
    CORBA::Double* out = doubles->get_buffer();
    for (CORBA::ULong i = 0; i < length; i++) out[i] = i / 2.0;
    return doubles._retn();
  }

  // Arrays, Structures, Unions
  ECHO_ARRAY(echoHardwareAddress, Echo::HardwareAddress)
  ECHO_ARRAY(echoMatrix, Echo::Matrix)
  ECHO_ARRAY(echoCube, Echo::Cube)
  ECHO_ARRAY(echoCorners, Echo::Corners)
  ECHO_FIXED_SIZE(echoMixed, Echo::Mixed)
  ECHO_FIXED_SIZE(echoPoint, Echo::Point)
  ECHO_VARIABLE(echoLine, Echo::Line)
  Echo::Priced* echoPriced(const Echo::Priced& value) override {
    Echo::Priced_var copy = new Echo::Priced;  // assigned, not copy-constructed: see the IDL
    copy.inout() = value;
    return copy._retn();
  }
  ECHO_VARIABLE(echoTree, Echo::Tree)
  ECHO_VARIABLE(echoByLong, Echo::ByLong)
  ECHO_VARIABLE(echoByBoolean, Echo::ByBoolean)
  ECHO_VARIABLE(echoByColour, Echo::ByColour)
  ECHO_FIXED_SIZE(echoByChar, Echo::ByChar)
  ECHO_VARIABLE(echoByShort, Echo::ByShort)
  ECHO_VARIABLE(echoByLongLong, Echo::ByLongLong)
  ECHO_FIXED_SIZE(echoByUShort, Echo::ByUShort)
  ECHO_VARIABLE(echoByULong, Echo::ByULong)
  ECHO_FIXED_SIZE(echoByULongLong, Echo::ByULongLong)
  ECHO_VARIABLE(echoExpression, Echo::Expression)

  // Dynamics
  ECHO_VARIABLE(echoAny, CORBA::Any)
  ECHO_REFERENCE(echoTypeCode, CORBA::TypeCode)
  CORBA::TypeCode_ptr typeOf(const CORBA::Any& value) override { return value.type(); }
  CORBA::Boolean equalTypes(CORBA::TypeCode_ptr a, CORBA::TypeCode_ptr b) override { return a->equal(b); }
  CORBA::Boolean equivalentTypes(CORBA::TypeCode_ptr a, CORBA::TypeCode_ptr b) override { return a->equivalent(b); }

  WRAP_VARIABLE(Doubles, Echo::DoubleSeq)
  WRAP_VARIABLE(Line, Echo::Line)
  WRAP_VARIABLE(Tree, Echo::Tree)
  WRAP_VARIABLE(ByLong, Echo::ByLong)
  WRAP_VARIABLE(Expression, Echo::Expression)
  WRAP_VARIABLE(Any, CORBA::Any)
  CORBA::Any* wrapLong(CORBA::Long value) override { return wrapped(value); }
  CORBA::Long unwrapLong(const CORBA::Any& any) override {
    CORBA::Long value;
    if (!(any >>= value)) rejectType(any);
    return value;
  }
  CORBA::Any* wrapString(const char* value) override { return wrapped(value); }
  char* unwrapString(const CORBA::Any& any) override {
    const char* value = nullptr;
    if (!(any >>= value)) rejectType(any);
    return CORBA::string_dup(value);
  }
  CORBA::Any* wrapShortText(const char* value) override {
    return wrapped(CORBA::Any::from_string(const_cast<char*>(value), 8));
  }
  char* unwrapShortText(const CORBA::Any& any) override {
    const char* value = nullptr;
    if (!(any >>= CORBA::Any::to_string(value, 8))) rejectType(any);
    return CORBA::string_dup(value);
  }
  CORBA::Any* wrapColour(Echo::Colour value) override { return wrapped(value); }
  Echo::Colour unwrapColour(const CORBA::Any& any) override {
    Echo::Colour value;
    if (!(any >>= value)) rejectType(any);
    return value;
  }
  CORBA::Any* wrapMoney(const Echo::Money& value) override { return wrapped(CORBA::Any::from_fixed(value, 9, 3)); }
  Echo::Money unwrapMoney(const CORBA::Any& any) override {
    Echo::Money value;
    if (!(any >>= CORBA::Any::to_fixed(value, 9, 3))) rejectType(any);
    return value;
  }
  CORBA::Any* wrapMatrix(const Echo::Matrix value) override {
    return wrapped(Echo::Matrix_forany(const_cast<Echo::Matrix_slice*>(value)));
  }
  Echo::Matrix_slice* unwrapMatrix(const CORBA::Any& any) override {
    Echo::Matrix_forany value;
    if (!(any >>= value)) rejectType(any);
    return Echo::Matrix_dup(value.in());
  }
  CORBA::Any* wrapObject(CORBA::Object_ptr value) override { return wrapped(value); }
  CORBA::Object_ptr unwrapObject(const CORBA::Any& any) override {
    CORBA::Object_var value;
    if (!(any >>= CORBA::Any::to_object(value.out()))) rejectType(any);
    return value._retn();
  }

  // Parameters
  CORBA::Long level() override { return locked([&] { return level_; }); }
  void level(CORBA::Long value) override { locked([&] { level_ = value, changes_++; }); }
  char* label() override { return locked([&] { return CORBA::string_dup(label_.c_str()); }); }
  void label(const char* value) override { locked([&] { label_ = value, changes_++; }); }
  Echo::Line* edge() override { return locked([&] { return new Echo::Line(edge_); }); }
  void edge(const Echo::Line& value) override { locked([&] { edge_ = value, changes_++; }); }
  CORBA::Long changes() override { return locked([&] { return changes_; }); }

  void shift(CORBA::Long given, CORBA::Long& kept, CORBA::Long& copied) override {
    copied = given;
    kept += given;
  }
  char* extend(const char* prefix, char*& text, Echo::LongSeq_out lengths) override {
    const std::string before = text;
    const std::string after = prefix + before;
    lengths = new Echo::LongSeq;
    lengths->length(2);
    lengths[0] = before.size();
    lengths[1] = after.size();
    CORBA::string_free(text);
    text = CORBA::string_dup(after.c_str());
    return CORBA::string_dup(before.c_str());
  }
  CORBA::ULong move(const Echo::Point& offset, Echo::PointSeq& points, Echo::Line& edge, Echo::Line_out before) override {
    before = new Echo::Line(edge);
    std::reverse(points.get_buffer(), points.get_buffer() + points.length());
    edge.from = Echo::Point{edge.from.x + offset.x, edge.from.y + offset.y};
    edge.to = Echo::Point{edge.to.x + offset.x, edge.to.y + offset.y};
    return points.length();
  }
  CORBA::Boolean swapAnys(CORBA::Any& a, CORBA::Any& b, CORBA::ULong& kindOfA, CORBA::ULong& kindOfB) override {
    CORBA::TypeCode_var typeOfA = a.type(), typeOfB = b.type();
    kindOfA = typeOfA->kind();
    kindOfB = typeOfB->kind();
    std::swap(a, b);
    return typeOfA->equivalent(typeOfB);
  }
  CORBA::Double turn(Echo::Matrix grid, Echo::Cube_out names, Echo::ByLong& choice, Echo::Mixed& all) override {
    CORBA::Double sum = 0;
    for (CORBA::Double* element = grid[0]; element != grid[0] + 6; element++) sum += *element;
    std::reverse(grid[0], grid[0] + 6);
    names = Echo::Cube_alloc();
    for (int at = 0; at < 8; at++) {
      const int i = at / 4, j = at / 2 % 2, k = at % 2;
      names[i][j][k] = (std::to_string(i) + std::to_string(j) + std::to_string(k)).c_str();
    }
    const std::string text = "was " + std::to_string(choice._d());
    choice.text(text.c_str());
    choice._d(3);
    all = {255,    sum,         true,  INT64_MIN, 'x', INT16_MIN, 0, INT32_MIN, UINT16_MAX, UINT64_MAX, -0.5f,
           UINT32_MAX};
    return sum;
  }
  void outOnly(CORBA::Octet& o, CORBA::Boolean& b, CORBA::Double& d, Echo::Colour& shade, Echo::Money& price) override {
    o = 255;
    b = true;
    d = -1.5;
    shade = Echo::blue;
    price = Echo::Money("-123456.789");
  }

  // References
  Echo::Everything_ptr self() override { return _this(); }
  ECHO_REFERENCE(echoObject, CORBA::Object)
  ECHO_REFERENCE(echoChild, Echo::Child)
  ECHO_VARIABLE(echoObjects, Echo::ObjectSeq)
  Echo::Child_ptr makeChild(const char* name) override {
    Echo::Everything_var parent = _this();
    PortableServer::Servant_var<ChildServant> child = new ChildServant(name, parent, rootPoa_);
    PortableServer::ObjectId_var id = rootPoa_->activate_object(child);
    return child->_this();
  }
  Echo::ChildSeq* makeChildren(CORBA::ULong count) override {
    Echo::ChildSeq_var children = new Echo::ChildSeq;
    children->length(count);
    for (CORBA::ULong i = 0; i < count; i++) children[i] = makeChild(std::to_string(i).c_str());
    return children._retn();
  }
  char* nameOf(Echo::Child_ptr value) override { return value->name(); }
  CORBA::Long relayCall(Echo::Callback_ptr target, CORBA::Long value) override { return target->called(value); }
  void relayTell(Echo::Callback_ptr target, const char* text) override { target->told(text); }

  // Failures
  void raiseEmpty() override { throw Echo::Empty(); }
  CORBA::Long raiseRejected(const char* reason, CORBA::Long code, Echo::Colour severity,
                            const Echo::LongSeq& where) override {
    throw Echo::Rejected(reason, code, severity, where);
  }
  void raiseBlamed(CORBA::Object_ptr culprit, const CORBA::Any& detail) override {
    throw Echo::Blamed(culprit, detail);
  }
  void raiseSystem(const char* name, CORBA::ULong minor, CORBA::ULong completed) override {
    const auto status = static_cast<CORBA::CompletionStatus>(completed);
#define RAISE_IF_NAMED(exception) \
  if (std::string(#exception) == name) throw CORBA::exception(minor, status);
    OMNIORB_FOR_EACH_SYS_EXCEPTION(RAISE_IF_NAMED)
#undef RAISE_IF_NAMED
    throw CORBA::BAD_PARAM(0, CORBA::COMPLETED_NO);
  }
  void raiseUndeclared() override { throw Echo::Rejected("not declared", 0, Echo::red, Echo::LongSeq()); }

  // Control
  void nothing() override {}
  void sleep(CORBA::ULong milliseconds) override { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }
  void announce(CORBA::Long value) override { locked([&] { announced_++, lastAnnouncement_ = value; }); }
  CORBA::Long announced() override { return locked([&] { return announced_; }); }
  CORBA::Long lastAnnouncement() override { return locked([&] { return lastAnnouncement_; }); }

 private:
  PortableServer::POA_var rootPoa_;
  std::mutex mutex_;
  CORBA::Long level_ = 0;
  std::string label_;
  Echo::Line edge_;
  CORBA::Long changes_ = 0;
  CORBA::Long announced_ = 0;
  CORBA::Long lastAnnouncement_ = 0;
};
