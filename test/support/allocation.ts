import { getHeapStatistics } from "node:v8";

/**
 * The bytes that `work` allocates, on the heap and outside it (buffers). A garbage collection in between makes it look like less, never
 * like more; so a limit that is passed was passed, and what allocates far too much does so in most of its runs. V8 counts
 * its heap in steps of some 10 kB to 256 kB, which the 1 MiB that every input is allowed covers.
 */
export function allocatedBy(work: () => void): number {
  const before = getHeapStatistics();
  work();
  const after = getHeapStatistics();
  return (
    after.used_heap_size - before.used_heap_size + Math.max(0, after.external_memory - before.external_memory)
  );
}

/** What decoding an input of so many octets may allocate. */
export function allocationLimit(inputLength: number, bytesPerOctet = 4): number {
  return bytesPerOctet * inputLength + 1024 * 1024;
}
