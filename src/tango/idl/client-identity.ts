import { alias } from "../../giop/idl/alias.ts";
import type { InputOf, TypeOf } from "../../giop/idl/codec.ts";
import { enumeration } from "../../giop/idl/enumeration.ts";
import { ulong, ulonglong } from "../../giop/idl/primitives.ts";
import { array } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";
import { union, when } from "../../giop/idl/union.ts";

/** Where a call belongs in a distributed trace, as the W3C writes it (IDL 6). Both texts are "" where nothing is traced. */
export const W3CTraceContextV0 = struct("IDL:Tango/W3CTraceContextV0:1.0", {
  trace_parent: string,
  trace_state: string,
});
export interface W3CTraceContextV0 extends TypeOf<typeof W3CTraceContextV0> {}

export const TraceContextFormat = enumeration("IDL:Tango/TraceContextFormat:1.0", ["W3C_TC_V0"]);
export type TraceContextFormat = TypeOf<typeof TraceContextFormat>;

export const TraceContext = union("IDL:Tango/TraceContext:1.0", TraceContextFormat, {
  data: when(W3CTraceContextV0, "W3C_TC_V0"),
});
export type TraceContext = TypeOf<typeof TraceContext>;

/** 128 random bits that tell one Java client from another. */
export const JavaUUID = alias("IDL:Tango/JavaUUID:1.0", array(ulonglong, 2));
export type JavaUUID = TypeOf<typeof JavaUUID>;

/** The process id of a C++ or Python client. */
export const CppClntIdent = alias("IDL:Tango/CppClntIdent:1.0", ulong);
export type CppClntIdent = TypeOf<typeof CppClntIdent>;

export const JavaClntIdent = struct("IDL:Tango/JavaClntIdent:1.0", { MainClass: string, uuid: JavaUUID });
export interface JavaClntIdent extends TypeOf<typeof JavaClntIdent> {}

export const CppClntIdent_6 = struct("IDL:Tango/CppClntIdent_6:1.0", {
  cpp_clnt: CppClntIdent,
  trace_context: TraceContext,
});
export interface CppClntIdent_6 extends TypeOf<typeof CppClntIdent_6> {}

export const JavaClntIdent_6 = struct("IDL:Tango/JavaClntIdent_6:1.0", {
  java_clnt: JavaClntIdent,
  trace_context: TraceContext,
});
export interface JavaClntIdent_6 extends TypeOf<typeof JavaClntIdent_6> {}

/** How a client names itself. CPP_6 and JAVA_6 came with IDL 6: a server that announces version 5 knows only the others. */
export const LockerLanguage = enumeration("IDL:Tango/LockerLanguage:1.0", ["CPP", "JAVA", "CPP_6", "JAVA_6"]);
export type LockerLanguage = TypeOf<typeof LockerLanguage>;

/** Who calls: what device locks and the black box go by. */
export const ClntIdent = union("IDL:Tango/ClntIdent:1.0", LockerLanguage, {
  cpp_clnt: when(CppClntIdent, "CPP"),
  java_clnt: when(JavaClntIdent, "JAVA"),
  cpp_clnt_6: when(CppClntIdent_6, "CPP_6"),
  java_clnt_6: when(JavaClntIdent_6, "JAVA_6"),
});
export type ClntIdent = TypeOf<typeof ClntIdent>;
/** What a ClntIdent is encoded from. */
export type ClntIdentInput = InputOf<typeof ClntIdent>;
