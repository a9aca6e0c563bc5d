/** What was last written to the attributes that say how others move, by the names of the attributes. */
export interface SignalSettings {
  /** Amplitudes of sines: of `double_scalar` and `double_scalar_rww`. */
  readonly double_scalar: number;
  readonly double_scalar_w: number;
  /** Amplitude and frequency of `wave`. */
  readonly ampli: number;
  readonly freq: number;
  /** Limits of random numbers: of the scalar of that name and others, see scalar-attributes.ts. */
  readonly short_scalar: number;
  readonly short_scalar_w: number;
  readonly long_scalar: number;
  readonly long_scalar_w: number;
  readonly ulong_scalar: number;
  readonly float_scalar: number;
  readonly uchar_scalar: number;
  readonly ushort_scalar: number;
}

/** As a TangoTest starts. Its attributes show 0 as their set values until they are written: so does the C++ one. */
export const INITIAL_SETTINGS: SignalSettings = {
  double_scalar: 256,
  double_scalar_w: 256,
  ampli: 1,
  freq: 10,
  short_scalar: 256,
  short_scalar_w: 256,
  long_scalar: 256,
  long_scalar_w: 256,
  ulong_scalar: 256,
  float_scalar: 0,
  uchar_scalar: 0,
  ushort_scalar: 0,
};
