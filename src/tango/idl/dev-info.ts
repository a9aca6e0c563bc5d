import { alias } from "../../giop/idl/alias.ts";
import type { TypeOf } from "../../giop/idl/codec.ts";
import { long } from "../../giop/idl/primitives.ts";
import { sequence } from "../../giop/idl/sequence.ts";
import { string } from "../../giop/idl/string.ts";
import { struct } from "../../giop/idl/struct.ts";

/** What a device of IDL 1 or 2 tells of itself. */
export const DevInfo = struct("IDL:Tango/DevInfo:1.0", {
  dev_class: string,
  server_id: string,
  server_host: string,
  server_version: long,
  doc_url: string,
});
export interface DevInfo extends TypeOf<typeof DevInfo> {}

/** What a device of IDL 3, 4 or 5 tells of itself. */
export const DevInfo_3 = struct("IDL:Tango/DevInfo_3:1.0", {
  dev_class: string,
  server_id: string,
  server_host: string,
  server_version: long,
  doc_url: string,
  dev_type: string,
});
export interface DevInfo_3 extends TypeOf<typeof DevInfo_3> {}

/** The version of one of the libraries in a server. */
export const DevInfoVersion = struct("IDL:Tango/DevInfoVersion:1.0", { key: string, value: string });
export interface DevInfoVersion extends TypeOf<typeof DevInfoVersion> {}

export const DevInfoVersionList = alias("IDL:Tango/DevInfoVersionList:1.0", sequence(DevInfoVersion));

/** What a device of IDL 6 tells of itself. */
export const DevInfo_6 = struct("IDL:Tango/DevInfo_6:1.0", {
  dev_class: string,
  server_id: string,
  server_host: string,
  server_version: long,
  doc_url: string,
  dev_type: string,
  version_info: DevInfoVersionList,
});
export interface DevInfo_6 extends TypeOf<typeof DevInfo_6> {}
