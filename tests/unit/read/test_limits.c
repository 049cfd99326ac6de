/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/read/read_case.h"

/* `count` times `piece`, then `end`. */
static struct str repeated(struct arena *a, const char *piece, size_t count, const char *end)
{
	size_t length = strlen(piece);
	char *text = arena_alloc(a, length * count + strlen(end) + 1);

	for (size_t i = 0; i < count; i++)
		memcpy(text + i * length, piece, length);
	memcpy(text + count * length, end, strlen(end));
	return (struct str){text, length * count + strlen(end)};
}

static void assert_stopped(struct str text, const char *message)
{
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, text);
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0104);
	assert_str(c.diags.items[0].message, message);
}

TEST(limits_depth_of_every_style)
{
	TEST_ARENA(a);

	assert_stopped(repeated(&a, "[", 200000, ""), "maps and lists nested more than 100 deep");
	assert_stopped(repeated(&a, "- ", 200000, ""), "maps and lists nested more than 100 deep");
	assert_stopped(repeated(&a, "{a: ", 200000, ""), "maps and lists nested more than 100 deep");
	assert_stopped(repeated(&a, "? ", 200000, ""), "maps and lists nested more than 100 deep");
}

TEST(limits_depth_of_100_is_allowed)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, arena_join(&a, repeated(&a, "[", 100, ""), repeated(&a, "]", 100, "")));
	assert_true(c.ok);
	assert_stopped(arena_join(&a, repeated(&a, "[", 101, ""), repeated(&a, "]", 101, "")), "maps and lists nested more than 100 deep");
}

TEST(limits_many_short_collections_are_no_depth)
{
	TEST_ARENA(a);
	__attribute__((cleanup(read_case_release))) struct read_case c;

	read_case_init(&c, repeated(&a, "- [{}]\n", 5000, ""));
	assert_true(c.ok);
	assert_int_equal(c.documents.items[0]->item_count, 5000);
}

TEST(limits_number_of_values)
{
	TEST_ARENA(a);

	assert_stopped(repeated(&a, "-\n", read_max_nodes + 1, ""), "more than 4000000 values in one file");
}

TEST(limits_size_of_the_text)
{
	char *text = calloc(1, (size_t)SOURCE_MAX_BYTES + 1);

	assert_non_null(text);
	assert_stopped((struct str){text, (size_t)SOURCE_MAX_BYTES + 1}, "larger than the limit of 64 MiB");
	free(text);
}
