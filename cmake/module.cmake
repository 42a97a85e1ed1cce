include(GoogleTest)

# podpromo_tests(PROGRAM PREFIX [PROPERTY value…]…): makes each test of a GoogleTest program one of CTest's, PREFIX.Suite.Name.
function(podpromo_tests program prefix)
  # Without values a name is the same from run to run: those of some types are printed as the bytes of pointers. A busy
  # machine takes its time to load a program full of sanitizers.
  gtest_discover_tests(${program} TEST_PREFIX ${prefix}. DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 120 NO_PRETTY_VALUES
                       PROPERTIES ${ARGN})
endfunction()

# podpromo_module(NAME SOURCES … [TESTS …] [DEPENDS module…] [PUBLIC_LIBRARIES …] [LIBRARIES …])
#
# The folder it is called in becomes the library podpromo_NAME and, with TESTS, the program NAME_test. A module may
# depend on modules declared before it and on nothing else: naming a later one stops the configuration, so a cycle
# can't be written down. DEPENDS is recorded for the test that reads every #include.
# PUBLIC_LIBRARIES are third parties that its headers show; LIBRARIES stay behind its fence.
function(podpromo_module name)
  cmake_parse_arguments(M "" "" "SOURCES;TESTS;DEPENDS;PUBLIC_LIBRARIES;LIBRARIES;TEST_LIBRARIES" ${ARGN})
  foreach(dependency IN LISTS M_DEPENDS)
    if(NOT TARGET podpromo_${dependency})
      message(FATAL_ERROR "module '${name}' depends on '${dependency}', which is not declared above it in src/CMakeLists.txt")
    endif()
  endforeach()
  list(TRANSFORM M_DEPENDS PREPEND podpromo_ OUTPUT_VARIABLE dependencies)
  set(target podpromo_${name})
  if(M_SOURCES)
    add_library(${target} STATIC ${M_SOURCES})
    target_link_libraries(${target} PUBLIC podpromo_settings ${dependencies} ${M_PUBLIC_LIBRARIES} PRIVATE ${M_LIBRARIES})
  else()
    add_library(${target} INTERFACE)
    target_link_libraries(${target} INTERFACE podpromo_settings ${dependencies} ${M_PUBLIC_LIBRARIES})
  endif()
  string(REPLACE ";" " " depends "${M_DEPENDS}")
  set_property(GLOBAL APPEND PROPERTY PODPROMO_MODULES "${name}: ${depends}")
  if(M_TESTS)
    add_executable(${name}_test ${M_TESTS})
    target_link_libraries(${name}_test PRIVATE ${target} ${M_TEST_LIBRARIES} ${M_LIBRARIES} GTest::gmock GTest::gtest GTest::gtest_main)
    # Tests run for milliseconds and are compiled for minutes; what they test is compiled as ever.
    target_compile_options(${name}_test PRIVATE -O0)
    target_compile_definitions(${name}_test PRIVATE PODPROMO_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    set_target_properties(${name}_test PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
    podpromo_tests(${name}_test ${name} TIMEOUT 300 LABELS ${name})
  endif()
endfunction()
