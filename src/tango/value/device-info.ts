import type { DevInfo, DevInfo_3, DevInfo_6 } from "../idl/dev-info.ts";

/** What a device tells of itself and its server. */
export interface DeviceInfo {
  readonly devClass: string;
  /** `executable/instance`. */
  readonly serverId: string;
  readonly serverHost: string;
  /** The IDL generation of the server's library. */
  readonly serverVersion: number;
  readonly docUrl: string;
  /** "Uninitialised" where the device does not say, as those of IDL 1 and 2 do not. */
  readonly devType: string;
  /** The versions of the server's libraries by name; empty before IDL 6. */
  readonly versionInfo: Readonly<Record<string, string>>;
}

/** As a device of any IDL generation tells it. */
export function deviceInfoFrom(wire: DevInfo | DevInfo_3 | DevInfo_6): DeviceInfo {
  const versions = "version_info" in wire ? wire.version_info : [];
  return {
    devClass: wire.dev_class,
    serverId: wire.server_id,
    serverHost: wire.server_host,
    serverVersion: wire.server_version,
    docUrl: wire.doc_url,
    devType: "dev_type" in wire ? wire.dev_type : "Uninitialised",
    versionInfo: Object.fromEntries(versions.map(({ key, value }) => [key, value])),
  };
}
