/* SPDX-License-Identifier: Apache-2.0 */
/* Test program: random_trees SEED COUNT prints that many objects full of awkward strings. Same seed, same bytes. */
#include <stdio.h>
#include <stdlib.h>

#include "compiler/emit/emit.h"

enum { output_max = 1 << 28, deepest = 5 };

/*
 * Pieces of strings. Not among them: U+0085 (kubectl turns it into a blank),
 * U+007F and U+FEFF (kubectl and kustomize refuse them), NUL.
 */
static const char *const pieces[] = {
	"a", "b", "word ", "some longer words ", " ", "  ", ":", ": ", "#", " #", "-", "- ", "?", ",", "[", "]", "{", "}", "&", "*",
	"!", "|", ">", "'", "\"", "%", "@", "`", "\\", "/", "=", "<<", "~", "...", "---", "\n", "\n\n", "\t", "\r", "é", "日本語",
	"\u00a0", "\u2028", "\u200b", "😀", "0", "1", "9", ".", "_", "+", "e", "0x1F", "12:30", "2001-01-01", "T", "Z", "y", "no",
	"true", "null",
};

static const char *const words[] = {
	"yes", "no", "on", "off", "y", "n", "true", "null", "~", "", "1", "01", "08", "0777", "0o17", "0b11", "1_000", "1:30", "+1", "-0",
	"1e5", "1.", ".5", ".inf", ".nan", "2001-01-01", "=", "<<", "0x1F", "- a", "a: b", "{{ x }}", "*a", "|",
};

struct random {
	uint64_t state;
	struct arena *a;
};

static unsigned below(struct random *r, unsigned limit)
{
	r->state = r->state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(r->state >> 33) % limit;
}

static struct str random_text(struct random *r)
{
	struct str text = STR("");
	unsigned count = below(r, 3) ? below(r, 12) : below(r, 60);

	if (below(r, 6) == 0)
		return str_from(words[below(r, sizeof(words) / sizeof(*words))]);
	for (unsigned i = 0; i < count; i++)
		text = arena_join(r->a, text, str_from(pieces[below(r, sizeof(pieces) / sizeof(*pieces))]));
	return text;
}

/* Of letters and a number, so that go-yaml's order of them is an order (see member_stack.h). */
static struct str random_key(struct random *r)
{
	static const char *const stems[] = {"key", "Key", "a/b.c-", "value ", "é", "日本", ": ", "#", "*", "'", "\"", "-", "{"};
	const char *stem = stems[below(r, sizeof(stems) / sizeof(*stems))];
	struct str key = arena_format(r->a, "%s%u", stem, below(r, 200));

	if (below(r, 25) == 0)
		key = arena_format(r->a, "%.*s-%0*d", STR_ARG(key), 100 + (int)below(r, 60), 0);
	return key;
}

static struct node *random_node(struct random *r, unsigned depth);

static struct node *random_map(struct random *r, unsigned depth)
{
	struct node *map = node_new(r->a, node_map, PLACE_NONE);

	for (unsigned count = below(r, 7); count > 0; count--)
		node_set(r->a, map, random_key(r), random_node(r, depth + 1));
	return map;
}

static struct node *random_list(struct random *r, unsigned depth)
{
	struct node *list = node_new(r->a, node_list, PLACE_NONE);

	for (unsigned count = below(r, 5); count > 0; count--)
		node_add(r->a, list, random_node(r, depth + 1));
	return list;
}

static struct node *random_number(struct random *r)
{
	struct node *n;

	if (below(r, 2))
		return node_new_int(r->a, (int64_t)below(r, 1u << 30) * below(r, 1u << 30) - below(r, 1u << 30), PLACE_NONE);
	n = node_new(r->a, node_float, PLACE_NONE);
	n->number = (double)below(r, 1u << 30) / (1 + below(r, 1000)) * (below(r, 2) ? 1 : 1e-9);
	return n;
}

static struct node *random_node(struct random *r, unsigned depth)
{
	switch (below(r, depth < deepest ? 10 : 5)) {
	case 0:
		return random_number(r);
	case 1:
		return below(r, 3) ? node_new_bool(r->a, below(r, 2), PLACE_NONE) : node_new(r->a, node_null, PLACE_NONE);
	case 5:
	case 6:
		return random_list(r, depth);
	case 7:
	case 8:
	case 9:
		return random_map(r, depth);
	default:
		return node_new_string(r->a, random_text(r), PLACE_NONE);
	}
}

static struct node *random_object(struct random *r, unsigned number)
{
	struct node *object = node_new(r->a, node_map, PLACE_NONE), *metadata;

	node_put_text(r->a, object, "apiVersion", STR("example.dev/v1"));
	node_put_text(r->a, object, "kind", STR("Tree"));
	metadata = node_ensure_map(r->a, object, "metadata");
	node_put_text(r->a, metadata, "name", arena_format(r->a, "tree-%04u", number));
	node_put_text(r->a, node_ensure_map(r->a, metadata, "labels"), "golden", STR("yes"));
	node_put(r->a, object, "spec", random_map(r, 0));
	return object;
}

int main(int argc, char **argv)
{
	struct random r = {.state = argc > 1 ? strtoull(argv[1], NULL, 10) : 1};
	unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
	struct error err = {0};
	struct arena a;
	struct buf out;
	jmp_buf oom;
	int failed = 0;

	buf_init(&out, output_max);
	arena_init(&a, &oom);
	if (setjmp(oom))
		return 3;
	r.a = &a;
	for (unsigned i = 0; i < count && !failed; i++) {
		if (i)
			buf_puts(&out, "---\n");
		failed = emit_yaml(random_object(&r, i), &out, &err);
	}
	if (failed)
		fprintf(stderr, "%s\n", err.message);
	else
		fwrite(out.data, 1, out.length, stdout);
	buf_release(&out);
	arena_release(&a);
	return failed ? 3 : 0;
}
