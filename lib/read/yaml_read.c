/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libyaml's events -> trees. Reads on after what is merely wrong in meaning,
 * so that one run shows all of it; stops at a syntax error or a limit.
 */
#include "lib/read/reader.h"

static struct node *read_node(struct reader *r);

static struct node *read_scalar(struct reader *r)
{
	struct node *n = scalar_read(r);

	scalar_type(r, n);
	anchor_close(r, anchor_open(r, r->handle->event.data.scalar.anchor, n->at), n);
	return n;
}

static struct node *new_collection(struct reader *r, enum node_kind kind, const yaml_char_t *tag)
{
	struct node *n = node_new(r->a, kind, parser_event_place(r));
	struct str name;

	if (tag_read(r, tag, n->at, &name) && name.length && !str_is(name, kind == node_map ? "map" : "seq"))
		diag_report(r->diags, diag_E0113, n->at, "%s is not what its tag `!!%.*s` says", node_kind_name(kind), STR_ARG(name));
	return n;
}

/* A block collection ends with its last child, a flow collection with the bracket of the current event. */
static void set_end(struct reader *r, struct node *n, bool flow, struct place last_child)
{
	n->at = place_span(n->at, flow ? parser_event_place(r) : last_child);
}

/* The node at the current event, and the place where it is written: for an alias not the node's own. */
static struct node *read_child(struct reader *r, struct place *out_at)
{
	bool alias = r->handle->event.type == YAML_ALIAS_EVENT;
	struct node *n;

	if (alias)
		*out_at = parser_event_place(r);
	n = read_node(r);
	if (n && !alias)
		*out_at = n->at;
	return n;
}

static struct node *read_list(struct reader *r)
{
	const yaml_event_t *event = &r->handle->event;
	bool flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	struct node *n = new_collection(r, node_list, event->data.sequence_start.tag);
	uint32_t anchor = anchor_open(r, event->data.sequence_start.anchor, n->at);
	struct place last = n->at;

	while (parser_next(r) && event->type != YAML_SEQUENCE_END_EVENT) {
		struct node *item = read_child(r, &last);

		if (!item)
			return NULL;
		node_add(r->a, n, item);
	}
	if (r->stopped)
		return NULL;
	set_end(r, n, flow, last);
	anchor_close(r, anchor, n);
	return n;
}

enum key_kind { key_invalid, key_normal, key_merge };

static enum key_kind refuse_key(struct reader *r, const struct node *key, struct place at)
{
	struct diag *d = diag_report(r->diags, diag_E0107, at, "%s cannot be a key", node_kind_name(key->kind));

	if (key->kind == node_map)
		diag_help(r->diags, d, "a value that begins with `{{` must be put in quotes");
	else
		diag_help(r->diags, d, "keys are strings; put this one in quotes if it is meant");
	return key_invalid;
}

/* Plain keys keep their text, whatever type they look like: `1:` is "1". */
static enum key_kind read_plain_key(struct reader *r, struct node *key)
{
	switch (scalar_classify(key->text)) {
	case scalar_null:
		key->kind = node_null;
		return refuse_key(r, key, key->at);
	case scalar_doubtful:
		scalar_report_doubtful(r, key->text, key->at, "key");
		break;
	default:
		break;
	}
	return str_is(key->text, "<<") ? key_merge : key_normal;
}

static enum key_kind read_scalar_key(struct reader *r, struct member *out)
{
	const yaml_char_t *tag = r->handle->event.data.scalar.tag;
	struct node *key = scalar_read(r);
	enum key_kind kind = key_normal;
	struct str name;

	anchor_close(r, anchor_open(r, r->handle->event.data.scalar.anchor, key->at), key);
	if (tag_read(r, tag, key->at, &name) && !tag && key->style == style_plain)
		kind = read_plain_key(r, key);
	*out = (struct member){.key = key->text, .key_at = key->at};
	return kind;
}

static enum key_kind read_key(struct reader *r, struct member *out)
{
	uint32_t errors = r->diags->errors;
	struct node *key;
	struct place at;

