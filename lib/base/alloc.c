/* SPDX-License-Identifier: Apache-2.0 */
/* The door to the heap, and the test hook in it. */
#include "lib/base/alloc.h"

#include <stdbool.h>
#include <stdlib.h>

/* Test state only: -1 in every real run. One thread sets it, before any work starts. */
static long left = -1;
static long calls;

static bool refused(void)
{
	if (left < 0)
		return false;
	return ++calls > left;
}

void *mem_alloc(size_t size)
{
	return refused() ? NULL : malloc(size ? size : 1);
}

void *mem_resize(void *old, size_t size)
{
	return refused() ? NULL : realloc(old, size ? size : 1);
}

void mem_free(void *block)
{
	free(block);
}

void mem_fail_after(long n)
{
	left = n;
	calls = 0;
}

long mem_calls(void)
{
	return calls;
}
