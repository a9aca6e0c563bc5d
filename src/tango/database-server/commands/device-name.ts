/**
 * The name of a device without what may stand before it, `tango:`, `taco:` and `//instance/`; null where it has a `*` or fewer than three
 * fields. What the real database checks, and no more.
 */
export function bareDeviceName(name: string): string | null {
  if (name.includes("*")) return null;
  const bare = name.replace(/^(tango:|taco:)/, "").replace(/^\/\/[^/]*\//, "");
  return /^[^/]+\/[^/]*\//.test(bare) ? bare : null;
}
