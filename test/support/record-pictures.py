"""Writes the JPEG pictures of PyTango 10's EncodedAttribute, as JSON with octets in hex: record-pictures.py > FILE

The octets of its EncodedAttribute cannot be had otherwise than as the value of an attribute.
"""

import json
import sys

import tango
from tango.server import Device, attribute, command
from tango.test_context import DeviceTestContext

WIDTH, HEIGHT = 19, 13


def picture(octets):
    """The picture of test/support/jpeg-corpus.ts."""
    pixels = []
    for y in range(HEIGHT):
        for x in range(WIDTH):
            if octets == 1:
                pixels.append(9 * x + 5 * y + (x // 6 + y // 4) % 2 * 20)
            else:
                pixels += [12 * x, 17 * y, 255 - 5 * x - 6 * y, 200][:octets]
    return bytes(pixels)


class Camera(Device):
    kind, quality = "gray8", 100.0

    @command(dtype_in=[str])
    def Choose(self, choice):
        self.kind, self.quality = choice[0], float(choice[1])

    @attribute(dtype=tango.DevEncoded)
    def image(self):
        encoded = tango.EncodedAttribute()
        octets = {"gray8": 1, "rgb24": 3, "rgb32": 4}[self.kind]
        encode = getattr(encoded, "encode_jpeg_" + self.kind)
        encode(picture(octets), WIDTH, HEIGHT, self.quality)
        return encoded


with DeviceTestContext(Camera, process=True, host="127.0.0.1") as device:
    recorded = []
    for quality in ("100", "75.9", "30", "0"):
        for kind in ("gray8", "rgb24", "rgb32"):
            device.Choose([kind, quality])
            format, data = device.read_attribute("image").value
            attribute = device.read_attribute("image", extract_as=tango.ExtractAs.Nothing)
            decoder = tango.EncodedAttribute()
            decode = decoder.decode_gray8 if kind == "gray8" else decoder.decode_rgb32
            recorded.append(
                {
                    "kind": kind,
                    "quality": float(quality),
                    "format": format,
                    "jpeg": bytes(data).hex(),
                    "pixels": decode(attribute).tobytes().hex(),
                }
            )
    sys.stdout.write("[\n  " + ",\n  ".join(json.dumps(one) for one in recorded) + "\n]\n")
