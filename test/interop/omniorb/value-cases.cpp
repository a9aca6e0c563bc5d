// Numbers, texts, sequences, and what is composed of them: each value goes to the server and must come back the same.

#include <cfloat>
#include <climits>
#include <cstdlib>
#include <cstdint>
#include <vector>

#include "checks.h"

namespace {

template <class Number>
struct Extremes {
  static std::vector<Number> values() {
    using Limits = std::numeric_limits<Number>;
    return {Limits::lowest(), Number(Limits::lowest() + 1), Number(-1), 0, 1, 42, Number(Limits::max() - 1), Limits::max()};
  }
};

template <class Number>
std::vector<Number> realValues() {
  using Limits = std::numeric_limits<Number>;
  return {0,          -Number(0),     1,
          -1,         Number(1) / 3,  Limits::max(),
          Limits::lowest(), Limits::min(), Limits::denorm_min(),
          Limits::epsilon(), Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN()};
}

template <class Values, class Echo>
void expectNumbers(const Values& values, Echo echo) {
  for (auto value : values) {
    const auto back = echo(value);
    expect(sameNumber<long double>(value, back), std::to_string(value) + " came back as " + std::to_string(back));
  }
}

template <class Type, class Echo>
void expectSame(const Type& value, Echo echo, const std::string& which) {
  const auto back = echo(value);
  expect(same(value, *back), which + " came back different");
}

// Empty, one element, and many, made by `element(i)`.
template <class Sequence, class Call, class Element>
void expectSequences(Call call, Element element, std::vector<CORBA::ULong> lengths = {0, 1, 2, 3, 1000}) {
  for (const auto length : lengths) {
    Sequence value;
    value.length(length);
    for (CORBA::ULong i = 0; i < length; i++) value[i] = element(i);
    typename Sequence::_var_type back = call(value);
    expect(back->length() == length, "length " + std::to_string(length) + " became " + std::to_string(back->length()));
    expect(same<Sequence>(value, back.in()), "a sequence of length " + std::to_string(length) + " came back different");
  }
}

CORBA::String_var repeated(size_t length, char c) { return CORBA::string_dup(std::string(length, c).c_str()); }

// To be called while handling DATA_CONVERSION: whether omniORB has a character is up to its native code set; we have all.
void skipIfOmniOrb(const Peer& peer) {
  CORBA::String_var name = peer.echo->implementation();
  if (!strcmp(name, "omniORB")) throw Skip("the server's native code set does not have it");
  throw;
}

const wchar_t* const wideTexts[] = {
    L"", L"a", L"plain", L"\u00e9\u00fc\u00ff", L"\u03c0 \u4e2d\u6587 \uffef", L"\ufeff after a mark"};

}  // namespace

