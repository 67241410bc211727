# Emscripten's own toolchain file, from wherever cmake/get_emsdk.sh says emcc is.
if(NOT EMSCRIPTEN_ROOT_PATH)
  execute_process(COMMAND "${CMAKE_CURRENT_LIST_DIR}/get_emsdk.sh" OUTPUT_VARIABLE found
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  set(EMSCRIPTEN_ROOT_PATH "${found}" CACHE PATH "The folder that holds emcc")
endif()
include("${EMSCRIPTEN_ROOT_PATH}/cmake/Modules/Platform/Emscripten.cmake")
