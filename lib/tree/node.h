/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one tree of the compiler: what the reader makes of YAML, what templates
 * are, what hooks change and what the emitter prints.
 *
 * Nodes live in an arena and are never freed singly. Each remembers the place
 * it was written at, through every copy and merge, so that a late check can
 * still point at the user's line. A tree has no cycles; a node may be shared
 * by two parents only while nobody changes it.
 */
#ifndef MPICC_TREE_NODE_H
#define MPICC_TREE_NODE_H

#include "lib/base/source.h"

enum node_kind { node_null, node_bool, node_int, node_float, node_string, node_list, node_map };

/* How a scalar was written; the reader sets it, rules about doubtful words need it. */
enum node_style { style_plain, style_quoted, style_block };

struct node;

struct member {
	struct str key;
	struct place key_at;
	struct node *value;
};

struct node {
	enum node_kind kind : 8;
	enum node_style style : 8;
	struct place at;
	union {
		struct {
			struct str text; /* scalars: a string's value; a number as it was written, or empty if computed */
			union {
				bool boolean;
				int64_t integer;
				double number;
			};
		};
		struct {
			struct node **items;
			uint32_t item_count, item_capacity;
		};
		struct {
			struct member *members; /* in the order they were written; keys are unique */
			uint32_t member_count, member_capacity;
		};
	};
};

struct node *node_new(struct arena *a, enum node_kind kind, struct place at);
struct node *node_new_string(struct arena *a, struct str text, struct place at); /* text is borrowed */
struct node *node_new_int(struct arena *a, int64_t value, struct place at);
struct node *node_new_bool(struct arena *a, bool value, struct place at);

/* Maps. A NULL map has no members, so look-ups chain. */
struct node *node_get_str(const struct node *map, struct str key);       /* NULL when absent or not a map */

static inline struct node *node_get(const struct node *map, const char *key)
{
	return node_get_str(map, str_from(key));
}

struct member *node_member(const struct node *map, struct str key);
struct node *node_path(const struct node *map, const char *dotted);      /* "spec.template.spec" */
void node_set(struct arena *a, struct node *map, struct str key, struct node *value); /* replaces or appends */
void node_put(struct arena *a, struct node *map, const char *key, struct node *value);
void node_put_text(struct arena *a, struct node *map, const char *key, struct str text);
void node_append_member(struct arena *a, struct node *map, struct member m); /* no look for an equal key: O(1) */
bool node_remove(struct node *map, struct str key);                      /* false when it was not there */
struct node *node_ensure_map(struct arena *a, struct node *map, const char *key);  /* the member, made if absent or not a map */
struct node *node_ensure_list(struct arena *a, struct node *map, const char *key);

/* Takes null members out, also of maps within, except of those called `except`. */
void node_prune(struct node *map, const char *except);

/* Lists. */
void node_add(struct arena *a, struct node *list, struct node *item);
void node_insert(struct arena *a, struct node *list, uint32_t at, struct node *item);
void node_add_text(struct arena *a, struct node *list, struct str text);

static inline bool node_is(const struct node *n, enum node_kind kind) /* false for NULL */
{
	return n && n->kind == kind;
}

/* The string's text, or an empty view for anything else (NULL too). */
static inline struct str node_text(const struct node *n)
{
	return node_is(n, node_string) ? n->text : STR_NONE;
}

const char *node_kind_name(enum node_kind kind);         /* "a map", "an integer", … */

/* Deep copies share texts and places with the original, nothing else. */
struct node *node_copy(struct arena *a, const struct node *n);
/* Same kinds and values; order of members and places do not matter. */
bool node_equal(const struct node *a, const struct node *b);

#endif
