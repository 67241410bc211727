# Flags and ccache. Our code is compiled with warnings as errors; third-party code with none (third_party.cmake).

add_library(tw_warnings INTERFACE)
target_compile_options(tw_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these where it misreads its own inlined std::string and std::vector; clang builds the same files.
  target_compile_options(tw_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
                                               -Wno-stringop-overflow -Wno-stringop-overread -Wno-free-nonheap-object)
elseif(NOT EMSCRIPTEN)
  # clang holds the deprecated buffer inside libstdc++ 12's stable_sort against whoever calls it.
  target_compile_options(tw_warnings INTERFACE -Wno-deprecated-declarations)
endif()

add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}=.)
if(TAGWRIGHT_SANITIZE)
  # The checks left out cost a quarter of the compile time; what they find, the address sanitizer finds too, but for
  # unaligned access, which our machines allow.
  add_compile_options(-fsanitize=${TAGWRIGHT_SANITIZE} -fno-sanitize=vptr,null,alignment,object-size
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${TAGWRIGHT_SANITIZE})
  add_compile_definitions($<$<COMPILE_LANGUAGE:CXX>:_GLIBCXX_ASSERTIONS>)
endif()

if(EMSCRIPTEN)
  # Exceptions are on to contain what libraries throw; without a flag emcc would silently disable catch.
  # No class is asked for its type while running; the names of a few thousand closures would travel to the page for nothing.
  add_compile_options(-fwasm-exceptions -msimd128 $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
  # What runs for each of ten thousand regions is compiled for speed all the same (hot_sources in CMakeLists.txt).
  set(CMAKE_C_FLAGS_RELEASE "-Oz -DNDEBUG")
  set(CMAKE_CXX_FLAGS_RELEASE "-Oz -DNDEBUG")
elseif(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  find_program(GOLD_LINKER ld.gold)
  if(GOLD_LINKER AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_link_options(-fuse-ld=gold)
  endif()
endif()

# ccache shares its hits between working trees: paths under the tree are made relative and the working directory is
# left out of the key, which -ffile-prefix-map above makes true of the debug information too.
find_program(CCACHE ccache)
if(CCACHE)
  set(launcher env CCACHE_DIR=${TAGWRIGHT_CACHE}/ccache CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
               CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime CCACHE_PCH_EXTSUM=1
               CCACHE_COMPILERTYPE=$<IF:$<CXX_COMPILER_ID:GNU>,gcc,clang> ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    list(TRANSFORM launcher REPLACE "^CCACHE_COMPILERTYPE=.*" "CCACHE_COMPILERTYPE=gcc")
  else()
    list(TRANSFORM launcher REPLACE "^CCACHE_COMPILERTYPE=.*" "CCACHE_COMPILERTYPE=clang")
  endif()
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# One precompiled header for all of our code: nlohmann/json alone costs seconds a file.
if(TAGWRIGHT_PCH)
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp" CONTENT "// Holds nothing: it exists to build the header.\n")
  add_library(tw_precompiled OBJECT "${CMAKE_BINARY_DIR}/generated/precompiled.cpp")
  target_precompile_headers(tw_precompiled PRIVATE <algorithm> <cstdint> <expected> <functional> <map> <memory>
    <optional> <ranges> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h>
    <nlohmann/json.hpp>)
  target_link_libraries(tw_precompiled PRIVATE tw_headers tw_warnings)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(-fpch-preprocess)
  else()
    add_compile_options("SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

# tw_our_code(TARGET): what every target made of our own sources has.
function(tw_our_code target)
  target_link_libraries(${target} PRIVATE tw_warnings)
  target_include_directories(${target} PUBLIC "${CMAKE_SOURCE_DIR}/src")
  if(TAGWRIGHT_PCH)
    target_link_libraries(${target} PRIVATE tw_headers)
    target_precompile_headers(${target} REUSE_FROM tw_precompiled)
  endif()
endfunction()
