# The studio as a page: tagwright.js and tagwright.wasm, then build/site with the shell and the assets around them.

file(GLOB_RECURSE web_sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/platform/web/*.cpp")
list(FILTER web_sources EXCLUDE REGEX "_test\\.cpp$")
add_executable(tagwright ${web_sources})
tw_our_code(tagwright)
target_link_libraries(tagwright PRIVATE studio imgui_backends)

target_link_options(tagwright PRIVATE
  -fwasm-exceptions
  -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web,worker
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sALLOW_MEMORY_GROWTH=1 -sMAXIMUM_MEMORY=4GB -sSTACK_SIZE=1MB
  -sFILESYSTEM=0 -Wl,--wrap=strtod
  -sEXPORTED_FUNCTIONS=_main,_malloc,_free)

# What the browser calls in the module and what the module calls in the browser: one text file and JS libraries, both in
# src/platform/web. Functions in C++ are exported by EMSCRIPTEN_KEEPALIVE where they are written.
set(runtime_exports "${CMAKE_SOURCE_DIR}/src/platform/web/runtime_exports.txt")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${runtime_exports}")
file(STRINGS "${runtime_exports}" names REGEX "^[A-Za-z]")
list(JOIN names "," names)
target_link_options(tagwright PRIVATE -sEXPORTED_RUNTIME_METHODS=${names})
file(GLOB js_libraries CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/platform/web/*.js")
foreach(library ${js_libraries})
  target_link_options(tagwright PRIVATE "SHELL:--js-library ${library}")
endforeach()
set_target_properties(tagwright PROPERTIES LINK_DEPENDS "${js_libraries}")

foreach(source ${hot_sources})
  set_source_files_properties("${CMAKE_SOURCE_DIR}/${source}" PROPERTIES COMPILE_OPTIONS -O3 SKIP_PRECOMPILE_HEADERS ON)
endforeach()

add_custom_target(site ALL DEPENDS tagwright
  COMMAND ${CMAKE_COMMAND} -Dsource=${CMAKE_SOURCE_DIR} -Dprogram=${CMAKE_BINARY_DIR}
          -Dsite=${CMAKE_SOURCE_DIR}/build/site -Dsources=${sources} -P ${CMAKE_SOURCE_DIR}/cmake/make_site.cmake
  COMMENT "Assembling build/site" VERBATIM)

# Pages for tests and benchmarks, each a part of the program alone; no part of the site, and built only when asked for.
add_custom_target(test_pages)
function(tw_test_page name folder)
  add_executable(${name} EXCLUDE_FROM_ALL ${ARGN})
  add_dependencies(test_pages ${name})
  tw_our_code(${name})
  target_link_libraries(${name} PRIVATE studio)
  set(page_folder "${CMAKE_BINARY_DIR}/${name}")
  file(MAKE_DIRECTORY "${page_folder}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${folder}/index.html" "${page_folder}/index.html" SYMBOLIC)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${page_folder}")
  target_link_options(${name} PRIVATE -fwasm-exceptions --no-entry -sMODULARIZE=1 -sEXPORT_ES6=1 -sENVIRONMENT=web
    -sALLOW_MEMORY_GROWTH=1 -sFILESYSTEM=0 -sSTACK_SIZE=1MB)
endfunction()

tw_test_page(paint_page tests/bench/browser tests/bench/browser/paint_page.cpp src/platform/web/gl_renderer.cpp)
target_link_options(paint_page PRIVATE -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2)

tw_test_page(op_log_page tests/conformance/browser tests/conformance/browser/op_log_page.cpp
  tests/conformance/op_log_suite.cpp src/platform/web/web_storage.cpp)
# doctest is headers of this machine (package doctest-dev); a link to them alone, for the rest is not the browser's.
file(MAKE_DIRECTORY "${CMAKE_BINARY_DIR}/headers")
file(CREATE_LINK /usr/include/doctest "${CMAKE_BINARY_DIR}/headers/doctest" SYMBOLIC)
target_include_directories(op_log_page PRIVATE tests)
target_include_directories(op_log_page SYSTEM PRIVATE "${CMAKE_BINARY_DIR}/headers")
# -O1: this version's optimizer of JavaScript stumbles over what it writes itself for JSPI.
target_link_options(op_log_page PRIVATE -sJSPI=1 -sASYNCIFY_EXPORTS=run_suite -O1)
foreach(library src/platform/web/host src/platform/web/storage tests/conformance/browser/op_log_page)
  target_link_options(op_log_page PRIVATE "SHELL:--js-library ${CMAKE_SOURCE_DIR}/${library}.js")
endforeach()
