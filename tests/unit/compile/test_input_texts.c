/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/input_texts.h"

#include "tests/support/test.h"

enum { files = 500 };

/* What a file holds depends on its name alone, so that threads share nothing. */
static int read_file(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	(void)payload;
	(void)max;
	if (str_starts(path, "missing"))
		return error_set(err, error_not_found, "%.*s: no such file", STR_ARG(path));
	if (str_starts(path, "denied"))
		return error_set(err, error_io, "%.*s: permission denied", STR_ARG(path));
	*out = str_starts(path, "wrong") ? STR("a: [1\n") : arena_format(a, "name: %.*s\n---\nsecond: true\n", STR_ARG(path));
	return 0;
}

static const struct io names_only = {.read = read_file, .shared = true};

static struct input_text *many(struct arena *a)
{
	struct input_text *texts = arena_array(a, struct input_text, files);

	for (int i = 0; i < files; i++)
		texts[i].path = arena_format(a, "%d.yaml", i);
	return texts;
}

TEST(each_file_has_its_documents)
{
	TEST_ARENA(a);
	struct input_text *texts = many(&a);
	struct error err;
	uint32_t read = 1;

	assert_int_equal(input_texts_read(&names_only, texts, files, &a, &read, &err), 0);
	for (int i = 0; i < files; i++) {
		assert_true(texts[i].right);
		assert_int_equal(texts[i].documents.count, 2);
		assert_true(str_equal(node_text(node_get(texts[i].documents.items[0], "name")), texts[i].path));
		assert_true(str_equal(texts[i].source->name, texts[i].path));
	}
}

TEST(what_is_missing_or_wrong_is_told_with_its_file)
{
	TEST_ARENA(a);
	struct input_text *texts = many(&a);
	struct error err;
	uint32_t read = 1;

	texts[7].path = STR("missing.yaml");
	texts[400].path = STR("wrong.yaml");
	assert_int_equal(input_texts_read(&names_only, texts, files, &a, &read, &err), 0);
	for (int i = 0; i < files; i++) {
		assert_int_equal(texts[i].missing.errors, i == 7);
		assert_int_equal(texts[i].mistakes.errors != 0, i == 400);
		assert_int_equal(texts[i].right, i != 7 && i != 400);
	}
	assert_null(texts[7].source);
}

TEST(the_first_file_that_cannot_be_read_is_the_error)
{
	TEST_ARENA(a);
	struct input_text *texts = many(&a);
	struct error err;
	uint32_t read = 1;

	texts[20].path = STR("denied-20");
	texts[490].path = STR("denied-490");
	assert_int_equal(input_texts_read(&names_only, texts, files, &a, &read, &err), -1);
	assert_int_equal(read, 20);
	assert_int_equal(err.code, error_io);
	assert_string_equal(err.message, "denied-20: permission denied");
}

TEST(no_files_are_no_mistake)
{
	TEST_ARENA(a);
	struct error err;
	uint32_t read = 1;

	assert_int_equal(input_texts_read(&names_only, NULL, 0, &a, &read, &err), 0);
	assert_int_equal(read, 0);
}
