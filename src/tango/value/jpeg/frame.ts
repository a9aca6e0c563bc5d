import { uint16 } from "./segment.ts";
import { damagedJpeg, unsupportedJpeg } from "./wrong-jpeg.ts";

/** One of the one or three images that make the picture, and what is known of it while it is decoded. */
export interface FrameComponent {
  readonly id: number;
  /** Blocks of it in a unit of a scan of several components, across and down. */
  readonly across: number;
  readonly down: number;
  readonly quantisation: number;
  /** In samples. */
  readonly width: number;
  readonly height: number;
  /** In blocks of 8 x 8 samples, as scans of this component alone have them. */
  readonly blocksPerRow: number;
  readonly blocksPerColumn: number;
  /** Of `plane`: samples from one row to the next. */
  readonly stride: number;
  /** The samples, in whole units. */
  readonly plane: Uint8ClampedArray;
  /** Of progressive pictures: 64 for each block of the plane. */
  readonly coefficients: Int16Array;
  /** Of progressive pictures, by blocks: 1 where there are coefficients beside the mean. */
  readonly hasDetail: Uint8Array;
  /** By coefficients: how many bits at the lower end have not come yet; NOTHING before the first scan. */
  readonly missingBits: Int8Array;
}

/** What a frame header says (ITU-T T.81 B.2.2), checked, and the memory for what follows. */
export interface Frame {
  readonly progressive: boolean;
  readonly width: number;
  readonly height: number;
  readonly components: readonly FrameComponent[];
  /** The most of a component in a unit. */
  readonly across: number;
  readonly down: number;
  readonly unitsPerRow: number;
  readonly unitsPerColumn: number;
}

/** Of `missingBits`. */
export const NOTHING = -1;
/** The largest picture that is decoded: 8192 x 8192 pixels, or as many in another shape. */
export const MAX_PIXELS = 0x400_0000;

/**
 * The frame of a header. `remaining` octets follow it: a picture of more pixels than MAX_PIXELS, or of more blocks than these octets can hold, at one bit for
 * each in progressive pictures, else at two, is refused before memory is taken for it. Throws WrongData: API_DecodeErr for what makes no sense,
 * API_WrongFormat for what is not decoded here.
 */
export function parseFrame(header: Uint8Array, progressive: boolean, remaining: number): Frame {
  if (header.length < 6 || header.length !== 6 + 3 * header[5]!)
    throw damagedJpeg(`its frame header has ${header.length} octets`);
  const [precision, height, width, count] = [header[0]!, uint16(header, 1), uint16(header, 3), header[5]!];
  if (precision !== 8) throw unsupportedJpeg(`its samples have ${precision} bits, not 8`);
  if (count === 4) throw unsupportedJpeg("it has 4 components, as in CMYK, where 1 or 3 are decoded");
  if (count !== 1 && count !== 3)
    throw unsupportedJpeg(`it has ${count} components, where 1 or 3 are decoded`);
  if (height === 0) throw unsupportedJpeg("its height is left open, to come in a marker DNL");
  if (width === 0) throw damagedJpeg("its width is 0");
  if (width * height > MAX_PIXELS)
    throw unsupportedJpeg(`it has ${width} x ${height} pixels, where ${MAX_PIXELS} are the most`);

  const sizes = Array.from({ length: count }, (_, i) => sizeOf(header, 6 + 3 * i, count === 1));
  const across = Math.max(...sizes.map((size) => size.across));
  const down = Math.max(...sizes.map((size) => size.down));
  const unitsPerRow = Math.ceil(width / (8 * across));
  const unitsPerColumn = Math.ceil(height / (8 * down));
  const extents = sizes.map((size) => {
    const [ownWidth, ownHeight] = [
      Math.ceil((width * size.across) / across),
      Math.ceil((height * size.down) / down),
    ];
    const [blocksPerRow, blocksPerColumn] = [Math.ceil(ownWidth / 8), Math.ceil(ownHeight / 8)];
    return { ...size, width: ownWidth, height: ownHeight, blocksPerRow, blocksPerColumn };
  });
  const blocks = extents.reduce((sum, size) => sum + size.blocksPerRow * size.blocksPerColumn, 0);
  if (blocks * (progressive ? 1 : 2) > 8 * remaining)
    throw damagedJpeg(`${remaining} octets cannot hold ${width} x ${height} pixels`);
  if (new Set(sizes.map(({ id }) => id)).size !== count) throw damagedJpeg("two of its components are one");

  const components = extents.map((extent): FrameComponent => {
    const stride = 8 * unitsPerRow * extent.across;
    const samples = stride * 8 * unitsPerColumn * extent.down;
    return {
      ...extent,
      stride,
      plane: new Uint8ClampedArray(samples),
      coefficients: new Int16Array(progressive ? samples : 0),
      hasDetail: new Uint8Array(progressive ? samples / 64 : 0),
      missingBits: new Int8Array(64).fill(NOTHING),
    };
  });
  return { progressive, width, height, components, across, down, unitsPerRow, unitsPerColumn };
}

/** The size of a unit means nothing where there is but one component. */
function sizeOf(header: Uint8Array, at: number, single: boolean) {
  const [across, down] = [header[at + 1]! >> 4, header[at + 1]! & 0xf];
  if (across < 1 || across > 4 || down < 1 || down > 4)
    throw damagedJpeg(`a component has ${across} x ${down} blocks in a unit`);
  const quantisation = header[at + 2]!;
  if (quantisation > 3) throw damagedJpeg(`there is no quantisation table ${quantisation}`);
  return { id: header[at]!, across: single ? 1 : across, down: single ? 1 : down, quantisation };
}
