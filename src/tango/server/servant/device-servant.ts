import { PipeOperations } from "./pipe-operations.ts";

/**
 * What answers the calls of a device, those of all interfaces from Device to Device_6. Each of its base classes has the operations of one
 * theme; the methods have the names and parameters of the IDL (`tango/idl/device.ts`).
 */
export class DeviceServant extends PipeOperations {}
