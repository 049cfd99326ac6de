/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena: memory and foreign handles that live and die together.
 *
 * Out of memory is not a return value. Whoever owns the outermost arena sets
 * an `oom` target with arena_guard(); when the heap is empty, arena_alloc jumps
 * there and the owner releases the arena. So code that allocates needs no
 * checks, and leaks nothing as long as each foreign handle (a parser, an
 * interpreter) was handed to arena_defer.
 *
 *     struct arena a = {0};
 *     jmp_buf oom;
 *     if (setjmp(oom)) { arena_release(&a); return error_no_memory(err); }
 *     arena_init(&a, &oom);
 */
#ifndef MPICC_BASE_ARENA_H
#define MPICC_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>

#include "lib/base/str.h"

struct arena_block;
struct arena_defer;

struct arena {
	struct arena_block *block;   /* newest block; NULL before the first allocation */
	struct arena_defer *defers;  /* newest first */
	jmp_buf *oom;                /* where to go when memory runs out; owned by the caller */
	size_t used;                 /* bytes handed out, for statistics */
};

/* `oom` must stay valid as long as the arena is allocated from. */
void arena_init(struct arena *a, jmp_buf *oom);

/* Runs the deferred calls, newest first, then frees all memory. The arena may be used again. */
void arena_release(struct arena *a);

/* Zeroed, aligned for any type. Never returns NULL: jumps to `oom` instead. */
void *arena_alloc(struct arena *a, size_t size);
#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_alloc_array((a), (count), sizeof(type)))
void *arena_alloc_array(struct arena *a, size_t count, size_t size);

/* Calls fn(payload) when the arena is released; at once when there is no memory to note it, so that what is deferred never leaks. */
void arena_defer(struct arena *a, void (*fn)(void *payload), void *payload);

/* Jumps to the arena's `oom` target; for code that was refused memory by someone else. */
_Noreturn void arena_out_of_memory(struct arena *a);

/* Copies; the result ends in NUL (not counted), so `.data` serves library borders. */
struct str arena_str(struct arena *a, struct str s);
struct str arena_join(struct arena *a, struct str x, struct str y);
struct str arena_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct str arena_vformat(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/*
 * Grows `*items` (count elements used of *capacity) so that one more fits.
 * The old array stays in the arena until it is released.
 */
#define arena_grow(a, items, count, capacity) \
	((items) = arena_grow_array((a), (items), (count), &(capacity), sizeof(*(items))))
void *arena_grow_array(struct arena *a, void *items, uint32_t count, uint32_t *capacity, size_t size);

#endif
