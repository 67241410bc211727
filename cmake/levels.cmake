# The tower of folder libraries: each is linked to all that come before it in cmake/lint/levels.txt. Which header may
# include which is checked more finely by the lint, from the same file.

set(tw_level_libraries)

# tw_library(NAME SOURCES...): a static library, or an interface one while its folder holds no source yet.
function(tw_library name)
  if(ARGN)
    add_library(${name} STATIC ${ARGN})
    tw_our_code(${name})
    target_link_libraries(${name} PUBLIC ${tw_level_libraries})
  else()
    # A source that holds nothing lets later lines link to it as to any other library.
    file(CONFIGURE OUTPUT "${generated}/${name}_empty.cpp" CONTENT "// ${name} has no source yet.\n")
    add_library(${name} STATIC "${generated}/${name}_empty.cpp")
    target_include_directories(${name} PUBLIC "${CMAKE_SOURCE_DIR}/src")
    target_link_libraries(${name} PUBLIC ${tw_level_libraries})
  endif()
endfunction()

# tw_level(FOLDER): src/<folder> becomes tw_<folder>.
macro(tw_level folder)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/${folder}/*.cpp")
  list(FILTER found EXCLUDE REGEX "_test\\.cpp$")
  tw_library(tw_${folder} ${found})
  list(APPEND tw_level_libraries tw_${folder})
endmacro()

# tw_levels(FILE): a library for each line of the level table, then `core` (all that needs no screen; native and wasm;
# no ImGui, SDL or Emscripten) and `studio` (core and what is painted). Platforms and server are programs of their own.
macro(tw_levels file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  file(STRINGS "${file}" lines REGEX "^L")
  foreach(line ${lines})
    if(line MATCHES "^L[0-9]+ +src/tags/\\*/\\*_view")
      tw_tags(views)
    elseif(line MATCHES "^L[0-9]+ +src/tags/")
      tw_tags(core)
    elseif(line MATCHES "^L[0-9]+ +src/([a-z]+) ")
      tw_level(${CMAKE_MATCH_1})
      if(CMAKE_MATCH_1 STREQUAL "editor")
        add_library(core INTERFACE)
        target_link_libraries(core INTERFACE ${tw_level_libraries})
      endif()
    endif()
  endforeach()
  add_library(studio INTERFACE)
  target_link_libraries(studio INTERFACE ${tw_level_libraries})
endmacro()

# tw_tags(core|views): every folder of src/tags gives its *_view.cpp to tw_tags_views and the rest to tw_tags_core. A
# folder <tag> with sources defines `std::vector<const tw::TagType*> tw::<tag>_tags()`, and with a view
# `std::vector<const tw::TagView*> tw::<tag>_views()`; the generated list calls them in the order of folder names.
# There is no self-registration: what is in the list is what is linked.
macro(tw_tags part)
  file(GLOB_RECURSE found CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/src/tags/*.cpp")
  list(FILTER found EXCLUDE REGEX "_test\\.cpp$")
  if("${part}" STREQUAL "views")
    list(FILTER found INCLUDE REGEX "_view\\.cpp$")
    tw_write_tag_list(tags_views_list TagView views all_tag_views "${found}")
  else()
    list(FILTER found EXCLUDE REGEX "_view\\.cpp$")
    tw_write_tag_list(tags_core_list TagType tags all_tags "${found}")
  endif()
  tw_library(tw_tags_${part} ${found} "${generated}/tags_${part}_list.cpp")
  list(APPEND tw_level_libraries tw_tags_${part})
endmacro()

function(tw_write_tag_list file type suffix function sources)
  set(folders)
  foreach(source ${sources})
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY "${CMAKE_SOURCE_DIR}/src/tags")
    string(REGEX REPLACE "/.*" "" folder "${source}")
    list(APPEND folders "${folder}")
  endforeach()
  list(REMOVE_DUPLICATES folders)
  list(SORT folders)
  set(declarations "")
  set(calls "")
  foreach(folder ${folders})
    string(APPEND declarations "std::vector<const ${type}*> ${folder}_${suffix}();\n")
    string(APPEND calls "    append(${folder}_${suffix}());\n")
  endforeach()
  file(CONFIGURE OUTPUT "${generated}/${file}.cpp" @ONLY CONTENT
"// Written by cmake/levels.cmake from the folders of src/tags.
#include <vector>

namespace tw {

struct ${type};
${declarations}
std::vector<const ${type}*> ${function}();
std::vector<const ${type}*> ${function}() {
    std::vector<const ${type}*> all;
    [[maybe_unused]] auto append = [&all](const std::vector<const ${type}*>& some) { all.insert(all.end(), some.begin(), some.end()); };
${calls}    return all;
}

} // namespace tw
")
endfunction()
