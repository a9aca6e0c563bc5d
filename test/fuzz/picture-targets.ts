import { WrongData } from "../../src/tango/error/dev-failed-classes.ts";
import { EncodedAttribute } from "../../src/tango/value/encoded-image.ts";
import { recordedPictures } from "../support/jpeg-corpus.ts";
import type { FuzzTarget } from "./targets.ts";

/** The decoder of JPEG. */
export function pictureTargets(): readonly FuzzTarget[] {
  const pictures = recordedPictures();
  const isGrey = ({ grey }: (typeof pictures)[number]) => grey !== undefined;
  const corpusOf = (grey: boolean) => pictures.filter((one) => isGrey(one) === grey).map(({ jpeg }) => jpeg);
  return [
    {
      name: "JPEG_GRAY8",
      corpus: corpusOf(true),
      run: (data) => orRefuse(() => EncodedAttribute.decodeGray8({ format: "JPEG_GRAY8", data })),
      bytesPerOctet: BYTES_PER_OCTET,
    },
    {
      name: "JPEG_RGB",
      corpus: corpusOf(false),
      run: (data) => orRefuse(() => EncodedAttribute.decodeRgb32({ format: "JPEG_RGB", data })),
      bytesPerOctet: BYTES_PER_OCTET,
    },
  ];
}

function orRefuse(decode: () => unknown): void {
  try {
    decode();
  } catch (error) {
    if (!(error instanceof WrongData)) throw error;
  }
}

/** An octet may be eight blocks of a progressive picture: of each 64 coefficients of 2 octets, as many samples, and pixels of 4 octets. */
const BYTES_PER_OCTET = 8 * 64 * (2 + 1 + 4) + 500;
