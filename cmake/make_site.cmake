# build/site = shell/* + assets/ + the program; made afresh beside its place, so that nothing deleted lingers.
file(REMOVE_RECURSE "${site}.new")
file(MAKE_DIRECTORY "${site}.new")
if(EXISTS "${source}/shell")
  file(COPY "${source}/shell/" DESTINATION "${site}.new")
endif()
if(EXISTS "${source}/assets")
  file(COPY "${source}/assets" DESTINATION "${site}.new")
endif()
execute_process(COMMAND python3 "${source}/cmake/make_samples.py" "${sources}" "${site}.new/assets/samples"
                COMMAND_ERROR_IS_FATAL ANY)
file(COPY "${program}/tagwright.js" "${program}/tagwright.wasm" DESTINATION "${site}.new")
execute_process(
  COMMAND python3 "${source}/cmake/make_site_files.py" "${site}.new" "${sources}" "${source}/cmake/third_party.lock" "${source}"
  COMMAND_ERROR_IS_FATAL ANY)
file(REMOVE_RECURSE "${site}")
file(RENAME "${site}.new" "${site}")
