/** The second octets of the markers, of which the first is 0xff (ITU-T T.81 table B.1). */
export const Marker = {
  SOF0: 0xc0,
  SOF1: 0xc1,
  SOF2: 0xc2,
  DHT: 0xc4,
  RST0: 0xd0,
  RST7: 0xd7,
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  DNL: 0xdc,
  DRI: 0xdd,
  APP0: 0xe0,
  APP14: 0xee,
  APP15: 0xef,
  COM: 0xfe,
} as const;

/** What the markers announce that belong to kinds of JPEG which are not decoded here. */
export const UNSUPPORTED_MARKERS: ReadonlyMap<number, string> = new Map([
  [0xc3, "it is lossless (SOF3)"],
  [0xc5, "it is hierarchical (SOF5)"],
  [0xc6, "it is hierarchical (SOF6)"],
  [0xc7, "it is hierarchical and lossless (SOF7)"],
  [0xc8, "it has the reserved frame JPG"],
  [0xc9, "its coding is arithmetic (SOF9)"],
  [0xca, "its coding is arithmetic (SOF10)"],
  [0xcb, "it is lossless, its coding arithmetic (SOF11)"],
  [0xcc, "its coding is arithmetic (DAC)"],
  [0xcd, "it is hierarchical, its coding arithmetic (SOF13)"],
  [0xce, "it is hierarchical, its coding arithmetic (SOF14)"],
  [0xcf, "it is hierarchical and lossless, its coding arithmetic (SOF15)"],
  [0xde, "it is hierarchical (DHP)"],
  [0xdf, "it is hierarchical (EXP)"],
  [0xf7, "it is JPEG-LS (SOF55)"],
]);
