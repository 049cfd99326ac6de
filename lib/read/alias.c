/* SPDX-License-Identifier: Apache-2.0 */
/* Anchors and aliases. An alias is replaced by a copy, within limits: a few lines can stand for billions of values. */
#include "lib/read/reader.h"

uint32_t anchor_open(struct reader *r, const yaml_char_t *name, struct place at)
{
	if (!name)
		return NO_ANCHOR;
	arena_grow(r->a, r->anchors, r->anchor_count, r->anchor_capacity);
	r->anchors[r->anchor_count] = (struct anchor){arena_str(r->a, str_from((const char *)name)), NULL};
	if (r->anchor_count == read_max_anchors)
		parser_stop(r, diag_E0110, at, "more than 1000 anchors in one document");
	return r->anchor_count++;
}

void anchor_close(struct reader *r, uint32_t anchor, const struct node *n)
{
	if (anchor != NO_ANCHOR)
		r->anchors[anchor].node = n;
}

/* The newest of that name: YAML lets anchors be used again. */
static const struct anchor *find_anchor(const struct reader *r, struct str name)
{
	for (uint32_t i = r->anchor_count; i > 0; i--)
		if (str_equal(r->anchors[i - 1].name, name))
			return &r->anchors[i - 1];
	return NULL;
}

static void measure(const struct node *n, uint32_t depth, uint32_t *count, uint32_t *height)
{
	++*count;
	if (depth > *height)
		*height = depth;
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++)
		measure(n->items[i], depth + 1, count, height);
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++)
		measure(n->members[i].value, depth + 1, count, height);
}

static struct node *expand(struct reader *r, const struct node *original, struct place at)
{
	uint32_t count = 0, height = 0;

	measure(original, 0, &count, &height);
	r->alias_nodes += count;
	if (r->alias_nodes > read_max_alias_nodes)
		parser_stop(r, diag_E0110, at, "aliases add more than 10000 values to this document");
	parser_count_nodes(r, count, at);
	parser_check_depth(r, r->depth + height, at);
	return r->stopped ? NULL : node_copy(r->a, original);
}

struct node *alias_read(struct reader *r)
{
	struct str name = str_from((const char *)r->handle->event.data.alias.anchor);
	const struct anchor *anchor = find_anchor(r, name);
	struct place at = parser_event_place(r);
	struct diag *d;

	if (anchor && anchor->node)
		return expand(r, anchor->node, at);
	if (anchor) {
		diag_report(r->diags, diag_E0109, at, "alias `*%.*s` stands inside what it stands for", STR_ARG(name));
	} else {
		d = diag_report(r->diags, diag_E0109, at, "unknown anchor `%.*s`", STR_ARG(name));
		diag_help(r->diags, d, "a value that begins with `*` is an alias in YAML; put it in quotes if it is a text");
	}
	if (++r->alias_nodes > read_max_alias_nodes)
		parser_stop(r, diag_E0110, at, "more than 10000 aliases in one document");
	return node_new(r->a, node_null, at);
}
