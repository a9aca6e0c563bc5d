import { type Frame, type FrameComponent, NOTHING, parseFrame } from "./frame.ts";
import { Marker, UNSUPPORTED_MARKERS } from "./marker.ts";
import { transformAll } from "./progressive-block.ts";
import { decodeScan } from "./scan.ts";
import { parseScan } from "./scan-header.ts";
import { markerBehind, type Segment, segmentAt, uint16 } from "./segment.ts";
import { defineHuffman, defineQuantisation, type JpegTables } from "./tables.ts";
import { damagedJpeg, unsupportedJpeg } from "./wrong-jpeg.ts";

/** A picture whose samples are decoded. */
export interface DecodedJpeg {
  readonly frame: Frame;
  /** What its components are: shades of grey; brightness and two differences of colours; red, green and blue. */
  readonly colours: "grey" | "YCbCr" | "RGB";
}

/**
 * Decodes JPEG as ITU-T T.81 has it: baseline, extended sequential and progressive with Huffman codes, 8 bits a sample, one or three components in any relation
 * of their sizes. Octets behind the picture are not looked at. A picture that is cut off is none, unlike with libjpeg, which fills in grey.
 *
 * Throws WrongData: API_DecodeErr for what is no such picture or damaged, API_WrongFormat for other kinds of JPEG, and for more than MAX_PIXELS pixels.
 */
export function decodeJpeg(data: Uint8Array): DecodedJpeg {
  if (data[0] !== 0xff || data[1] !== Marker.SOI) throw damagedJpeg("it does not begin with a marker SOI");
  const picture = new Picture();
  let at = 2;
  for (;;) {
    const segment = segmentAt(data, at);
    if (segment.marker === Marker.EOI) return picture.finish();
    at = segment.marker === Marker.SOS ? picture.scan(data, segment) : segment.end;
    picture.take(segment, data.length - at);
  }
}

/** What the segments so far have told. */
class Picture {
  readonly #tables: JpegTables = { quantisation: [], dc: [], ac: [], restartInterval: 0 };
  #frame: Frame | undefined;
  #scans = 0;
  #isJfif = false;
  /** What Adobe's segment says of colours: 0 where there is no transform of them. */
  #transform: number | undefined;

  /** A segment other than a scan, with so many octets behind it. */
  take({ marker, content }: Segment, remaining: number): void {
    switch (marker) {
      case Marker.SOF0:
      case Marker.SOF1:
      case Marker.SOF2:
        if (this.#frame !== undefined) throw damagedJpeg("it has two frames");
        this.#frame = parseFrame(content, marker === Marker.SOF2, remaining);
        return;
      case Marker.DQT:
        return defineQuantisation(content, this.#tables);
      case Marker.DHT:
        return defineHuffman(content, this.#tables);
      case Marker.DRI:
        if (content.length !== 2) throw damagedJpeg(`its segment DRI has ${content.length} octets`);
        this.#tables.restartInterval = uint16(content, 0);
        return;
      case Marker.APP0:
        this.#isJfif ||= startsWith(content, "JFIF\0");
        return;
      case Marker.APP14:
        if (content.length >= 12 && startsWith(content, "Adobe")) this.#transform = content[11]!;
        return;
    }
    const found = UNSUPPORTED_MARKERS.get(marker);
    if (found !== undefined) throw unsupportedJpeg(found);
  }

  /** Decodes a scan, of which `segment` is the header. Gives where the next marker is. */
  scan(data: Uint8Array, { content, end }: Segment): number {
    const frame = this.#frame;
    if (frame === undefined) throw damagedJpeg("it has a scan before its frame");
    if (++this.#scans > MAX_SCANS) throw unsupportedJpeg(`it has more than ${MAX_SCANS} scans`);
    const scan = parseScan(content, frame, this.#tables);
    return markerBehind(data, decodeScan(data, end, frame, scan, this.#tables));
  }

  finish(): DecodedJpeg {
    const frame = this.#frame;
    if (frame === undefined || frame.components.some(({ missingBits }) => missingBits[0] === NOTHING))
      throw damagedJpeg("it ends before all components have come");
    if (frame.progressive) transformAll(frame, this.#tables);
    return { frame, colours: this.#colours(frame.components) };
  }

  /** Where no segment tells it, the components do by how they are called, as with libjpeg. */
  #colours(components: readonly FrameComponent[]): DecodedJpeg["colours"] {
    if (components.length === 1) return "grey";
    if (this.#isJfif) return "YCbCr";
    if (this.#transform !== undefined) return this.#transform === 0 ? "RGB" : "YCbCr";
    return String.fromCharCode(...components.map(({ id }) => id)) === "RGB" ? "RGB" : "YCbCr";
  }
}

function startsWith(content: Uint8Array, text: string): boolean {
  return content.length >= text.length && [...text].every((char, i) => content[i] === char.charCodeAt(0));
}

/** Progressive pictures have about ten. */
const MAX_SCANS = 100;
