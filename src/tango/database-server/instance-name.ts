/** Whether this can name the instance of a database: `sys/database/<instance>` is to be a name of a device. */
export function isInstanceName(text: string): boolean {
  return /^[^/\s*]+$/.test(text);
}
