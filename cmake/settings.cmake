add_library(podpromo_settings INTERFACE)
target_include_directories(podpromo_settings INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(podpromo_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                   -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
# GCC 12 takes joining strings for overlapping copies (GCC bug 105651).
target_compile_options(podpromo_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)
# fmt 9 and GCC 12 disagree about what a null format string might be; the warning is about fmt's own headers.
target_compile_options(podpromo_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)

# Programs lie at the top of the build folder: build/release/podpromo.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})

set(PODPROMO_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize, e.g. address,undefined")
if(PODPROMO_SANITIZE)
  # GCC 12 sees uninitialised variables where only its own instrumentation is.
  target_compile_options(podpromo_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  # The thread sanitizer does not see fences, and says so; Asio has one beside the atomics that do the ordering.
  target_compile_options(podpromo_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  # -Og keeps tests of media and speech bearable; the frames stay readable.
  target_compile_options(podpromo_settings INTERFACE -fsanitize=${PODPROMO_SANITIZE} -fno-omit-frame-pointer -Og -g1)
  target_link_options(podpromo_settings INTERFACE -fsanitize=${PODPROMO_SANITIZE})
endif()

# Clang's libFuzzer: fuzz/ alone is built, with what it feeds. Other warnings than GCC's are not what this build is for.
option(PODPROMO_FUZZ "Build the fuzzers of fuzz/ with clang" OFF)
if(PODPROMO_FUZZ)
  target_compile_options(podpromo_settings INTERFACE -w -fsanitize=fuzzer-no-link,address,undefined
                                                     -fno-sanitize-recover=undefined -fno-omit-frame-pointer -O1 -g1)
  target_link_options(podpromo_settings INTERFACE -fsanitize=address,undefined)
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
