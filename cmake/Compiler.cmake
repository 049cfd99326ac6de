# SPDX-License-Identifier: Apache-2.0
# Language, warnings, sanitizers.
set(CMAKE_C_STANDARD 11)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
add_compile_definitions(_GNU_SOURCE)
add_compile_options(-Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
  "-ffile-prefix-map=${PROJECT_SOURCE_DIR}/=")

# Small functions of lib/base are called from everywhere; across files they are inlined only so.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
endif()

if(MPICC_WERROR)
  add_compile_options(-Werror)
endif()
if(MPICC_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
if(MPICC_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()
if(MPICC_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
