/** The free object and the property that name the services of a control system, as `service/instance:device`. */
export const SERVICES = { object: "CtrlSystem", property: "Services" } as const;

/** The service and instance as which an access control is registered. */
export const ACCESS_CONTROL_SERVICE = "AccessControl/tango";

/** The services with that of `device`: in the place of another of the same service and instance, else at the end. */
export function withService(services: readonly string[], service: string, device: string): string[] {
  const entry = `${service}:${device}`;
  const isSame = (one: string) =>
    one.includes(":") && lower(one.slice(0, one.indexOf(":"))) === lower(service);
  if (!services.some(isSame)) return [...services, entry];
  return services.map((one) => (isSame(one) ? entry : one));
}

/** The services without that of `device`; another device of the same service and instance stays. */
export function withoutService(services: readonly string[], service: string, device: string): string[] {
  const entry = lower(`${service}:${device}`);
  return services.filter((one) => lower(one) !== entry);
}

function lower(text: string): string {
  return text.toLowerCase();
}
