/* SPDX-License-Identifier: Apache-2.0 */
/* The door to the heap, and the test hook in it. */
#include "lib/base/alloc.h"

#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Test state only: -1 and NULL in every real run. One thread sets it, before any work starts. */
static long left = -1;
static long calls;
static void (*look_at)(const void *block, size_t bytes);

static bool refused(void)
{
	if (left < 0)
		return false;
	return ++calls > left;
}

static void show(void *block)
{
	if (look_at && block)
		look_at(block, malloc_usable_size(block));
}

static void *resize_in_view(void *old, size_t size)
{
	size_t before = old ? malloc_usable_size(old) : 0;
	void *block = calloc(1, size);

	if (block && old)
		memcpy(block, old, before < size ? before : size);
	if (block) {
		show(old);
		free(old);
	}
	return block;
}

void *mem_resize(void *old, size_t size)
{
	if (refused())
		return NULL;
	size = size ? size : 1;
	return look_at ? resize_in_view(old, size) : realloc(old, size);
}

void *mem_alloc(size_t size)
{
	return mem_resize(NULL, size);
}

void mem_free(void *block)
{
	show(block);
	free(block);
}

void mem_fail_after(long n)
{
	left = n;
	calls = 0;
}

void mem_watch_frees(void (*look)(const void *block, size_t bytes))
{
	look_at = look;
}

long mem_calls(void)
{
	return calls;
}
