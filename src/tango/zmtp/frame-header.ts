/** Flags of a frame (ZMTP 3.1, RFC 37 "Framing"): more frames of the message follow. */
export const MORE = 1;
/** The length of the frame is in eight octets, else in one. */
export const LONG = 2;
/** The frame is a command. */
export const COMMAND = 4;

/** The longest frame whose length fits in one octet. */
export const LONGEST_SHORT = 255;

/** The octets of the header of a frame of `size` octets. */
export function frameHeaderSize(size: number): 2 | 9 {
  return size > LONGEST_SHORT ? 9 : 2;
}

/** Writes the header of a frame of `size` octets; LONG is set where it must be. Returns where the frame begins. */
export function writeFrameHeader(target: Uint8Array, at: number, flags: number, size: number): number {
  if (size <= LONGEST_SHORT) {
    target[at] = flags;
    target[at + 1] = size;
    return at + 2;
  }
  target[at] = flags | LONG;
  const high = Math.floor(size / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    target[at + 1 + i] = high >>> (24 - 8 * i);
    target[at + 5 + i] = size >>> (24 - 8 * i);
  }
  return at + 9;
}
