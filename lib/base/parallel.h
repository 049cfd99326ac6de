/* SPDX-License-Identifier: Apache-2.0 */
/* Work in parts, each by a thread of its own. */
#ifndef MPICC_BASE_PARALLEL_H
#define MPICC_BASE_PARALLEL_H

#include <stddef.h>
#include <stdint.h>

enum { parallel_max = 8 };

/* Into how many parts to split `count` things, none smaller than `least`: at most one for each processor this process may use. */
uint32_t parallel_parts(uint32_t count, uint32_t least);

/* The first thing of part `part` among `count`, which are split evenly; that of part number `parts` is the end. */
uint32_t parallel_first(uint32_t count, uint32_t parts, uint32_t part);

/*
 * Calls work(part) for each of `parts` elements of an array, `size` bytes each, and returns when all are done. The first is this
 * thread's own; so are those for which there is no thread to be had. Parts must not share what changes, nor jump out of `work`.
 */
void parallel_run(void *array, uint32_t parts, size_t size, void (*work)(void *part));

#endif
