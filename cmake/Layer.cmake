# SPDX-License-Identifier: Apache-2.0
# mpicc_layer(NAME SOURCES … USES …): one static library for one folder; USES is the dependency table.
function(mpicc_layer name)
  cmake_parse_arguments(arg "" "" "SOURCES;USES" ${ARGN})
  add_library(mpicc_${name} STATIC ${arg_SOURCES})
  target_include_directories(mpicc_${name} PUBLIC "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
  target_link_libraries(mpicc_${name} PUBLIC ${arg_USES})
endfunction()
