import type { ClntIdent } from "../../../../../src/tango/idl/client-identity.ts";

/** A C++ or Python client. */
export function cpp(pid: number): ClntIdent {
  return { kind: "cpp_clnt", value: pid, discriminator: "CPP" };
}

/** A C++ or Python client of Tango 10. */
export function cpp6(pid: number, trace_state = ""): ClntIdent {
  const trace_context = { ...NO_TRACE, value: { ...NO_TRACE.value, trace_state } };
  return { kind: "cpp_clnt_6", value: { cpp_clnt: pid, trace_context }, discriminator: "CPP_6" };
}

/** A Java client; its UUID in two halves. */
export function java(mainClass: string, high: bigint, low: bigint): ClntIdent {
  return { kind: "java_clnt", value: javaClient(mainClass, high, low), discriminator: "JAVA" };
}

/** A Java client of Tango 10. */
export function java6(mainClass: string, high: bigint, low: bigint): ClntIdent {
  const value = { java_clnt: javaClient(mainClass, high, low), trace_context: NO_TRACE };
  return { kind: "java_clnt_6", value, discriminator: "JAVA_6" };
}

function javaClient(mainClass: string, high: bigint, low: bigint) {
  return { MainClass: mainClass, uuid: BigUint64Array.of(high, low) };
}

const NO_TRACE = {
  kind: "data",
  value: { trace_parent: "", trace_state: "" },
  discriminator: "W3C_TC_V0",
} as const;
