/* SPDX-License-Identifier: Apache-2.0 */
/* Reading a text for a test. */
#include "tests/unit/read/read_case.h"

void read_case_init(struct read_case *c, struct str text)
{
	*c = (struct read_case){.arena = test_arena()};
	diag_list_init(&c->diags, &c->arena);
	c->source = source_new(&c->arena, source_file, STR("test.yaml"), text);
	c->ok = read_documents(c->source, &c->arena, &c->diags, &c->documents);
	diag_sort(&c->diags);
}

void read_case_release(struct read_case *c)
{
	arena_release(&c->arena);
}

static struct str complaints(struct read_case *c)
{
	struct str text = STR("");

	for (uint32_t i = 0; i < c->diags.count; i++) {
		const struct diag *d = &c->diags.items[i];
		struct position p = source_position(d->at.source, d->at.offset);

		text = arena_format(&c->arena, "%.*s%s%u:%u %s %.*s", STR_ARG(text), i ? "\n" : "", p.line, p.column,
				    diag_code_info(d->code)->name, STR_ARG(d->message));
	}
	return text;
}

void assert_reads_text(struct str text, const char *json, const char *file, int line)
{
	__attribute__((cleanup(read_case_release))) struct read_case c;
	struct str all = STR("");

	read_case_init(&c, text);
	test_assert_str(complaints(&c), "", file, line);
	_assert_true(c.ok, "reading succeeds", file, line);
	for (uint32_t i = 0; i < c.documents.count; i++)
		all = arena_format(&c.arena, "%.*s%s%.*s", STR_ARG(all), i ? "\n" : "",
				   STR_ARG(tree_json(&c.arena, c.documents.items[i])));
	test_assert_str(all, json, file, line);
}

void assert_complains_text(struct str text, const char *expected, const char *file, int line)
{
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, text);
	test_assert_str(complaints(&c), expected, file, line);
	_assert_true(!c.ok, "reading fails", file, line);
}

struct str read_case_help(const struct read_case *c)
{
	return c->diags.count ? c->diags.items[0].help : STR_NONE;
}