void testNumbers(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
#define INTEGER_CASE(name, type) \
  suite.test(#name, [&] { expectNumbers(Extremes<type>::values(), [&](type value) { return echo->name(value); }); });
#define REAL_CASE(name, type) \
  suite.test(#name, [&] { expectNumbers(realValues<type>(), [&](type value) { return echo->name(value); }); });
  INTEGER_CASE(echoShort, CORBA::Short)
  INTEGER_CASE(echoLong, CORBA::Long)
  INTEGER_CASE(echoLongLong, CORBA::LongLong)
  INTEGER_CASE(echoUShort, CORBA::UShort)
  INTEGER_CASE(echoULong, CORBA::ULong)
  INTEGER_CASE(echoULongLong, CORBA::ULongLong)
  INTEGER_CASE(echoOctet, CORBA::Octet)
  REAL_CASE(echoFloat, CORBA::Float)
  REAL_CASE(echoDouble, CORBA::Double)
  REAL_CASE(echoLongDouble, CORBA::LongDouble)
  suite.test("echoBoolean", [&] { expect(echo->echoBoolean(true) && !echo->echoBoolean(false), "true or false changed"); });
  suite.test("echoColour", [&] {
    for (const auto colour : {Echo::red, Echo::green, Echo::blue})
      expect(echo->echoColour(colour) == colour, "colour " + std::to_string(colour) + " changed");
  });
#define FIXED_CASE(name, type, ...)                                        \
  suite.test(#name, [&] {                                                  \
    for (const char* digits : {__VA_ARGS__}) {                             \
      const type value(digits), back = echo->name(value);                  \
      expect(value == back, std::string(digits) + " came back different"); \
    }                                                                      \
  });
  FIXED_CASE(echoMoney, Echo::Money, "0", "0.001", "-0.001", "1", "-1", "123456.789", "-123456.789", "999999.999", "-999999.999")
  FIXED_CASE(echoRate, Echo::Rate, "0", "0.0001", "-0.0001", "12.3456", "99.9999", "-99.9999")
}

void testTexts(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("echoChar", [&] {
    for (int c = 0; c < 128; c++) expect(echo->echoChar(c) == c, "char " + std::to_string(c) + " changed");
  });
  suite.test("echoChar-latin1", [&] {
    if (peer.nativeUtf8) throw Skip("one char of UTF-8 is ASCII");
    try {
      for (int c = 128; c < 256; c++)
        expect(static_cast<unsigned char>(echo->echoChar(c)) == c, "char " + std::to_string(c) + " changed");
    } catch (const CORBA::DATA_CONVERSION&) {
      skipIfOmniOrb(peer);
    }
  });
  const auto expectText = [&](const std::string& text) {
    CORBA::String_var back = echo->echoString(text.c_str());
    expect(text == back.in(), "\"" + text.substr(0, 40) + "\" came back as \"" + std::string(back).substr(0, 40) + "\"");
  };
  suite.test("echoString", [&] {
    for (const char* text : {"", "a", "plain", "éüÿ ¡¿ñ", "line\nbreak\ttab", " spaces "}) expectText(peer.native(text));
  });
  suite.test("echoString-all-latin1", [&] {
    std::string all;
    for (int c = 1; c < 256; c++)
      all += c < 0x80 ? std::string(1, c) : std::string{static_cast<char>(0xc0 | c >> 6), static_cast<char>(0x80 | (c & 0x3f))};
    expectText(peer.native(all));
  });
  suite.test("echoString-long", [&] {
    for (const size_t length : {255, 256, 8191, 8192, 65536, 1 << 20}) expectText(std::string(length, 'x'));
  });
  suite.test("echoString-beyond-latin1", [&] {
    if (!peer.nativeUtf8) throw Skip("needs -ORBnativeCharCodeSet UTF-8");
    if (peer.minorVersion < 2) throw Skip("omniORB negotiates code sets from GIOP 1.2 on");
    try {
      for (const char* text : {"π", "中文", "🎺 tango"}) expectText(text);
    } catch (const CORBA::DATA_CONVERSION&) {
      // Where it can, a client has to send in the native code set of the server, and it is the client who fails then.
      throw Skip("the server's native code set does not have it");
    }
  });
  suite.test("echoShortText", [&] {
    for (const char* text : {"", "1234567", "12345678"}) {
      CORBA::String_var back = echo->echoShortText(text);
      expect(!strcmp(text, back), std::string(text) + " changed");
    }
  });
}

void testWideTexts(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("echoWChar", [&] {
    peer.needWideText();
    for (const wchar_t c : {L'\0', L'a', L'\u00e9', L'\u03c0', L'\u4e2d', L'\ufeff', L'\ufffd', L'\uffff'})
      expect(echo->echoWChar(c) == c, "wchar " + std::to_string(c) + " changed");
  });
  suite.test("echoWString", [&] {
    peer.needWideText();
    for (const wchar_t* text : wideTexts) {
      CORBA::WString_var back = echo->echoWString(text);
      expect(std::wstring(text) == back.in(), "text of " + std::to_string(wcslen(text)) + " came back different");
    }
  });
  suite.test("echoWString-long", [&] {
    peer.needWideText();
    const std::wstring text(100000, L'\u4e2d');
    CORBA::WString_var back = echo->echoWString(text.c_str());
    expect(text == back.in(), "100000 characters came back different");
  });
  suite.test("echoShortWide", [&] {
    peer.needWideText();
    for (const wchar_t* text : {L"", L"12345678", L"\u4e2d\u6587"}) {
      CORBA::WString_var back = echo->echoShortWide(text);
      expect(!wcscmp(text, back), "bounded text came back different");
    }
  });
  suite.test("echoWChars", [&] {
    peer.needWideText();
    for (const CORBA::ULong length : {0, 1, 2, 1000}) {
      Echo::WCharSeq value;
      value.length(length);
      for (CORBA::ULong i = 0; i < length; i++) value[i] = 0x3b1 + i;
      Echo::WCharSeq_var back = echo->echoWChars(value);
      expect(back->length() == length, "length changed");
      for (CORBA::ULong i = 0; i < length; i++) expect(back[i] == value[i], "character " + std::to_string(i) + " changed");
    }
  });
  suite.test("echoWStrings", [&] {
    peer.needWideText();
    Echo::WStringSeq value;
    value.length(std::size(wideTexts));
    for (CORBA::ULong i = 0; i < value.length(); i++) value[i] = wideTexts[i];
    Echo::WStringSeq_var back = echo->echoWStrings(value);
    expect(back->length() == value.length(), "length changed");
    for (CORBA::ULong i = 0; i < value.length(); i++)
      expect(!wcscmp(back[i], wideTexts[i]), "text " + std::to_string(i) + " changed");
  });
  const auto expectRecord = [](const Echo::WideRecord& back) {
    expect(back.initial == L'\u00df', "wchar member changed");
    expect(!wcscmp(back.name, L"\u03a9mega"), "wstring member changed");
    expect(!wcscmp(back.nick, L"\u4e2d"), "bounded wstring member changed");
  };
  Echo::WideRecord record;
  record.initial = L'\u00df';
  record.name = static_cast<const CORBA::WChar*>(L"\u03a9mega");
  record.nick = static_cast<const CORBA::WChar*>(L"\u4e2d");
  suite.test("echoWideRecord", [&] {
    peer.needWideText();
    Echo::WideRecord_var back = echo->echoWideRecord(record);
    expectRecord(back);
  });
  suite.test("wrapWideRecord", [&] {
    peer.needWideText();
    CORBA::Any_var any = echo->wrapWideRecord(record);
    const Echo::WideRecord* inside;
    expect(any >>= inside, "the any does not hold a WideRecord");
    expectRecord(*inside);
    Echo::WideRecord_var back = echo->unwrapWideRecord(any);
    expectRecord(back);
  });
}

void testSequences(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
#define SEQUENCE_CASE(operation, type, element, ...)                                            \
  suite.test(#operation, [&] {                                                                  \
    expectSequences<Echo::type>([&](const Echo::type& value) { return echo->operation(value); }, \
                                [&](CORBA::ULong i) { return element; }, ##__VA_ARGS__);        \
  });
  SEQUENCE_CASE(echoShorts, ShortSeq, CORBA::Short(i * 1234567))
  SEQUENCE_CASE(echoLongs, LongSeq, CORBA::Long(i * 1234567891))
  SEQUENCE_CASE(echoLongLongs, LongLongSeq, CORBA::LongLong(INT64_MIN + i * 1234567891234567ull))
  SEQUENCE_CASE(echoUShorts, UShortSeq, CORBA::UShort(UINT16_MAX - i))
  SEQUENCE_CASE(echoULongs, ULongSeq, CORBA::ULong(UINT32_MAX - i))
  SEQUENCE_CASE(echoULongLongs, ULongLongSeq, CORBA::ULongLong(UINT64_MAX - i))
  SEQUENCE_CASE(echoFloats, FloatSeq, CORBA::Float(i ? 1.0f / i : -0.0f))
  SEQUENCE_CASE(echoDoubles, DoubleSeq, CORBA::Double(i ? 1.0 / i : HUGE_VAL))
  SEQUENCE_CASE(echoBooleans, BooleanSeq, CORBA::Boolean(i % 3 == 0))
  SEQUENCE_CASE(echoChars, CharSeq, CORBA::Char(i & 0x7f))
  SEQUENCE_CASE(echoOctets, OctetSeq, CORBA::Octet(i * 7))
  SEQUENCE_CASE(echoStrings, StringSeq, repeated(i % 17, 'a' + i % 26))
  SEQUENCE_CASE(echoShortTexts, ShortTextSeq, repeated(i % 9, 'a' + i % 26))
  SEQUENCE_CASE(echoColours, ColourSeq, Echo::Colour(i % 3))
  SEQUENCE_CASE(echoMoneys, MoneySeq, Echo::Money(i * (i % 2 ? 1.001 : -0.125)))
  SEQUENCE_CASE(echoPoints, PointSeq, (Echo::Point{double(i), 1.0 / (i + 1)}))
  SEQUENCE_CASE(echoLines, LineSeq, sampleLine(), {0, 1, 50})
  SEQUENCE_CASE(echoByLongs, ByLongSeq, byLong(int(i % 6) - 1))
  SEQUENCE_CASE(echoFourLongs, FourLongs, CORBA::Long(-i), {0, 1, 4})
  SEQUENCE_CASE(echoTwoTexts, TwoTexts, repeated(8 - i, 't'), {0, 1, 2})
  suite.test("echoLongDoubles", [&] {  // by value: six of the sixteen octets of an x87 long double are not defined
    Echo::LongDoubleSeq value;
    value.length(100);
    for (CORBA::ULong i = 0; i < 100; i++) value[i] = 1.0L / (i + 1);
    Echo::LongDoubleSeq_var back = echo->echoLongDoubles(value);
    expect(back->length() == 100, "length changed");
    for (CORBA::ULong i = 0; i < 100; i++) expect(back[i] == value[i], "element " + std::to_string(i) + " changed");
  });
  suite.test("echoDoubleSeqs", [&] {
    Echo::DoubleSeqSeq value;
    value.length(20);
    for (CORBA::ULong i = 0; i < 20; i++) {
      value[i].length(i);
      for (CORBA::ULong j = 0; j < i; j++) value[i][j] = i + j / 100.0;
    }
    Echo::DoubleSeqSeq_var back = echo->echoDoubleSeqs(value);
    expect(same(value, back.in()), "rows came back different");
  });
  suite.test("echoMatrices", [&] {
    Echo::MatrixSeq value;
    value.length(5);
    for (int at = 0; at < 30; at++) value[at / 6][at / 3 % 2][at % 3] = at * 1.5;
    Echo::MatrixSeq_var back = echo->echoMatrices(value);
    expect(same(value, back.in()), "matrices came back different");
  });
  suite.test("echoAnys", [&] {
    Echo::AnySeq value;
    value.length(4);
    value[0] <<= CORBA::Long(5);
    value[1] <<= "text";
    value[2] <<= sampleLine();
    Echo::AnySeq_var back = echo->echoAnys(value);
    CORBA::Long number;
    const char* text;
    const Echo::Line* line;
    expect(back->length() == 4, "length changed");
    expect((back[0] >>= number) && number == 5, "the long changed");
    expect((back[1] >>= text) && !strcmp(text, "text"), "the string changed");
    expect((back[2] >>= line) && same(*line, sampleLine()), "the struct changed");
    CORBA::TypeCode_var type = back[3].type();
    expect(type->kind() == CORBA::tk_null, "the empty any changed");
  });
}

// 0 bytes to 32 MiB in each direction and in both; no more than BANDONEON_BULK_LIMIT bytes where that is set.
void testBulk(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  const char* const limit = getenv("BANDONEON_BULK_LIMIT");
  const CORBA::ULong mebibyte = 1 << 20;
  for (const CORBA::ULong size :
       {0u, 1u, 7u, 8u, 9u, 8150u, 8192u, 65536u, mebibyte, mebibyte + 3, 8 * mebibyte, 32 * mebibyte}) {
    if (limit && size > strtoul(limit, nullptr, 10)) continue;
    const std::string suffix = "-" + std::to_string(size);
    const auto octetAt = [](CORBA::ULong i) { return CORBA::Octet(i * 31 + i / 256); };
    Echo::OctetSeq octets;
    octets.length(size);
    CORBA::ULong sum = 0;
    for (CORBA::ULong i = 0; i < size; i++) sum += octets[i] = octetAt(i);
    const auto expectOctets = [&](const Echo::OctetSeq& back) {
      expect(back.length() == size, "length became " + std::to_string(back.length()));
      expect(!size || !memcmp(back.get_buffer(), octets.get_buffer(), size), "contents changed");
    };
    suite.test("echoOctets" + suffix, [&] {
      Echo::OctetSeq_var back = echo->echoOctets(octets);
      expectOctets(back);
    });
    suite.test("makeOctets" + suffix, [&] {
      Echo::OctetSeq_var back = echo->makeOctets(size);
      expectOctets(back);
    });
    suite.test("sumOctets" + suffix, [&] { expect(echo->sumOctets(octets) == sum, "the sum differs"); });
    const CORBA::ULong count = size / 8;
    suite.test("echoDoubles" + suffix, [&] {
      Echo::DoubleSeq value;
      value.length(count);
      for (CORBA::ULong i = 0; i < count; i++) value[i] = i / 2.0;
      Echo::DoubleSeq_var back = echo->echoDoubles(value);
      expect(back->length() == count, "length became " + std::to_string(back->length()));
      expect(!count || !memcmp(back->get_buffer(), value.get_buffer(), count * 8), "contents changed");
      back = echo->makeDoubles(count);
      expect(back->length() == count, "made length is " + std::to_string(back->length()));
      expect(!count || !memcmp(back->get_buffer(), value.get_buffer(), count * 8), "made contents differ");
    });
  }
}

void testComposed(Suite& suite, const Peer& peer) {
  const auto echo = peer.echo;
  suite.test("echoHardwareAddress", [&] {
    const Echo::HardwareAddress value = {0, 1, 0x7f, 0x80, 0xfe, 0xff};
    Echo::HardwareAddress_var back = echo->echoHardwareAddress(value);
    expect(!memcmp(back.in(), value, 6), "octets changed");
  });
  suite.test("echoMatrix", [&] {
    const Echo::Matrix value = {{1, -2, 3.5}, {1e-300, HUGE_VAL, -0.0}};
    Echo::Matrix_var back = echo->echoMatrix(value);
    expect(!memcmp(back.in(), value, sizeof value), "elements changed");
  });
  suite.test("echoCube", [&] {
    Echo::Cube value;
    for (int at = 0; at < 8; at++) value[at / 4][at / 2 % 2][at % 2] = std::string(at, 'c').c_str();
    Echo::Cube_var back = echo->echoCube(value);
    for (int at = 0; at < 8; at++)
      expect(std::string(at, 'c') == back[at / 4][at / 2 % 2][at % 2].in(), "string " + std::to_string(at) + " changed");
  });
  suite.test("echoCorners", [&] {
    const Echo::Corners value = {{0, 1}, {2, 3}, {4, 5}, {6, -7}};
    Echo::Corners_var back = echo->echoCorners(value);
    expect(!memcmp(back.in(), value, sizeof value), "points changed");
  });
  suite.test("echoMixed", [&] { expect(same(sampleMixed(), echo->echoMixed(sampleMixed())), "a member changed"); });
  suite.test("echoPoint", [&] {
    const Echo::Point value{-1.5, 1e-9};
    expect(same(value, echo->echoPoint(value)), "a coordinate changed");
  });
#define VARIABLE_CHECK(operation, type, value, which) \
  {                                                   \
    const Echo::type sent = value;                    \
    Echo::type##_var back = echo->operation(sent);    \
    expect(same(sent, back.in()), which);             \
  }
  suite.test("echoLine", [&] {
    VARIABLE_CHECK(echoLine, Line, sampleLine(), "a member changed")
    Echo::Line bare = sampleLine();
    bare.label = "";
    bare.via.length(0);
    VARIABLE_CHECK(echoLine, Line, bare, "a member of the short one changed")
  });
  suite.test("echoPriced", [&] {
    Echo::Priced value;
    value.item = "bandoneon";
    value.price = Echo::Money("-271828.183");
    value.discount = Echo::Rate("0.0001");
    value.history.length(2);
    value.history[1] = Echo::Money("0.5");
    Echo::Priced_var back = echo->echoPriced(value);
    expect(same(value, back.in()), "a member changed");
  });
  suite.test("echoTree", [&] {
    VARIABLE_CHECK(echoTree, Tree, sampleTree(0, 0), "a leaf changed")
    VARIABLE_CHECK(echoTree, Tree, sampleTree(4, 3), "a bushy tree changed")
    VARIABLE_CHECK(echoTree, Tree, sampleTree(60, 1), "a deep tree changed")
  });

  suite.test("echoByLong", [&] {
    for (const CORBA::Long label : {1, 2, 3, -1, 0, 4, INT32_MIN, INT32_MAX})
      VARIABLE_CHECK(echoByLong, ByLong, byLong(label), "label " + std::to_string(label) + " changed")
  });
  suite.test("echoByBoolean", [&] {
    Echo::ByBoolean value;
    value.yes(INT64_MIN);
    VARIABLE_CHECK(echoByBoolean, ByBoolean, value, "TRUE changed")
    value.no("no");
    VARIABLE_CHECK(echoByBoolean, ByBoolean, value, "FALSE changed")
  });
  suite.test("echoByColour", [&] {
    Echo::ByColour value;
    value.number(-1);
    VARIABLE_CHECK(echoByColour, ByColour, value, "red changed")
    Echo::DoubleSeq numbers;
    numbers.length(3);
    numbers[2] = 0.5;
    value.numbers(numbers);
    VARIABLE_CHECK(echoByColour, ByColour, value, "green changed")
    value._default();
    VARIABLE_CHECK(echoByColour, ByColour, value, "blue, without member, changed")
  });
  suite.test("echoByChar", [&] {
    Echo::ByChar value;
    value.first(200);
    expect(same(value, echo->echoByChar(value)), "'a' changed");
    const Echo::Matrix last = {{1, 2, 3}, {4, 5, 6}};
    value.last(last);
    expect(same(value, echo->echoByChar(value)), "'z' changed");
    value.other(true);
    value._d('?');
    expect(same(value, echo->echoByChar(value)), "'?' changed");
  });
  suite.test("echoByShort", [&] {
    Echo::ByShort value;
    Echo::ByBoolean lowest;
    lowest.no("nested");
    value.lowest(lowest);
    VARIABLE_CHECK(echoByShort, ByShort, value, "-32768 changed")
    value.highest(Echo::blue);
    VARIABLE_CHECK(echoByShort, ByShort, value, "32767 changed")
    value._default();
    VARIABLE_CHECK(echoByShort, ByShort, value, "the implicit default changed")
  });
  suite.test("echoByLongLong", [&] {
    Echo::ByLongLong value;
    value.precise("more than 53 bits");
    VARIABLE_CHECK(echoByLongLong, ByLongLong, value, "2^53 + 1 changed")
    for (const CORBA::LongLong label : {INT64_C(9007199254740992), INT64_MIN, INT64_MAX}) {
      value.other(-label);
      value._d(label);
      VARIABLE_CHECK(echoByLongLong, ByLongLong, value, "the default changed")
    }
  });
  suite.test("echoByUShort", [&] {
    Echo::ByUShort value;
    value.value(0.25);
    expect(same(value, echo->echoByUShort(value)), "65535 changed");
    value._default();
    expect(same(value, echo->echoByUShort(value)), "the implicit default changed");
  });
  suite.test("echoByULong", [&] {
    Echo::ByULong value;
    CORBA::Any any;
    any <<= sampleTree(1, 2);
    value.value(any);
    Echo::ByULong_var back = echo->echoByULong(value);
    const Echo::Tree* tree;
    expect(back->_d() == 4294967295u && (back->value() >>= tree) && same(*tree, sampleTree(1, 2)), "the any changed");
  });
  suite.test("echoByULongLong", [&] {
    Echo::ByULongLong value;
    value.value(9);
    expect(same(value, echo->echoByULongLong(value)), "2^64 - 1 changed");
    value._default();
    expect(same(value, echo->echoByULongLong(value)), "the implicit default changed");
  });
  suite.test("echoExpression", [&] {
    for (const int depth : {0, 1, 5, 50}) VARIABLE_CHECK(echoExpression, Expression, sampleExpression(depth), "it changed")
  });
}
