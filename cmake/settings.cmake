add_library(podpromo_settings INTERFACE)
target_include_directories(podpromo_settings INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(podpromo_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
                                                   -Wnon-virtual-dtor -Woverloaded-virtual -Werror)
# fmt 9 and GCC 12 disagree about what a null format string might be; the warning is about fmt's own headers.
target_compile_options(podpromo_settings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-stringop-overflow>)

set(PODPROMO_SANITIZE "" CACHE STRING "Sanitizers for -fsanitize, e.g. address,undefined")
if(PODPROMO_SANITIZE)
  # -Og keeps tests of media and speech bearable; the frames stay readable.
  target_compile_options(podpromo_settings INTERFACE -fsanitize=${PODPROMO_SANITIZE} -fno-omit-frame-pointer -Og -g1)
  target_link_options(podpromo_settings INTERFACE -fsanitize=${PODPROMO_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
