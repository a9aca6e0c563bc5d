// Writes JPEG pictures of cppTango 9.3 and of libjpeg, with what libjpeg decodes them to, as JSON with octets in hex: record-pictures > FILE
//
//   g++ -I/usr/include/tango record-pictures.cpp -o record-pictures -ltango -lomniDynamic4 -lomniORB4 -lomnithread -lCOS4 -lzmq -ljpeg
#include <cstdio>
#include <string>
#include <vector>
#include <jpeglib.h>
#include <tango.h>

typedef std::vector<unsigned char> Octets;

// The picture of test/support/jpeg-corpus.ts.
static const int WIDTH = 19, HEIGHT = 13;
static Octets picture(int octets) {
  Octets pixels;
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      for (int c = 0; c < octets; c++) {
        int colours[] = {12 * x, 17 * y, 255 - 5 * x - 6 * y, 200};
        pixels.push_back(octets == 1 ? 9 * x + 5 * y + (x / 6 + y / 4) % 2 * 20 : colours[c]);
      }
  return pixels;
}

static std::string hex(const Octets &octets) {
  std::string text;
  char two[3];
  for (unsigned char octet : octets) { snprintf(two, sizeof two, "%02x", octet); text += two; }
  return text;
}

struct Kind {
  const char *name;
  int octets;          // of a pixel
  bool keepsColours;   // RGB as it is
  int across, down;    // of the first component
  bool progressive;
  int restart;         // units
  bool arithmetic;
  int quality;         // without a limit of the steps of quantisation where it is 1
  bool apart;          // each component in a scan of its own
};

static Octets encoded(const Kind &kind) {
  jpeg_compress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_compress(&info);
  unsigned char *memory = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&info, &memory, &size);
  info.image_width = WIDTH;
  info.image_height = HEIGHT;
  info.input_components = kind.octets;
  info.in_color_space = kind.octets == 1 ? JCS_GRAYSCALE : kind.octets == 3 ? JCS_RGB : JCS_CMYK;
  jpeg_set_defaults(&info);
  if (kind.keepsColours) jpeg_set_colorspace(&info, JCS_RGB);
  info.comp_info[0].h_samp_factor = kind.across;
  info.comp_info[0].v_samp_factor = kind.down;
  jpeg_set_quality(&info, kind.quality, kind.quality > 1);
  info.optimize_coding = !kind.arithmetic;
  info.arith_code = kind.arithmetic;
  info.restart_interval = kind.restart;
  if (kind.progressive) jpeg_simple_progression(&info);
  const jpeg_scan_info scans[] = {{1, {0}, 0, 63, 0, 0}, {1, {1}, 0, 63, 0, 0}, {1, {2}, 0, 63, 0, 0}};
  if (kind.apart) {
    info.scan_info = scans;
    info.num_scans = 3;
  }
  jpeg_start_compress(&info, TRUE);
  Octets pixels = picture(kind.octets);
  while (info.next_scanline < info.image_height) {
    unsigned char *row = &pixels[info.next_scanline * WIDTH * kind.octets];
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  return Octets(memory, memory + size);
}

static Octets decoded(Octets &jpeg, J_COLOR_SPACE colours) {
  jpeg_decompress_struct info;
  jpeg_error_mgr errors;
  info.err = jpeg_std_error(&errors);
  jpeg_create_decompress(&info);
  jpeg_mem_src(&info, jpeg.data(), jpeg.size());
  jpeg_read_header(&info, TRUE);
  info.out_color_space = colours;
  jpeg_start_decompress(&info);
  Octets pixels(info.output_width * info.output_height * info.output_components);
  while (info.output_scanline < info.output_height) {
    unsigned char *row = &pixels[info.output_scanline * info.output_width * info.output_components];
    jpeg_read_scanlines(&info, &row, 1);
  }
  return pixels;
}

static void print(const std::string &name, Octets jpeg, bool isDecoded, bool isLast = false) {
  printf("  { \"name\": \"%s\", \"jpeg\": \"%s\"", name.c_str(), hex(jpeg).c_str());
  if (isDecoded) printf(", \"grey\": \"%s\", \"rgb\": \"%s\"", hex(decoded(jpeg, JCS_GRAYSCALE)).c_str(), hex(decoded(jpeg, JCS_RGB)).c_str());
  printf(" }%s\n", isLast ? "" : ",");
}

int main() {
  const Kind kinds[] = {
      {"grey", 1, false, 1, 1, false, 0, false, 85},
      {"grey, progressive, 2 x 2 blocks in a unit", 1, false, 2, 2, true, 0, false, 85},
      {"4:4:4", 3, false, 1, 1, false, 0, false, 85},
      {"4:2:2, restart markers", 3, false, 2, 1, false, 1, false, 85},
      {"4:4:0", 3, false, 1, 2, false, 0, false, 85},
      {"4:2:0, restart markers", 3, false, 2, 2, false, 1, false, 40},
      {"4:1:1", 3, false, 4, 1, false, 0, false, 85},
      {"4:2:0, a scan for each component, restart markers", 3, false, 2, 2, false, 2, false, 85, true},
      {"4:2:0, steps of 16 bits", 3, false, 2, 2, false, 0, false, 1},
      {"3 x 1", 3, false, 3, 1, false, 0, false, 85},
      {"1 x 4", 3, false, 1, 4, false, 0, false, 85},
      {"4:2:0, progressive", 3, false, 2, 2, true, 0, false, 95},
      {"4:2:2, progressive, restart markers", 3, false, 2, 1, true, 2, false, 85},
      {"RGB", 3, true, 1, 1, false, 0, false, 85},
      {"RGB, progressive, 2 x 2", 3, true, 2, 2, true, 0, false, 85},
      {"arithmetic", 3, false, 2, 2, false, 0, true, 85},
      {"CMYK", 4, false, 1, 1, false, 0, false, 85},
  };
  printf("[\n");
  for (const Kind &kind : kinds) print(std::string("libjpeg ") + kind.name, encoded(kind), !kind.arithmetic && kind.octets < 4);
  Tango::EncodedAttribute attribute;
  for (int quality : {100, 75, 0}) {
    const std::string suffix = " at quality " + std::to_string(quality);
    Octets grey = picture(1), rgb24 = picture(3), rgb32 = picture(4);
    attribute.encode_jpeg_gray8(grey.data(), WIDTH, HEIGHT, quality);
    print("cppTango 9.3.4 gray8" + suffix, Octets(attribute.get_data(), attribute.get_data() + attribute.get_size()), true);
    attribute.encode_jpeg_rgb24(rgb24.data(), WIDTH, HEIGHT, quality);
    print("cppTango 9.3.4 rgb24" + suffix, Octets(attribute.get_data(), attribute.get_data() + attribute.get_size()), true);
    attribute.encode_jpeg_rgb32(rgb32.data(), WIDTH, HEIGHT, quality);
    print("cppTango 9.3.4 rgb32" + suffix, Octets(attribute.get_data(), attribute.get_data() + attribute.get_size()), true, quality == 0);
  }
  printf("]\n");
}
