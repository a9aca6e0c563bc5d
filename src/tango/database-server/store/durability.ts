/**
 * When a write is acknowledged, and so what may be lost. A failing disk apart, none loses anything when the store is closed.
 *
 * - `sync`: when it is safe from a power failure (`fdatasync`). Nothing that was acknowledged is lost.
 * - `system`: when the operating system has it, which writes it to the disk within a second. The end of the process (`kill -9`) loses nothing; a power failure or a
 *   crash of the machine may lose the last second, and that of the sync that then goes on.
 * - `relaxed`: at once. The end of the process may lose the last 100 ms too.
 *
 * What is lost is always the end: the store is then as it was between two writes, with all that was written before.
 */
export type Durability = "sync" | "system" | "relaxed";

/** The names of the levels, the safest first. */
export const DURABILITIES: readonly Durability[] = ["sync", "system", "relaxed"];
