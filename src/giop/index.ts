export { CdrReader, type CdrReaderOptions } from "./cdr/cdr-reader.ts";
export { CdrWriter } from "./cdr/cdr-writer.ts";
export { type CodeSet, charCodeSet, ISO_8859_1, UTF_8, UTF_16_ID } from "./cdr/code-set.ts";
export { DEFAULT_LIMITS, type DecodeLimits } from "./cdr/limits.ts";
export { MarshalError } from "./cdr/marshal-error.ts";
export type { NumericArray, NumericKind } from "./cdr/numeric-kind.ts";
export { type GiopMinor, NATIVE_FORMAT, NATIVE_LITTLE_ENDIAN, type WireFormat } from "./cdr/wire-format.ts";
export type { ClientCall, ClientLocate } from "./connection/client-call.ts";
export { ClientConnection } from "./connection/client-connection.ts";
export type { ClientConnectionOptions } from "./connection/client-connection-options.ts";
export {
  NATIVE_CODE_SETS,
  negotiateCodeSets,
  type TransmissionCodeSets,
} from "./connection/code-set-negotiation.ts";
export type { ConnectionOutput } from "./connection/connection-output.ts";
export { IncomingLocateRequest, IncomingRequest } from "./connection/incoming-request.ts";
export type { RequestSink, ServerOutput } from "./connection/request-sink.ts";
export { ServerConnection, type ServerConnectionOptions } from "./connection/server-connection.ts";
export { MINOR_CODE, type MinorCodeName, minorCodeName } from "./exception/minor-code.ts";
export {
  type CompletionStatus,
  decodeSystemException,
  encodeSystemException,
  SystemException,
  type SystemExceptionOptions,
} from "./exception/system-exception.ts";
export { SYSTEM_EXCEPTION_KINDS, type SystemExceptionKind } from "./exception/system-exception-kind.ts";
export { UserException, type UserExceptionOptions } from "./exception/user-exception.ts";
export { alias } from "./idl/alias.ts";
export { Any, any, typeCode } from "./idl/any.ts";
export type { AnyCodec, Codec, InputOf, TypeOf } from "./idl/codec.ts";
export { codecOfTypeCode } from "./idl/codec-of-typecode.ts";
export { type EnumCodec, enumeration } from "./idl/enumeration.ts";
export { type ExceptionType, exception } from "./idl/exception.ts";
export { fixed } from "./idl/fixed.ts";
export { type Interface, interface_, OBJECT_ID, type Operations } from "./idl/interface.ts";
export { lazy } from "./idl/lazy.ts";
export { objectReference } from "./idl/object-reference.ts";
export {
  type ArgumentsOf,
  attribute,
  type Operation,
  op,
  type Parameter,
  type ReceivedOf,
  type ResultOf,
  type ReturnOf,
  readonlyAttribute,
} from "./idl/operation.ts";
export {
  boolean,
  char,
  double,
  float,
  long,
  longdouble,
  longlong,
  type NumericCodec,
  null_,
  octet,
  short,
  ulong,
  ulonglong,
  ushort,
  void_,
  wchar,
} from "./idl/primitives.ts";
export { array, type SequenceInput, type SequenceOf, sequence } from "./idl/sequence.ts";
export { boundedString, boundedWstring, string, wstring } from "./idl/string.ts";
export { type Fields, type StructInput, type StructOf, struct } from "./idl/struct.ts";
export {
  otherwise,
  type UnionCase,
  type UnionCases,
  type UnionInput,
  type UnionOf,
  union,
  when,
} from "./idl/union.ts";
export {
  type CorbalocAddress,
  type CorbalocUrl,
  corbalocToIor,
  formatCorbaloc,
  parseCorbaloc,
} from "./ior/corbaloc.ts";
export {
  type CorbanameUrl,
  formatName,
  type NameComponent,
  parseCorbaname,
  parseName,
} from "./ior/corbaname.ts";
export { newEncapsulation, openEncapsulation } from "./ior/encapsulation.ts";
export {
  decodeIiopProfile,
  encodeIiopProfile,
  type IiopProfile,
  iiopProfiles,
  type ReachableProfile,
} from "./ior/iiop-profile.ts";
export {
  decodeIor,
  encodeIor,
  type Ior,
  TAG_INTERNET_IOP,
  TAG_MULTIPLE_COMPONENTS,
  type TaggedProfile,
} from "./ior/ior.ts";
export { formatObjectKey, parseObjectKey } from "./ior/object-key.ts";
export { formatIor, parseIor } from "./ior/stringified-ior.ts";
export {
  alternateAddressesOf,
  codeSetsOf,
  decodeTaggedComponents,
  type IiopAddress,
  orbTypeOf,
  type TaggedComponent,
} from "./ior/tagged-component.ts";
export { FragmentAssembler } from "./message/fragment-assembler.ts";
export type { LocateReplyHeader, LocateRequestHeader, LocateStatus } from "./message/locate.ts";
export { MessageDeframer } from "./message/message-deframer.ts";
export { ProtocolError } from "./message/protocol-error.ts";
export type { ReplyHeader, ReplyStatus } from "./message/reply.ts";
export {
  RESPONSE_FROM_SERVER,
  RESPONSE_FROM_TARGET,
  RESPONSE_NONE,
  type RequestHeader,
  type ResponseFlags,
} from "./message/request.ts";
export type { ServiceContext } from "./message/service-context.ts";
export type { AddressingMode, TargetAddress } from "./message/target-address.ts";
export { TC_KINDS, type TcKind } from "./typecode/tc-kind.ts";
export { simpleName, simpleTypeCode, type TypeCode, withoutAliases } from "./typecode/typecode.ts";
export { decodeTypeCode, encodeTypeCode } from "./typecode/typecode-codec.ts";
export { isEqual, isEquivalent, isSameShape } from "./typecode/typecode-equivalence.ts";
