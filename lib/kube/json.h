/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a few fields of a JSON text (RFC 8259) where it lies: no tree, no
 * memory. What is not asked for is skipped, though its grammar is checked.
 *
 * A value is handed out as its raw text, a view of the input: `"Running"` with
 * the quotes, `{…}`, `17`. An empty view is an absent value. json_text and its
 * neighbours read raw texts; an empty one is never a text, number or boolean.
 *
 * Of keys that stand there twice, the first counts.
 */
#ifndef MPICC_KUBE_JSON_H
#define MPICC_KUBE_JSON_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"

enum {
	json_depth_max = 200, /* containers in containers; Kubernetes' own objects stay below 30 */
	json_fields_max = 64
};

/* A path is keys joined by dots. A key that has a dot itself is looked up with json_get in the object around it. */
struct json_field {
	const char *path; /* "metadata.name" */
	struct str *out;  /* its raw text; emptied when absent */
};

/* Fills all fields in one pass. -1 when `object` is no JSON object, and then every field is empty. */
int json_pick(struct str object, const struct json_field *fields, size_t count);

/* The raw value of one member, whose key is taken as it is ("mpicc.dev/run"); empty when `object` has none. */
struct str json_get(struct str object, const char *key);

/*
 * Walk an array or object: `rest` begins as its raw text. False after the last
 * one, and then `rest` is empty; false with a `rest` that is not: no JSON.
 * A key is a raw text, too.
 */
bool json_next_item(struct str *rest, struct str *item);
bool json_next_member(struct str *rest, struct str *key, struct str *value);

/* Whether the whole text is one JSON value. */
bool json_check(struct str text);

/*
 * A string's characters. A view of `raw` when nothing in it is escaped, else in `a`.
 * False for another kind of value, invalid UTF-8 and half a surrogate pair.
 */
bool json_text(struct str raw, struct arena *a, struct str *out);
/* The same into `size` bytes, NUL-terminated; false also when it does not fit or holds a NUL, and then out[0] is NUL. */
bool json_copy(struct str raw, char *out, size_t size);
bool json_is(struct str raw, const char *text);     /* whether it is that string */
bool json_integer(struct str raw, int64_t *out);    /* no fraction, no exponent */
bool json_boolean(struct str raw, bool *out);

/* Appends `text` as a JSON string, quotes and all; what is not UTF-8 in it becomes U+FFFD. */
void json_quote(struct buf *b, struct str text);

#endif
