import { MINOR_CODE } from "../../giop/exception/minor-code.ts";
import { SystemException } from "../../giop/exception/system-exception.ts";
import type { CallOptions } from "../../iiop/call-options.ts";
import type { ObjectReference } from "../../iiop/object-reference.ts";
import { Device, Device_2, Device_3, Device_4, Device_5, Device_6 } from "../idl/device.ts";
import type { IdlVersion } from "./connected-device.ts";

/**
 * Finds the highest device interface that an object has, and makes sure that the object exists. A reference that names one of the
 * interfaces is believed, as it is its servant's most derived one; of any other the object is asked, the highest first.
 * Gives 0 for an object that is no device. Throws the SystemException of an object that cannot be reached.
 */
export async function narrow(reference: ObjectReference, options: CallOptions): Promise<IdlVersion | 0> {
  const version = await highestInterface(reference, options);
  if (version !== 0 && (await reference.nonExistent(options))) {
    throw new SystemException("OBJECT_NOT_EXIST", MINOR_CODE.OBJECT_NOT_EXIST_NoMatch, {
      detail: `the server at ${reference.address} has no such object any more`,
    });
  }
  return version;
}

async function highestInterface(reference: ObjectReference, options: CallOptions): Promise<IdlVersion | 0> {
  const named = INTERFACES.find(({ id }) => id === reference.ior.typeId);
  if (named !== undefined) return named.version;
  for (const { id, version } of INTERFACES) {
    if (await reference.isA(id, options)) return version;
  }
  return 0;
}

const INTERFACES: readonly { readonly version: IdlVersion; readonly id: string }[] = [
  { version: 6, id: Device_6.repositoryId },
  { version: 5, id: Device_5.repositoryId },
  { version: 4, id: Device_4.repositoryId },
  { version: 3, id: Device_3.repositoryId },
  { version: 2, id: Device_2.repositoryId },
  { version: 1, id: Device.repositoryId },
];
