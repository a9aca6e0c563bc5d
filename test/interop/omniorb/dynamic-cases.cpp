// any and TypeCode.

#include <cstdint>
#include <vector>

#include "checks.h"

namespace {

// The server must say of any two type codes what omniORB says here.
void expectCompared(Echo::Everything_ptr echo, CORBA::TypeCode_ptr a, CORBA::TypeCode_ptr b, const std::string& which) {
  const auto text = [](bool yes) { return yes ? "true" : "false"; };
  const bool equal = a->equal(b), equivalent = a->equivalent(b);
  expect(echo->equalTypes(a, b) == equal, "equal of " + which + " must be " + text(equal));
  expect(echo->equivalentTypes(a, b) == equivalent, "equivalent of " + which + " must be " + text(equivalent));
}

CORBA::TypeCode_var structOf(CORBA::ORB_ptr orb, const char* id, const char* name, const char* member, CORBA::TypeCode_ptr type) {
  CORBA::StructMemberSeq members;
  members.length(1);
  members[0].name = member;
  members[0].type = CORBA::TypeCode::_duplicate(type);
  return orb->create_struct_tc(id, name, members);
}

}  // namespace

void testAnys(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  // Sent as an any the value must come back; wrapped by the server it must be found inside; unwrapped it must be the same.
#define ANY_CASE(name, Type, value)                                                                              \
  suite.test("any-" #name, [&] {                                                                                 \
    const Echo::Type sent = value;                                                                               \
    CORBA::Any_var any = echo->wrap##name(sent);                                                                 \
    const Echo::Type* inside;                                                                                    \
    expect(any >>= inside, "what the server wrapped is no " #Type);                                              \
    expect(same(sent, *inside), "what the server wrapped differs");                                              \
    CORBA::Any ours;                                                                                             \
    ours <<= sent;                                                                                               \
    any = echo->echoAny(ours);                                                                                   \
    expect(any >>= inside, "what was echoed is no " #Type);                                                      \
    expect(same(sent, *inside), "what was echoed differs");                                                      \
    CORBA::TypeCode_var found = any->type();                                                                     \
    expect(found->equal(Echo::_tc_##Type), "the type code was changed by the echo");                             \
    Echo::Type##_var back = echo->unwrap##name(ours);                                                            \
    expect(same<Echo::Type>(sent, back.in()), "what the server unwrapped differs");                              \
    CORBA::Any wrong;                                                                                            \
    wrong <<= CORBA::Any::from_octet(1);                                                                         \
    const auto rejected = raised<Echo::Rejected>([&] { Echo::Type##_var ignored = echo->unwrap##name(wrong); }); \
    expect(rejected.code == CORBA::tk_octet, "kind reported: " + std::to_string(rejected.code));                 \
  });
  Echo::DoubleSeq doubles;
  doubles.length(3);
  doubles[1] = -0.5;
  ANY_CASE(Doubles, DoubleSeq, doubles)
  ANY_CASE(Line, Line, sampleLine())
  ANY_CASE(Tree, Tree, sampleTree(3, 2))
  ANY_CASE(Expression, Expression, sampleExpression(4))
  for (const CORBA::Long label : {1, 3, -1, 99}) ANY_CASE(ByLong, ByLong, byLong(label))

  suite.test("any-Long", [&] {
    CORBA::Any_var any = echo->wrapLong(INT32_MIN);
    CORBA::Long inside;
    expect((any >>= inside) && inside == INT32_MIN, "what the server wrapped differs");
    expect(echo->unwrapLong(any) == INT32_MIN, "what the server unwrapped differs");
    any.inout() <<= CORBA::ULong(1);
    expect(raised<Echo::Rejected>([&] { echo->unwrapLong(any); }).code == CORBA::tk_ulong, "unsigned was not told from signed");
  });
  suite.test("any-String", [&] {
    const std::string text = peer.native("Año ü");
    CORBA::Any_var any = echo->wrapString(text.c_str());
    const char* inside;
    expect((any >>= inside) && text == inside, "what the server wrapped differs");
    CORBA::String_var back = echo->unwrapString(any);
    expect(text == back.in(), "what the server unwrapped differs");
  });
  suite.test("any-ShortText", [&] {
    CORBA::Any_var any = echo->wrapShortText("eight ch");
    const char* inside;
    expect((any >>= CORBA::Any::to_string(inside, 8)) && !strcmp(inside, "eight ch"), "what the server wrapped differs");
    CORBA::String_var back = echo->unwrapShortText(any);
    expect(!strcmp(back, "eight ch"), "what the server unwrapped differs");
    any.inout() <<= "eight ch";
    expect(raised<Echo::Rejected>([&] { CORBA::String_var ignored = echo->unwrapShortText(any); }).code == CORBA::tk_string,
           "an unbounded string was taken as a bounded one");
  });
  suite.test("any-Colour", [&] {
    CORBA::Any_var any = echo->wrapColour(Echo::blue);
    Echo::Colour inside;
    expect((any >>= inside) && inside == Echo::blue, "what the server wrapped differs");
    expect(echo->unwrapColour(any) == Echo::blue, "what the server unwrapped differs");
  });
  suite.test("any-Money", [&] {
    const Echo::Money money("-3.14");
    CORBA::Any_var any = echo->wrapMoney(money);
    CORBA::Fixed inside;
    expect((any >>= CORBA::Any::to_fixed(inside, 9, 3)) && inside == money, "what the server wrapped differs");
    expect(echo->unwrapMoney(any) == money, "what the server unwrapped differs");
  });
  suite.test("any-Matrix", [&] {
    const Echo::Matrix matrix = {{1, 2, 3}, {4, 5, 6}};
    CORBA::Any_var any = echo->wrapMatrix(matrix);
    Echo::Matrix_forany inside;
    expect(any >>= inside, "what the server wrapped is no Matrix");
    expect(!memcmp(inside.in(), matrix, sizeof matrix), "what the server wrapped differs");
    Echo::Matrix_var back = echo->unwrapMatrix(any);
    expect(!memcmp(back.in(), matrix, sizeof matrix), "what the server unwrapped differs");
  });
  suite.test("any-Object", [&] {
    CORBA::Any_var any = echo->wrapObject(echo);
    CORBA::Object_var inside;
    expect((any >>= CORBA::Any::to_object(inside.out())) && inside->_is_equivalent(echo), "what the server wrapped differs");
    inside = echo->unwrapObject(any);
    expect(inside->_is_equivalent(echo), "what the server unwrapped differs");
    any = echo->wrapObject(CORBA::Object::_nil());
    expect((any >>= CORBA::Any::to_object(inside.out())) && CORBA::is_nil(inside), "nil changed");
  });
  suite.test("any-Any", [&] {
    CORBA::Any inner, middle;
    inner <<= sampleLine();
    middle <<= inner;
    CORBA::Any_var outer = echo->wrapAny(middle);
    const CORBA::Any *first, *second;
    const Echo::Line* line;
    expect((outer >>= first) && (*first >>= second) && (*second >>= line) && same(*line, sampleLine()), "the innermost differs");
    CORBA::Any_var back = echo->unwrapAny(outer);
    expect((back >>= second) && (*second >>= line) && same(*line, sampleLine()), "what the server unwrapped differs");
  });

#define PRIMITIVE_ANY_CASE(type, put, get, value)                                                                 \
  suite.test("echoAny-" #type, [&] {                                                                              \
    CORBA::Any any;                                                                                               \
    CORBA::type inside;                                                                                           \
    any <<= put(value);                                                                                           \
    CORBA::Any_var back = echo->echoAny(any);                                                                     \
    expect((back >>= get(inside)) && inside == CORBA::type(value), "it changed");                                 \
  });
  PRIMITIVE_ANY_CASE(Short, CORBA::Short, , INT16_MIN)
  PRIMITIVE_ANY_CASE(UShort, CORBA::UShort, , UINT16_MAX)
  PRIMITIVE_ANY_CASE(ULong, CORBA::ULong, , UINT32_MAX)
  PRIMITIVE_ANY_CASE(LongLong, CORBA::LongLong, , INT64_MIN)
  PRIMITIVE_ANY_CASE(ULongLong, CORBA::ULongLong, , UINT64_MAX)
  PRIMITIVE_ANY_CASE(Float, CORBA::Float, , -0.1f)
  PRIMITIVE_ANY_CASE(Double, CORBA::Double, , 1e-300)
  PRIMITIVE_ANY_CASE(LongDouble, CORBA::LongDouble, , 1 / 3.0L)
  PRIMITIVE_ANY_CASE(Boolean, CORBA::Any::from_boolean, CORBA::Any::to_boolean, true)
  PRIMITIVE_ANY_CASE(Octet, CORBA::Any::from_octet, CORBA::Any::to_octet, 200)
  PRIMITIVE_ANY_CASE(Char, CORBA::Any::from_char, CORBA::Any::to_char, '~')
  suite.test("echoAny-WChar", [&] {
    peer.needWideText();
    CORBA::Any any;
    CORBA::WChar inside;
    any <<= CORBA::Any::from_wchar(L'\u03c0');
    CORBA::Any_var back = echo->echoAny(any);
    expect((back >>= CORBA::Any::to_wchar(inside)) && inside == L'\u03c0', "it changed");
  });
  suite.test("echoAny-WString", [&] {
    peer.needWideText();
    CORBA::Any any;
    const CORBA::WChar* inside;
    any <<= static_cast<const CORBA::WChar*>(L"\u4e2d\u6587");
    CORBA::Any_var back = echo->echoAny(any);
    expect((back >>= inside) && !wcscmp(inside, L"\u4e2d\u6587"), "it changed");
  });
  suite.test("echoAny-null", [&] {
    CORBA::Any_var back = echo->echoAny(CORBA::Any());
    CORBA::TypeCode_var type = back->type();
    expect(type->kind() == CORBA::tk_null, "kind " + std::to_string(type->kind()));
  });
  suite.test("echoAny-TypeCode", [&] {
    CORBA::Any any;
    CORBA::TypeCode_ptr inside;
    any <<= Echo::_tc_Tree;
    CORBA::Any_var back = echo->echoAny(any);
    expect((back >>= inside) && inside->equal(Echo::_tc_Tree), "it changed");
  });
  suite.test("echoAny-Child", [&] {
    Echo::Child_var child = echo->makeChild("inside an any");
    CORBA::Any any;
    Echo::Child_ptr inside;
    any <<= child;
    CORBA::Any_var back = echo->echoAny(any);
    expect((back >>= inside) && inside->_is_equivalent(child), "the reference changed");
    CORBA::String_var name = inside->name();
    expect(!strcmp(name, "inside an any"), "the reference answers " + std::string(name));
  });
  suite.test("echoAny-exception", [&] {
    CORBA::Any any;
    const Echo::Rejected* inside;
    Echo::LongSeq where;
    where.length(2);
    any <<= Echo::Rejected("reason", 7, Echo::green, where);
    CORBA::Any_var back = echo->echoAny(any);
    expect((back >>= inside) && !strcmp(inside->reason, "reason") && inside->where.length() == 2, "it changed");
  });
}

void testTypeCodes(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  const auto orb = peer.orb;
  const CORBA::TypeCode_ptr simple[] = {
      CORBA::_tc_null,   CORBA::_tc_void,  CORBA::_tc_short,     CORBA::_tc_long,      CORBA::_tc_ushort,
      CORBA::_tc_ulong,  CORBA::_tc_float, CORBA::_tc_double,    CORBA::_tc_boolean,   CORBA::_tc_char,
      CORBA::_tc_octet,  CORBA::_tc_any,   CORBA::_tc_TypeCode,  CORBA::_tc_Principal, CORBA::_tc_Object,
      CORBA::_tc_string, CORBA::_tc_wchar, CORBA::_tc_longlong,  CORBA::_tc_ulonglong, CORBA::_tc_longdouble,
      CORBA::_tc_wstring};
  const CORBA::TypeCode_ptr declared[] = {
      Echo::_tc_ShortText, Echo::_tc_ShortWide,  Echo::_tc_Colour,    Echo::_tc_Money,      Echo::_tc_Rate,
      Echo::_tc_DoubleSeq, Echo::_tc_DoubleSeqSeq, Echo::_tc_FourLongs, Echo::_tc_TwoTexts, Echo::_tc_Matrix,
      Echo::_tc_Cube,      Echo::_tc_MatrixSeq,  Echo::_tc_Mixed,     Echo::_tc_Line,       Echo::_tc_WideRecord,
      Echo::_tc_Tree,      Echo::_tc_TreeSeq,    Echo::_tc_ByLong,    Echo::_tc_ByBoolean,  Echo::_tc_ByColour,
      Echo::_tc_ByChar,    Echo::_tc_ByShort,    Echo::_tc_ByLongLong, Echo::_tc_ByUShort,  Echo::_tc_ByULong,
      Echo::_tc_ByULongLong, Echo::_tc_Expression, Echo::_tc_ExpressionSeq, Echo::_tc_Rejected, Echo::_tc_Blamed,
      Echo::_tc_Empty,     Echo::_tc_Everything, Echo::_tc_Child,     Echo::_tc_ChildSeq};
  const auto expectEchoed = [&](CORBA::TypeCode_ptr type) {
    CORBA::TypeCode_var back = echo->echoTypeCode(type);
    expect(type->equal(back), "kind " + std::to_string(type->kind()) + " changed");
  };
  suite.test("echoTypeCode-simple", [&] { for (const auto type : simple) expectEchoed(type); });
  suite.test("echoTypeCode-declared", [&] { for (const auto type : declared) expectEchoed(type); });
  suite.test("echoTypeCode-made", [&] {
    CORBA::TypeCode_var tree = orb->create_recursive_tc("IDL:Echo/Made:1.0");
    CORBA::TypeCode_var trees = orb->create_sequence_tc(0, tree);
    CORBA::TypeCode_var made = structOf(orb, "IDL:Echo/Made:1.0", "Made", "children", trees);
    expectEchoed(made);
    CORBA::TypeCode_var deep = CORBA::TypeCode::_duplicate(made);
    for (int i = 0; i < 20; i++) deep = orb->create_sequence_tc(i, deep);
    expectEchoed(deep);
    CORBA::TypeCode_var nameless = structOf(orb, "", "", "", CORBA::_tc_long);
    expectEchoed(nameless);
  });
  suite.test("typeOf", [&] {
    CORBA::Any any;
    any <<= sampleTree(2, 2);
    CORBA::TypeCode_var type = echo->typeOf(any);
    expect(type->equal(Echo::_tc_Tree), "the type of a Tree is another");
    any <<= "text";
    type = echo->typeOf(any);
    expect(type->equal(CORBA::_tc_string), "the type of a string is another");
  });
  suite.test("compared-simple", [&] {
    for (const auto a : simple)
      for (const auto b : simple)
        expectCompared(echo, a, b, "kinds " + std::to_string(a->kind()) + " and " + std::to_string(b->kind()));
  });
  suite.test("compared-declared", [&] {
    for (size_t i = 0; i < std::size(declared); i++) {
      expectCompared(echo, declared[i], declared[i], "declared " + std::to_string(i) + " and itself");
      const size_t next = (i + 1) % std::size(declared);
      expectCompared(echo, declared[i], declared[next], "declared " + std::to_string(i) + " and the next");
    }
  });
  suite.test("compared-aliases", [&] {
    CORBA::TypeCode_var alias = orb->create_alias_tc("IDL:Echo/A:1.0", "A", CORBA::_tc_long);
    CORBA::TypeCode_var other = orb->create_alias_tc("IDL:Echo/B:1.0", "B", alias);
    expectCompared(echo, alias, CORBA::_tc_long, "alias of long and long");
    expectCompared(echo, other, alias, "two aliases of long");
    CORBA::TypeCode_var bare = orb->create_sequence_tc(0, CORBA::_tc_double);
    expectCompared(echo, Echo::_tc_DoubleSeq, bare, "DoubleSeq and sequence of double");
    CORBA::TypeCode_var ofAlias = orb->create_sequence_tc(0, alias), ofLong = orb->create_sequence_tc(0, CORBA::_tc_long);
    expectCompared(echo, ofAlias, ofLong, "sequences of alias and of long");
  });
  suite.test("compared-bounds", [&] {
    CORBA::TypeCode_var four = orb->create_sequence_tc(4, CORBA::_tc_long), five = orb->create_sequence_tc(5, CORBA::_tc_long);
    expectCompared(echo, four, five, "sequences of other bounds");
    four = orb->create_string_tc(4), five = orb->create_string_tc(5);
    expectCompared(echo, four, five, "strings of other bounds");
    four = orb->create_array_tc(4, CORBA::_tc_long), five = orb->create_array_tc(5, CORBA::_tc_long);
    expectCompared(echo, four, five, "arrays of other lengths");
    four = orb->create_fixed_tc(9, 3), five = orb->create_fixed_tc(9, 2);
    expectCompared(echo, four, five, "fixed of other scales");
  });
  suite.test("compared-names", [&] {
    CORBA::TypeCode_var plain = structOf(orb, "IDL:Echo/S:1.0", "S", "member", CORBA::_tc_long);
    CORBA::TypeCode_var renamed = structOf(orb, "IDL:Echo/S:1.0", "T", "other", CORBA::_tc_long);
    CORBA::TypeCode_var otherId = structOf(orb, "IDL:Echo/T:1.0", "S", "member", CORBA::_tc_long);
    CORBA::TypeCode_var noId = structOf(orb, "", "S", "member", CORBA::_tc_long);
    CORBA::TypeCode_var otherType = structOf(orb, "IDL:Echo/S:1.0", "S", "member", CORBA::_tc_ulong);
    CORBA::TypeCode_var alias = orb->create_alias_tc("IDL:Echo/A:1.0", "A", CORBA::_tc_long);
    CORBA::TypeCode_var aliased = structOf(orb, "IDL:Echo/S:1.0", "S", "member", alias);
    expectCompared(echo, plain, renamed, "structs with other names");
    expectCompared(echo, plain, otherId, "structs with other ids");
    expectCompared(echo, plain, noId, "structs with and without id");
    expectCompared(echo, plain, otherType, "structs of one id with other members");
    expectCompared(echo, plain, aliased, "structs with and without an alias inside");
  });
}
