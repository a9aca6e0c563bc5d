/**
 * Whether the name of a device, in lower case, matches a pattern of the logging commands. Without `*` it is the name; else each part between the
 * stars must occur, none beginning before the one in front of it. So `test*` finds `sys/test/1`, as cppTango does.
 */
export function matchesDevicePattern(device: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split(/\*+/);
  if (parts.length === 1) return device === parts[0];
  let from = 0;
  for (const part of parts) {
    from = device.indexOf(part, from);
    if (from < 0) return false;
  }
  return true;
}
