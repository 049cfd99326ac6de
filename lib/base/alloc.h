/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one door to the heap. Nothing else in the project calls malloc, so a
 * test can make the n-th allocation fail and see what happens.
 */
#ifndef MPICC_BASE_ALLOC_H
#define MPICC_BASE_ALLOC_H

#include <stddef.h>

/* As malloc, realloc and free; sizes are in bytes; NULL when there is none left. */
void *mem_alloc(size_t size);
void *mem_resize(void *old, size_t size);
void mem_free(void *block);

/* Tests only: lets `n` calls of mem_alloc or mem_resize succeed and fails all later ones; a negative n never fails. */
void mem_fail_after(long n);
/*
 * Tests only: calls `look` with each block before its memory is given back; NULL: no longer. What is handed out meanwhile is
 * zeroed, so that nothing older is seen.
 */
void mem_watch_frees(void (*look)(const void *block, size_t bytes));
/* Tests only: how many of those calls were made since mem_fail_after. */
long mem_calls(void);

#endif
