/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as an MPIJob, through the whole pipeline. Exercises compiler/kubeflow. */
#include <string.h>

#include "tests/fuzz/fuzz_files.h"

/* What is no MPIJob by itself is the rest of one. */
static const char head[] = "apiVersion: kubeflow.org/v2beta1\nkind: MPIJob\nmetadata: {name: pi}\n";

void fuzz_input(struct arena *a, struct str input)
{
	static const char version[] = "kubeflow.org/v";
	bool whole = memmem(input.data, input.length, version, sizeof(version) - 1);

	fuzz_compile(a, whole ? input : arena_join(a, str_from(head), input));
}
