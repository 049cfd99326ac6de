/* SPDX-License-Identifier: Apache-2.0 */
/* Members of maps in the order they are printed, without touching the tree: one heap block for a whole document. */
#ifndef MPICC_EMIT_MEMBER_STACK_H
#define MPICC_EMIT_MEMBER_STACK_H

#include "lib/tree/node.h"

struct member_stack {
	const struct member **items;
	size_t count, capacity;
};

/*
 * go-yaml's natural order is no order for some mixtures of digits and letters
 * (1T < 64 < 1928 < 1T); sorting bytewise first makes the outcome depend on
 * the keys alone.
 */
enum member_order { order_bytewise, order_natural };

/* Pushes the members of `map`, sorted; false when memory runs out. The first is at *out_base. */
bool member_stack_push(struct member_stack *stack, const struct node *map, enum member_order order, size_t *out_base);
void member_stack_pop(struct member_stack *stack, size_t base);
void member_stack_release(struct member_stack *stack);

#endif
