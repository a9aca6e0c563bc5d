// What examples/digitizer.ts has calculated in the workers of its server.

/** The frequency of the greatest amplitude, as a part of the sampling rate: the slow way, by a Fourier transform by its definition. */
export function strongestFrequency(wave: Float64Array, lowest: number): number {
  let strongest = { frequency: Number.NaN, power: Number.NEGATIVE_INFINITY };
  for (let k = Math.ceil(lowest * wave.length); k <= wave.length / 2; k++) {
    let [re, im] = [0, 0];
    for (let i = 0; i < wave.length; i++) {
      const angle = (2 * Math.PI * k * i) / wave.length;
      re += wave[i]! * Math.cos(angle);
      im += wave[i]! * Math.sin(angle);
    }
    const power = re * re + im * im;
    if (power > strongest.power) strongest = { frequency: k / wave.length, power };
  }
  return strongest.frequency;
}
