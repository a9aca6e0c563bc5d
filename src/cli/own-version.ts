import { readFile } from "node:fs/promises";

/** The version of bandoneon: that of its package. */
export async function ownVersion(): Promise<string> {
  const manifest = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  return (manifest as { version: string }).version;
}
