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

# The sanitizers are clang's: it compiles them in half of GCC's time, and sees timed mutexes. Where the address sanitizer
# is, libFuzzer's counters are too, so that fuzz/ and the unit tests share one build.
set(PODPROMO_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize, e.g. address,undefined")
if(PODPROMO_SANITIZE)
  set(sanitize -fsanitize=${PODPROMO_SANITIZE} -fno-sanitize-recover=all)
  target_compile_options(podpromo_settings INTERFACE ${sanitize} -fno-omit-frame-pointer -g1)
  # libstdc++ 12's own algorithms use what it calls deprecated; warnings that only GCC has are named in a source or two.
  target_compile_options(podpromo_settings INTERFACE -Wno-deprecated-declarations -Wno-unknown-warning-option)
  target_link_options(podpromo_settings INTERFACE ${sanitize})
  if(PODPROMO_SANITIZE MATCHES address)
    target_compile_options(podpromo_settings INTERFACE -fsanitize=fuzzer-no-link)
  endif()
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
