/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside of the conversion from tables to trees. It runs outside of any Lua
 * call and uses nothing of Lua's that allocates or raises: it allocates from
 * the arena. Functions return NULL or false when a diagnostic was reported or
 * s->stop was set.
 */
#ifndef MPICC_SCRIPT_SCRIPT_PULL_H
#define MPICC_SCRIPT_SCRIPT_PULL_H

#include "compiler/script/script_state.h"

/* Where we are: shows the path, finds a table inside itself. */
struct step {
	const struct step *up;
	struct str key;	   /* of a map's field; no data: an item */
	lua_Integer index; /* of an item, from 1 */
	const void *table; /* the table this step leads to */
	unsigned depth;
};

struct pull {
	struct script *s;
	lua_State *L;
	struct place at;      /* of what is new */
	enum node_kind empty; /* what an empty table without a name is */
	size_t bytes;	      /* of the result so far */
	struct entry *entries;
	uint32_t entry_count, entry_capacity;
};

/* A field of a table in hand; its value waits on the Lua stack. */
struct entry {
	struct str key; /* no data: an item */
	lua_Integer index;
	int slot;
};

/*
 * The value at stack index `slot`. `was` is the node that may be meant by it:
 * where they are equal the node is used, itself if `shared`, else a copy.
 */
struct node *pull_value(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here);
struct node *pull_table(struct pull *p, int slot, const struct step *here);
/* Any scalar; what is none is refused. */
struct node *pull_scalar(struct pull *p, int slot, const struct node *was, bool shared, const struct step *here);
bool scalar_is(lua_State *L, int slot, const struct node *n);

/* Reports; always NULL. */
struct node *pull_refuse(struct pull *p, const struct step *here, enum diag_code code, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* A small value repeated many times makes a big tree, so results count as the script's memory. */
bool pull_account(struct pull *p, size_t bytes);
struct node *pull_reuse(struct pull *p, const struct node *was, bool shared);
struct node *pull_fresh(struct pull *p, enum node_kind kind, struct place at);
bool pull_check_text(struct pull *p, struct str text, const struct step *here);

#endif
