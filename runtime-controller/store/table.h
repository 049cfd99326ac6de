/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash table of things that carry their own link, so that an entry costs no
 * memory beside the thing itself.
 */
#ifndef MPICC_CONTROLLER_STORE_TABLE_H
#define MPICC_CONTROLLER_STORE_TABLE_H

#include "lib/base/str.h"

struct table_link {
	struct table_link *next;
	uint64_t hash;
};

struct table {
	struct table_link **slots;
	size_t slot_count; /* a power of two, or 0 before the first table_add */
	size_t count;
	bool (*is)(const struct table_link *link, struct str key);
};

void table_init(struct table *t, bool (*is)(const struct table_link *link, struct str key));
void table_release(struct table *t); /* the table's own memory; the entries are the caller's */

struct table_link *table_find(const struct table *t, struct str key); /* NULL when there is none */
/* False when memory runs out, and then nothing has changed. The key must not be in the table. */
bool table_add(struct table *t, struct str key, struct table_link *link);
void table_drop(struct table *t, struct table_link *link);

/* Entries in no order: begin with NULL; NULL comes at the end. An entry may be dropped once its successor is known. */
struct table_link *table_next(const struct table *t, const struct table_link *before);

#endif
