# What others wrote. Sources come from cmake/fetch_sources.sh, header-only libraries from Debian's -dev packages. All of
# it is compiled without warnings and seen by our code as system headers.

set(sources "${TAGWRIGHT_CACHE}/sources")
foreach(folder imgui sdl2 pugixml yoga lucide)
  if(NOT EXISTS "${sources}/${folder}/.version")
    message(FATAL_ERROR "${sources}/${folder} is missing. Run ./dev build, or cmake/fetch_sources.sh by itself.")
  endif()
endforeach()

# Header-only libraries, linked one by one into a folder of our own: emcc must not see the rest of /usr/include.
foreach(folder fast_float fmt nlohmann stb)
  if(NOT EXISTS "/usr/include/${folder}")
    message(FATAL_ERROR "/usr/include/${folder} is missing. Run ./dev build, or install what cmake/packages.txt lists.")
  endif()
  file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/include")
  file(CREATE_LINK "/usr/include/${folder}" "${CMAKE_BINARY_DIR}/include/${folder}" SYMBOLIC)
endforeach()
add_library(tw_headers INTERFACE)
target_include_directories(tw_headers SYSTEM INTERFACE "${CMAKE_BINARY_DIR}/include")
target_compile_definitions(tw_headers INTERFACE FMT_HEADER_ONLY JSON_USE_IMPLICIT_CONVERSIONS=0)
if(EMSCRIPTEN)
  # Numbers are grouped by our own words (app/figures); without this, all of libc++'s locales travel to the page.
  target_compile_definitions(tw_headers INTERFACE FMT_STATIC_THOUSANDS_SEPARATOR=',')
endif()

function(tw_third_party target)
  target_compile_options(${target} PRIVATE -w)
endfunction()

add_library(pugixml STATIC "${sources}/pugixml/src/pugixml.cpp")
target_include_directories(pugixml SYSTEM PUBLIC "${sources}/pugixml/src")
target_compile_definitions(pugixml PUBLIC PUGIXML_NO_STL PUGIXML_NO_XPATH)
tw_third_party(pugixml)

file(GLOB_RECURSE yoga_sources "${sources}/yoga/yoga/*.cpp")
add_library(yoga STATIC ${yoga_sources})
target_include_directories(yoga SYSTEM PUBLIC "${sources}/yoga")
tw_third_party(yoga)

# ImGui's configuration is ours (src/ui/imgui_config.hpp), in one place for library and users. The native build has no
# backend: it draws into the air, for tests.
add_library(imgui STATIC
  ${sources}/imgui/imgui.cpp ${sources}/imgui/imgui_draw.cpp ${sources}/imgui/imgui_tables.cpp
  ${sources}/imgui/imgui_widgets.cpp)
target_include_directories(imgui SYSTEM PUBLIC "${sources}/imgui")
target_include_directories(imgui PRIVATE "${CMAKE_SOURCE_DIR}/src")
target_compile_definitions(imgui PUBLIC IMGUI_USER_CONFIG="ui/imgui_config.hpp")
tw_third_party(imgui)

if(EMSCRIPTEN)
  # SDL's own CMake takes minutes to configure here; these folders are what Emscripten's port compiles, less what
  # cmake/sdl/SDL_config.h leaves out.
  set(sdl_sources)
  foreach(folder . atomic cpuinfo dynapi events file libm stdlib main/dummy loadso/dlopen filesystem/emscripten locale
                 locale/emscripten misc misc/emscripten power thread thread/generic timer timer/unix video video/emscripten
                 video/yuv2rgb render audio audio/dummy joystick joystick/dummy sensor sensor/dummy haptic haptic/dummy)
    file(GLOB found "${sources}/sdl2/src/${folder}/*.c")
    list(APPEND sdl_sources ${found})
  endforeach()
  add_library(sdl2 STATIC ${sdl_sources})
  target_include_directories(sdl2 SYSTEM PUBLIC "${sources}/sdl2/include")
  target_include_directories(sdl2 BEFORE PRIVATE "${CMAKE_SOURCE_DIR}/cmake/sdl")
  tw_third_party(sdl2)

  add_library(imgui_backends STATIC ${sources}/imgui/backends/imgui_impl_sdl2.cpp ${sources}/imgui/backends/imgui_impl_opengl3.cpp)
  target_include_directories(imgui_backends SYSTEM PUBLIC "${sources}/imgui/backends")
  target_include_directories(imgui_backends PRIVATE "${CMAKE_SOURCE_DIR}/src")
  target_compile_definitions(imgui_backends PUBLIC IMGUI_IMPL_OPENGL_ES3)
  target_link_libraries(imgui_backends PUBLIC imgui sdl2)
  tw_third_party(imgui_backends)
endif()

# The server's libraries are Debian's own; emcc never sees them.
if(NOT EMSCRIPTEN)
  find_package(Threads REQUIRED)
  add_library(tw_server_libraries INTERFACE)
  target_compile_definitions(tw_server_libraries INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_BOOST_COROUTINE
    SPDLOG_COMPILED_LIB SPDLOG_SHARED_LIB SPDLOG_FMT_EXTERNAL)
  target_link_libraries(tw_server_libraries INTERFACE soci_core soci_sqlite3 sqlite3 sodium ssl crypto curl z re2 utf8proc
    boost_url spdlog prometheus-cpp-core yaml-cpp Threads::Threads)
endif()
