# SPDX-License-Identifier: Apache-2.0
# mpicc_embed(OUT FILES…): writes a C file with the table of {name, text} of FILES (relative to the source folder).
add_executable(embed_files "${CMAKE_CURRENT_LIST_DIR}/embed_files.c")
function(mpicc_embed out)
  set(inputs "")
  foreach(file IN LISTS ARGN)
    list(APPEND inputs "${PROJECT_SOURCE_DIR}/${file}")
  endforeach()
  add_custom_command(OUTPUT "${out}"
    COMMAND embed_files "${out}" ${ARGN}
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    DEPENDS embed_files ${inputs} VERBATIM)
endfunction()
