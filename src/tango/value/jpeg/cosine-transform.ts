// The discrete cosine transform of 8 x 8 values in integers of 32 bits, by the flow graph of Loeffler, Ligtenberg and Moschytz ("Practical fast 1-D DCT
// algorithms with 11 multiplications", ICASSP 1989): first all lines in one direction, with 2 bits of fraction kept, then all in the other. Factors have
// 13 bits of fraction, as in libjpeg, so that the results are those of cppTango 10 to the last bit.

/** Samples, less 128, become coefficients times 8, in place. Both row by row. */
export function transformForward(block: Int32Array): void {
  for (let row = 0; row < 64; row += 8) forwardLine(block, row, 1, FRACTION - KEPT);
  for (let column = 0; column < 8; column++) forwardLine(block, column, 8, FRACTION + KEPT);
}

/**
 * Coefficients become samples, from 0 to 255, in the 8 x 8 elements of `plane` from `at`, whose rows are `stride` apart. The block is zero behind it,
 * ready for the next one.
 */
export function transformBack(block: Int32Array, plane: Uint8ClampedArray, at: number, stride: number): void {
  for (let column = 0; column < 8; column++) backLine(block, column, 8, FRACTION - KEPT);
  for (let row = 0, to = at; row < 64; row += 8, to += stride) {
    backLine(block, row, 1, FRACTION + KEPT + 3);
    for (let i = 0; i < 8; i++) plane[to + i] = block[row + i]! + 128;
  }
  block.fill(0);
}

function forwardLine(block: Int32Array, at: number, step: number, shift: number): void {
  const [i1, i2, i3, i4] = [at + step, at + 2 * step, at + 3 * step, at + 4 * step];
  const [i5, i6, i7] = [at + 5 * step, at + 6 * step, at + 7 * step];
  const half = 1 << (shift - 1);

  const sum07 = block[at]! + block[i7]!;
  const sum16 = block[i1]! + block[i6]!;
  const sum25 = block[i2]! + block[i5]!;
  const sum34 = block[i3]! + block[i4]!;
  const a = block[at]! - block[i7]!;
  const b = block[i1]! - block[i6]!;
  const c = block[i2]! - block[i5]!;
  const d = block[i3]! - block[i4]!;

  const outer = sum07 + sum34;
  const inner = sum16 + sum25;
  const outerLess = sum07 - sum34;
  const innerLess = sum16 - sum25;
  block[at] = (((outer + inner) << FRACTION) + half) >> shift;
  block[i4] = (((outer - inner) << FRACTION) + half) >> shift;
  const even = Math.imul(outerLess + innerLess, C0_541);
  block[i2] = (even + Math.imul(outerLess, C0_765) + half) >> shift;
  block[i6] = (even - Math.imul(innerLess, C1_847) + half) >> shift;

  const odd = Math.imul(a + b + c + d, C1_175);
  const ad = Math.imul(a + d, -C0_899);
  const bc = Math.imul(b + c, -C2_562);
  const bd = Math.imul(b + d, -C1_961) + odd;
  const ac = Math.imul(a + c, -C0_390) + odd;
  block[i1] = (Math.imul(a, C1_501) + ad + ac + half) >> shift;
  block[i3] = (Math.imul(b, C3_072) + bc + bd + half) >> shift;
  block[i5] = (Math.imul(c, C2_053) + bc + ac + half) >> shift;
  block[i7] = (Math.imul(d, C0_298) + ad + bd + half) >> shift;
}

function backLine(block: Int32Array, at: number, step: number, shift: number): void {
  const [i1, i2, i3, i4] = [at + step, at + 2 * step, at + 3 * step, at + 4 * step];
  const [i5, i6, i7] = [at + 5 * step, at + 6 * step, at + 7 * step];
  const half = 1 << (shift - 1);
  const x0 = block[at]! << FRACTION;
  const x2 = block[i2]!;
  const x4 = block[i4]! << FRACTION;
  const x6 = block[i6]!;
  const a = block[i1]!;
  const b = block[i3]!;
  const c = block[i5]!;
  const d = block[i7]!;

  // Most lines have nothing beside their mean.
  if ((a | b | c | d | x2 | x4 | x6) === 0) {
    const mean = (x0 + half) >> shift;
    for (let i = 0, to = at; i < 8; i++, to += step) block[to] = mean;
    return;
  }

  const even = Math.imul(x2 + x6, C0_541);
  const even2 = even + Math.imul(x2, C0_765);
  const even6 = even - Math.imul(x6, C1_847);
  const sum03 = x0 + x4 + even2 + half;
  const sum34 = x0 + x4 - even2 + half;
  const sum12 = x0 - x4 + even6 + half;
  const sum25 = x0 - x4 - even6 + half;

  const odd = Math.imul(a + b + c + d, C1_175);
  const ad = Math.imul(a + d, -C0_899);
  const bc = Math.imul(b + c, -C2_562);
  const bd = Math.imul(b + d, -C1_961) + odd;
  const ac = Math.imul(a + c, -C0_390) + odd;
  const odd07 = Math.imul(a, C1_501) + ad + ac;
  const odd16 = Math.imul(b, C3_072) + bc + bd;
  const odd25 = Math.imul(c, C2_053) + bc + ac;
  const odd34 = Math.imul(d, C0_298) + ad + bd;
  block[at] = (sum03 + odd07) >> shift;
  block[i7] = (sum03 - odd07) >> shift;
  block[i1] = (sum12 + odd16) >> shift;
  block[i6] = (sum12 - odd16) >> shift;
  block[i2] = (sum25 + odd25) >> shift;
  block[i5] = (sum25 - odd25) >> shift;
  block[i3] = (sum34 + odd34) >> shift;
  block[i4] = (sum34 - odd34) >> shift;
}

const FRACTION = 13;
const KEPT = 2;
// Sums and differences of the square root of 2 times cosines of multiples of pi / 16, times 2 to the power of 13.
const C0_298 = 2446;
const C0_390 = 3196;
const C0_541 = 4433;
const C0_765 = 6270;
const C0_899 = 7373;
const C1_175 = 9633;
const C1_501 = 12299;
const C1_847 = 15137;
const C1_961 = 16069;
const C2_053 = 16819;
const C2_562 = 20995;
const C3_072 = 25172;
