# podpromo_embed(TARGET FOLDER [OR FALLBACK_FOLDER])
#
# Puts every file of FOLDER into TARGET, byte for byte, and defines embedded_page() of src/http/embedded_page.hpp over
# them. Until FOLDER has an index.html the fallback goes in. The assembler copies the bytes (.incbin): a table of numbers
# in C++ would take the compiler minutes.
function(podpromo_embed target folder)
  cmake_parse_arguments(EMBED "" "OR" "" ${ARGN})
  # The list is read again at every build, because the page's bundler puts sums into its file names.
  file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${folder}/*)
  if(NOT ${folder}/index.html IN_LIST files)
    message(STATUS "No built page in ${folder}; the program says how to build it instead")
    set(folder ${EMBED_OR})
    file(GLOB_RECURSE files CONFIGURE_DEPENDS LIST_DIRECTORIES false ${folder}/*)
  endif()
  list(SORT files)

  set(assembler "    .section .rodata\n")
  set(declarations "")
  set(entries "")
  set(number 0)
  foreach(file IN LISTS files)
    file(RELATIVE_PATH path ${folder} ${file})
    file(SHA256 ${file} sum)
    file(SIZE ${file} bytes)
    set(symbol podpromo_embedded_${number})
    string(APPEND assembler "    .global ${symbol}\n    .balign 16\n${symbol}:\n    .incbin \"${file}\"\n    .byte 0\n")
    string(APPEND declarations "extern \"C\" const std::byte ${symbol}[];\n")
    string(APPEND entries "    EmbeddedFile{\"${path}\", {${symbol}, ${bytes}}, \"${sum}\"},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  string(APPEND assembler "    .section .note.GNU-stack,\"\",%progbits\n")

  set(generated ${CMAKE_CURRENT_BINARY_DIR}/embedded_page)
  file(CONFIGURE OUTPUT ${generated}.S CONTENT "${assembler}" @ONLY)
  file(CONFIGURE OUTPUT ${generated}.cpp @ONLY CONTENT
"#include \"http/embedded_page.hpp\"

${declarations}
namespace podpromo {

std::span<const EmbeddedFile> embedded_page() {
  static const EmbeddedFile files[] = {
${entries}  };
  return files;
}

}  // namespace podpromo
")
  # Sizes and sums are in the table, so other contents mean another configuration.
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${files})
  set_source_files_properties(${generated}.S PROPERTIES OBJECT_DEPENDS "${files}")
  target_sources(${target} PRIVATE ${generated}.S ${generated}.cpp)
endfunction()
