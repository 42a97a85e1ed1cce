#include "models/synthetic_wheel.hpp"

#include <zip.h>

#include <stdexcept>

namespace podpromo {

void write_wheel(const fs::path& wheel, const std::vector<PackedFile>& files) {
  int error = 0;
  zip_t* archive = zip_open(wheel.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("can't make a wheel for the test");
  for (const PackedFile& file : files) {
    zip_source_t* source = zip_source_buffer(archive, file.bytes.data(), file.bytes.size(), 0);
    const zip_int64_t index = zip_file_add(archive, file.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("can't write a wheel for the test");
}

}  // namespace podpromo
