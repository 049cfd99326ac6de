/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a job file, through the whole pipeline. */
#include "tests/fuzz/fuzz_files.h"

void fuzz_input(struct arena *a, struct str input)
{
	fuzz_compile(a, input);
}
