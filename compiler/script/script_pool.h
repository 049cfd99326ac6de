/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory of one Lua interpreter: limited, cheap to throw away as a whole, and
 * able to go back to an earlier state.
 *
 * Lua keeps all its state in memory it got from its allocator (manual, chapter
 * 4: "it has no global variables"). So a byte copy of that memory, put back at
 * the same addresses, is the interpreter as it was. Setting up an interpreter
 * and parsing a script costs 50 times what copying 30 KiB does.
 */
#ifndef MPICC_SCRIPT_SCRIPT_POOL_H
#define MPICC_SCRIPT_SCRIPT_POOL_H

#include <stdbool.h>
#include <stddef.h>

enum { pool_class_bytes = 16, pool_class_count = 32, pool_small_max = pool_class_bytes * pool_class_count };

struct pool_chunk;
struct pool_big;

/* What changes after pool_seal and is put back by pool_restore. */
struct pool_state {
	struct pool_chunk *chunks;	     /* newest first */
	char *next, *end;		     /* free part of the newest chunk */
	void *free_blocks[pool_class_count]; /* by size, linked through their first word */
	size_t used;			     /* bytes, as Lua counts them */
};

struct pool {
	struct pool_state now, sealed;
	struct pool_big *bigs; /* blocks with a heap block of their own */
	size_t limit;	       /* of `used` */
	size_t churn;	       /* bytes of all big blocks ever handed out: work that costs no instructions */
	bool is_sealed;	       /* from now on big blocks have heap blocks of their own, and give them back */
	bool is_saved;	       /* and there is a copy to go back to */
	bool heap_empty;       /* the last refusal was the heap's, not the limit's */
};

void pool_init(struct pool *p, size_t limit);
void pool_release(struct pool *p);

/* As lua_Alloc: a `size` of 0 frees; NULL when the limit or the heap refuses. */
void *pool_resize(struct pool *p, void *old, size_t old_size, size_t size);

/* Ends the setting up, once in a pool's life. */
void pool_seal(struct pool *p);
/* Makes the copy, right after sealing; false: the heap is empty. */
bool pool_save(struct pool *p);
void pool_restore(struct pool *p);

#endif
