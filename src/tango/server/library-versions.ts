/** The generation of the interface that devices here have: Device_6. */
export const IDL_VERSION = 6;

/** The release of Tango as whose a server takes part in events: clients from 9.3 on take the names of topics from it. */
export const TANGO_RELEASE = 1002;

/** The release of libzmq as whose its sockets behave. */
export const ZMQ_RELEASE = 435;

/** What `info` says of the libraries of a server, as those of Tango 10 say it: of this one, and of the IDL that it speaks. */
export const LIBRARY_VERSIONS: readonly (readonly [what: string, version: string])[] = [
  ["Bandoneon", "0.1.0"],
  ["idl", "6.0.2"],
];
