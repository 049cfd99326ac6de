/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a recipe for a tree, which no reader would make so: emitted and read again it is the same. Exercises compiler/emit.
 * A byte says what comes (scalar, list, map), the next ones how much; texts are the bytes themselves as far as they are UTF-8.
 */
#include "compiler/emit/emit.h"
#include "lib/base/scratch.h"
#include "lib/base/utf8.h"
#include "tests/fuzz/fuzz.h"

enum { depth_max = 20, text_max = 40 };

struct recipe {
	struct arena *arena;
	struct str rest;
};

static unsigned char next(struct recipe *r)
{
	unsigned char byte = r->rest.length ? (unsigned char)r->rest.data[0] : 0;

	r->rest = str_slice(r->rest, 1, r->rest.length);
	return byte;
}

/* What YAML can say: no control characters. */
static struct str make_text(struct recipe *r)
{
	size_t wanted = next(r) % text_max, length = 0, step;
	uint32_t character;
	struct str out;

	while (length < wanted && (step = utf8_decode(r->rest, length, &character)) && !utf8_is_control(character))
		length += step;
	out = str_slice(r->rest, 0, length);
	r->rest = str_slice(r->rest, length, r->rest.length);
	return out;
}

static int64_t make_number(struct recipe *r)
{
	uint64_t number = 0;

	for (int i = next(r) % 9; i > 0; i--)
		number = number << 8 | next(r);
	return (int64_t)number;
}

static struct node *make(struct recipe *r, int depth);

static struct node *make_map(struct recipe *r, int depth)
{
	struct node *map = node_new(r->arena, node_map, PLACE_NONE);

	for (int i = next(r) % 6; i > 0; i--) {
		struct str key = make_text(r);

		node_set(r->arena, map, key, make(r, depth + 1));
	}
	return map;
}

static struct node *make_list(struct recipe *r, int depth)
{
	struct node *list = node_new(r->arena, node_list, PLACE_NONE);

	for (int i = next(r) % 6; i > 0; i--)
		node_add(r->arena, list, make(r, depth + 1));
	return list;
}

static struct node *make(struct recipe *r, int depth)
{
	struct node *n;

	switch (depth < depth_max ? next(r) % 7 : 0) {
	case 1:
		return node_new_bool(r->arena, next(r) & 1, PLACE_NONE);
	case 2:
		return node_new_int(r->arena, make_number(r), PLACE_NONE);
	case 3:
		n = node_new(r->arena, node_float, PLACE_NONE);
		n->number = (double)make_number(r) / (1 + next(r));
		return n;
	case 4:
		return make_list(r, depth);
	case 5:
		return make_map(r, depth);
	case 6:
		return node_new(r->arena, node_null, PLACE_NONE);
	default:
		return node_new_string(r->arena, make_text(r), PLACE_NONE);
	}
}

void fuzz_input(struct arena *a, struct str input)
{
	struct recipe recipe = {a, input};
	struct buf *out = scratch_buf(a, 64 << 20);
	struct error err = {0};
	const struct node *tree, *again;

	tree = make_map(&recipe, 0);
	FUZZ_CHECK(emit_yaml(tree, out, &err) == 0, "%s", err.message);
	if (tree->member_count == 0)
		return;
	again = fuzz_read_again(a, arena_str(a, buf_str(out)));
	FUZZ_CHECK(!again || fuzz_same(tree, again), "%.*s", STR_ARG(buf_str(out)));
	buf_clear(out);
	FUZZ_CHECK(emit_json(tree, out, &err) == 0, "%s", err.message);
}
