/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/metadata.h"

#include <cJSON.h>

#include "tests/support/test.h"

TEST(all_fields_in_the_hydrators_order)
{
	TEST_ARENA(a);
	struct commit_origin origin = {
		.url = STR("https://example.com/jobs.git"), .sha = STR("abc"), .author = STR("Ada <ada@example.com>"),
		.date = STR("2026-01-31T12:00:00Z"), .subject = STR("More & more"), .body = STR("a\n\nb\n"),
	};

	assert_str(metadata_print(&a, &origin, STR("mpicc-yaml compile jobs/")),
		   "{\n"
		   "  \"repoURL\": \"https://example.com/jobs.git\",\n"
		   "  \"drySha\": \"abc\",\n"
		   "  \"commands\": [\n"
		   "    \"mpicc-yaml compile jobs/\"\n"
		   "  ],\n"
		   "  \"author\": \"Ada <ada@example.com>\",\n"
		   "  \"date\": \"2026-01-31T12:00:00Z\",\n"
		   "  \"subject\": \"More & more\",\n"
		   "  \"body\": \"a\\n\\nb\"\n"
		   "}\n");
}

TEST(empty_fields_are_left_out_and_nothing_gives_nothing)
{
	TEST_ARENA(a);
	struct commit_origin origin = {0};

	assert_int_equal(metadata_print(&a, &origin, STR_NONE).length, 0);
	origin.sha = STR("abc");
	origin.dirty = true;
	assert_str(metadata_print(&a, &origin, STR_NONE), "{\n  \"drySha\": \"abc-dirty\"\n}\n");
	origin.sha = STR_NONE;
	assert_int_equal(metadata_print(&a, &origin, STR_NONE).length, 0);
}

TEST(credentials_in_the_command_are_not_written)
{
	TEST_ARENA(a);
	struct commit_origin origin = {0};

	assert_str(metadata_print(&a, &origin, STR("mpicc-yaml compile --push=https://u:secret@h/x")),
		   "{\n  \"commands\": [\n    \"mpicc-yaml compile --push=https://h/x\"\n  ]\n}\n");
}

TEST(every_byte_gives_valid_json)
{
	TEST_ARENA(a);
	struct commit_origin origin = {0};
	char bytes[255];
	struct str text;
	cJSON *json;

	for (int i = 0; i < 255; i++)
		bytes[i] = (char)(i + 1);
	origin.subject = (struct str){bytes, sizeof(bytes)};
	text = metadata_print(&a, &origin, STR_NONE);
	json = cJSON_Parse(text.data);
	assert_non_null(json);
	assert_int_equal(cJSON_GetStringValue(cJSON_GetObjectItem(json, "subject"))[0], 1);
	cJSON_Delete(json);
}

TEST(strings_are_escaped_as_go_escapes_them)
{
	TEST_ARENA(a);
	struct commit_origin origin = {.subject = STR("\"\\\b\f\n\r\t\x01\x7f<é\xE2\x80\xA8\xFF")};

	assert_str(metadata_print(&a, &origin, STR_NONE),
		   "{\n  \"subject\": \"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\x7f<é\\u2028\\ufffd\"\n}\n");
}
