/* SPDX-License-Identifier: Apache-2.0 */
/* Reading, finding and comparing trees and diagnostics in tests. */
#include "tests/support/trees.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/read/read.h"
#include "lib/base/io.h"

struct node *test_read_as(struct arena *a, enum source_kind kind, const char *name, struct str text)
{
	struct source *source = source_new(a, kind, str_from(name), text);
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	if (!read_documents(source, a, &diags, &documents) || documents.count != 1)
		fail_msg("this is not one document of YAML:\n%.*s", STR_ARG(text));
	return documents.items[0];
}

struct node *test_read(struct arena *a, const char *text)
{
	return test_read_as(a, source_file, "job.yaml", str_from(text));
}

struct str test_file(struct arena *a, const char *path)
{
	struct str whole = arena_format(a, "%s/%s", TEST_SOURCE_DIR, path), text;

	assert_int_equal(io_files.read(NULL, whole, 16 << 20, a, &text, NULL), 0);
	return text;
}

static struct node *find_item(const struct node *list, struct str name)
{
	int64_t index;

	if (str_to_int(name, &index))
		return index >= 0 && index < list->item_count ? list->items[index] : NULL;
	for (uint32_t i = 0; i < list->item_count; i++)
		if (str_equal(node_text(node_get(list->items[i], "name")), name))
			return list->items[i];
	return NULL;
}

static struct node *step(const struct node *n, struct str name)
{
	return node_is(n, node_list) ? find_item(n, name) : node_get_str(n, name);
}

struct node *test_find(const struct node *n, const char *path)
{
	struct str rest = str_from(path);

	while (n && rest.length) {
		bool bracket = str_starts(rest, "[");
		size_t end = 0;

		while (end < rest.length && (bracket ? rest.data[end] != ']' : rest.data[end] != '.' && rest.data[end] != '['))
			end++;
		n = step(n, str_slice(rest, bracket, end));
		rest = str_slice(rest, end + bracket, rest.length);
		if (str_starts(rest, "."))
			rest = str_slice(rest, 1, rest.length);
	}
	return (struct node *)n;
}

static struct str describe(struct arena *a, const struct node *n)
{
	if (!n)
		return STR("(none)");
	switch (n->kind) {
	case node_null:
		return STR("(null)");
	case node_bool:
		return n->boolean ? STR("true") : STR("false");
	case node_int:
		return arena_format(a, "%" PRId64, n->integer);
	case node_float:
		return arena_format(a, "%g", n->number);
	case node_string:
		return n->text;
	case node_list:
		return arena_format(a, "(list of %u)", n->item_count);
	case node_map:
		break;
	}
	return arena_format(a, "(map of %u)", n->member_count);
}

void test_assert_at(const struct node *tree, const char *path, const char *expected, const char *file, int line)
{
	TEST_ARENA(a);
	struct str actual = describe(&a, test_find(tree, path));

	if (str_is(actual, expected))
		return;
	fprintf(stderr, "%s:%d: at %s: expected `%s`, got `%.*s`\n", file, line, path, expected, STR_ARG(actual));
	_fail(file, line);
}

static void show(const struct node *n, int depth)
{
	TEST_ARENA(a);
	struct str text = describe(&a, n);

	fprintf(stderr, " %.*s\n", STR_ARG(text));
	for (uint32_t i = 0; node_is(n, node_list) && i < n->item_count; i++) {
		fprintf(stderr, "%*s-", depth, "");
		show(n->items[i], depth + 2);
	}
	for (uint32_t i = 0; node_is(n, node_map) && i < n->member_count; i++) {
		fprintf(stderr, "%*s%.*s:", depth, "", STR_ARG(n->members[i].key));
		show(n->members[i].value, depth + 2);
	}
}

void test_assert_tree(const struct node *actual, const char *expected, const char *file, int line)
{
	TEST_ARENA(a);

	if (actual && node_equal(actual, test_read(&a, expected)))
		return;
	fprintf(stderr, "%s:%d: expected:\n%s\ngot:\n", file, line, expected);
	show(actual, 0);
	_fail(file, line);
}

const char *test_place(struct place at, char out[32])
{
	struct position p = {0, 0};

	if (at.source)
		p = source_position(at.source, at.offset);
	snprintf(out, 32, "%u:%u", p.line, p.column);
	return out;
}

static void print_diags(const struct diag_list *list)
{
	char at[32];

	for (uint32_t i = 0; i < list->count; i++)
		fprintf(stderr, "  %s %s: %.*s\n", diag_code_info(list->items[i].code)->name, test_place(list->items[i].at, at),
			STR_ARG(list->items[i].message));
}

void test_assert_diag(const struct diag_list *list, uint32_t index, enum diag_code code, const char *at, const char *message,
		      const char *file, int line)
{
	const struct diag *d = index < list->count ? &list->items[index] : NULL;
	char place[32];

	if (d && d->code == code && str_is(str_from(test_place(d->at, place)), at) && str_starts(d->message, message))
		return;
	fprintf(stderr, "%s:%d: expected %s %s: %s\ngot:\n", file, line, diag_code_info(code)->name, at, message);
	print_diags(list);
	_fail(file, line);
}

void test_assert_no_diags(const struct diag_list *list, const char *file, int line)
{
	if (list->count == 0)
		return;
	fprintf(stderr, "%s:%d: expected no diagnostic, got:\n", file, line);
	print_diags(list);
	_fail(file, line);
}
