/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The body of a LIST, in pieces of any size -> its items, one by one as they
 * come, and what the list says of itself. Holds one item at a time, however
 * long the list.
 */
#ifndef MPICC_KUBE_LIST_SPLIT_H
#define MPICC_KUBE_LIST_SPLIT_H

#include "lib/base/buf.h"
#include "lib/base/error.h"

enum {
	list_split_shell_max = 1 << 20, /* bytes of a list without its items */
	list_version_max = 64,          /* with the NUL; resourceVersions are integers of at most 128 bits (KEP-5504) */
	list_continue_max = 4096        /* with the NUL; a token spells a version and a key */
};

struct list_page {
	char resource_version[list_version_max];
	char continue_token[list_continue_max]; /* empty on the last page */
};

struct list_split {
	struct buf shell, item;      /* the text around the items; the item that is coming in */
	size_t key_start;            /* of the newest string in `shell` */
	unsigned depth;
	bool in_string, escaped, in_items, has_items, is_over;
	uint64_t count;              /* items so far */
};

void list_split_init(struct list_split *s, size_t item_max);
void list_split_release(struct list_split *s);
void list_split_clear(struct list_split *s); /* for the next page */

/*
 * Calls each(payload, item) for every item that `bytes` completes: its raw text, brackets in balance but
 * no further checked, borrowed for the call. Fails as line_split_add does, and where the body is no object.
 */
int list_split_add(struct list_split *s, struct str bytes, int (*each)(void *payload, struct str item), void *payload,
		   struct error *err);

/* After the last byte: -1 when the body was cut off or is no list with a resourceVersion. */
int list_split_end(struct list_split *s, struct list_page *out, struct error *err);

#endif
