import { Buffer } from "node:buffer";

/**
 * Has the C library keep memory that was freed for whoever asks next, instead of giving it back to the system at once: up to 62 MiB.
 *
 * Each large message has memory of its own, which V8 frees when nobody looks at it any more. Fresh memory costs a page fault for every
 * 4 KiB, more than to copy the message into it (docs/performance.md). glibc adjusts itself: when a piece is freed that is larger than any
 * before, pieces up to its size are no longer asked of the system one by one, and twice its size may stay (mallopt(3),
 * M_MMAP_THRESHOLD, which is at most 32 MiB). So here one is taken and dropped, and never touched: it needs no memory.
 * Where the C library is another, it does nothing.
 */
export function keepFreedMemory(): void {
  if (process.platform !== "linux") return;
  try {
    Buffer.allocUnsafeSlow(LARGEST_ADJUSTED);
  } catch {
    // A process may be denied so much address space.
  }
}

// A little is added by glibc.
const LARGEST_ADJUSTED = 31 * 1024 * 1024;
