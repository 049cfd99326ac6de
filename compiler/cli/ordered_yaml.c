/* SPDX-License-Identifier: Apache-2.0 */
/* The emitter sorts members, so each is a document of its own, one under the other. */
#include "compiler/cli/ordered_yaml.h"

#include "compiler/emit/emit.h"
#include "lib/base/scratch.h"

static int write_member(const struct member *m, struct buf *out, struct error *err)
{
	struct member single = *m;
	const struct node map = {.kind = node_map, .members = &single, .member_count = 1, .member_capacity = 1};

	return emit_yaml(&map, out, err);
}

/* Two blanks in front of what each line holds: block and folded scalars stay what they are. */
static void indent(struct buf *out, struct str text)
{
	struct str line;

	if (str_ends(text, "\n"))
		text = str_slice(text, 0, text.length - 1);
	while (str_cut(&text, '\n', &line))
		buf_printf(out, "%s%.*s\n", line.length ? "  " : "", STR_ARG(line));
}

static int write_metadata(const struct member *m, struct arena *a, struct buf *out, struct error *err)
{
	struct buf *members = scratch_buf(a, out->max);
	const struct node *map = m->value;

	for (uint32_t i = 0; i < map->member_count; i++)
		if (write_member(&map->members[i], members, err) < 0)
			return -1;
	buf_printf(out, "%.*s:\n", STR_ARG(m->key));
	indent(out, buf_str(members));
	out->failed |= members->failed;
	return 0;
}

int ordered_yaml(const struct node *document, struct arena *a, struct buf *out, struct error *err)
{
	for (uint32_t i = 0; i < document->member_count; i++) {
		const struct member *m = &document->members[i];
		bool metadata = str_is(m->key, "metadata") && node_is(m->value, node_map) && m->value->member_count;

		if ((metadata ? write_metadata(m, a, out, err) : write_member(m, out, err)) < 0)
			return -1;
	}
	return 0;
}