	if (r->handle->event.type == YAML_SCALAR_EVENT)
		return read_scalar_key(r, out);
	key = read_child(r, &at);
	if (!key || r->diags->errors != errors)
		return key_invalid;
	if (key->kind == node_null || key->kind == node_list || key->kind == node_map)
		return refuse_key(r, key, at);
	*out = (struct member){.key = key->text, .key_at = at};
	return key_normal;
}

/* The member at the current event. False when reading stopped. */
static bool read_member(struct reader *r, struct node *map, struct member *merge, struct place *last)
{
	struct member m = {.value = NULL};
	enum key_kind kind = read_key(r, &m);

	if (!parser_next(r) || !(m.value = read_child(r, last)))
		return false;
	if (last->offset < m.key_at.offset + m.key_at.length)
		*last = m.key_at;
	if (kind == key_normal)
		node_append_member(r->a, map, m);
	else if (kind == key_merge && merge->value)
		members_report_duplicate(r, merge, &m);
	else if (kind == key_merge)
		*merge = m;
	return true;
}

static void finish_members(struct reader *r, struct node *map, const struct member *merge)
{
	uint32_t own = map->member_count;

	if (merge->value)
		members_merge(r, map, merge);
	members_make_unique(r, map, own);
}

static struct node *read_map(struct reader *r)
{
	const yaml_event_t *event = &r->handle->event;
	bool flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
	struct node *n = new_collection(r, node_map, event->data.mapping_start.tag);
	uint32_t anchor = anchor_open(r, event->data.mapping_start.anchor, n->at);
	struct member merge = {.value = NULL};
	struct place last = n->at;

	while (parser_next(r) && event->type != YAML_MAPPING_END_EVENT)
		if (!read_member(r, n, &merge, &last))
			return NULL;
	if (r->stopped)
		return NULL;
	finish_members(r, n, &merge);
	set_end(r, n, flow, last);
	anchor_close(r, anchor, n);
	return n;
}

static struct node *read_collection(struct reader *r)
{
	bool map = r->handle->event.type == YAML_MAPPING_START_EVENT;
	struct node *n = NULL;

	parser_check_depth(r, ++r->depth, parser_event_place(r));
	if (!r->stopped)
		n = map ? read_map(r) : read_list(r);
	r->depth--;
	return n;
}

/* The tree that begins at the current event; its last event is the current one afterwards. NULL when stopped. */
static struct node *read_node(struct reader *r)
{
	if (r->nodes >= read_max_nodes)
		parser_count_nodes(r, 1, parser_event_place(r));
	else
		r->nodes++;
	if (r->stopped)
		return NULL;
	switch (r->handle->event.type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r);
	case YAML_ALIAS_EVENT:
		return alias_read(r);
	default:
		return read_collection(r);
	}
}

/* `---` with nothing after it. */
static bool is_empty(const yaml_event_t *event)
{
	return event->type == YAML_SCALAR_EVENT && event->data.scalar.length == 0 && !event->data.scalar.anchor &&
	       !event->data.scalar.tag && event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static void read_document(struct reader *r, struct document_list *out)
{
	struct node *root;

	r->anchor_count = 0;
	r->alias_nodes = 0;
	if (!parser_next(r) || is_empty(&r->handle->event))
		return;
	root = read_node(r);
	if (!root || r->stopped)
		return;
	arena_grow(r->a, out->items, out->count, out->capacity);
	out->items[out->count++] = root;
}

static void read_stream(struct reader *r, struct document_list *out)
{
	const yaml_event_t *event;

	if (!encoding_check(r))
		return;
	parser_open(r);
	event = &r->handle->event;
	while (parser_next(r) && event->type != YAML_STREAM_END_EVENT)
		if (event->type == YAML_DOCUMENT_START_EVENT)
			read_document(r, out);
	parser_close(r);
}

bool read_documents(const struct source *source, struct arena *a, struct diag_list *diags, struct document_list *out)
{
	struct reader r = {.source = source, .a = a, .diags = diags};
	uint32_t errors = diags->errors;

	*out = (struct document_list){0};
	if (source->text.length > SOURCE_MAX_BYTES)
		parser_stop(&r, diag_E0104, (struct place){source, 0, 0}, "larger than the limit of 64 MiB");
	else if (source->text.length)
		read_stream(&r, out);
	return diags->errors == errors;
}
