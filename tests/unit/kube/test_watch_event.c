/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/kube/json.h"
#include "lib/kube/watch_event.h"
#include "tests/unit/kube/recorded.h"

TEST(watch_event_reads_each_line_of_a_recorded_watch)
{
	static const struct {
		enum watch_type type;
		const char *version, *name;
		bool end;
	} expected[] = {
		{watch_added, "209", "w-0", false},    {watch_added, "210", "w-1", false},    {watch_bookmark, "210", "", true},
		{watch_added, "211", "w-2", false},    {watch_modified, "212", "w-0", false}, {watch_modified, "213", "w-1", false},
		{watch_deleted, "214", "w-1", false},  {watch_bookmark, "214", "", false},
	};
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl"), line;
	struct watch_event event;

	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		struct str name;
		const struct json_field fields[] = {{"metadata.name", &name}};

		assert_true(str_cut(&text, '\n', &line));
		assert_int_equal(watch_event_read(line, &event, NULL), 0);
		assert_int_equal(event.type, expected[i].type);
		assert_string_equal(event.resource_version, expected[i].version);
		assert_int_equal(event.initial_events_end, expected[i].end);
		assert_int_equal(json_pick(event.object, fields, 1), 0);
		assert_true(expected[i].name[0] ? json_is(name, expected[i].name) : name.length == 0);
	}
}

TEST(watch_event_tells_an_expired_version_from_a_recorded_error)
{
	TEST_ARENA(a);
	struct watch_event event;

	assert_int_equal(watch_event_read(recorded(&a, "watch_expired.jsonl"), &event, NULL), 0);
	assert_int_equal(event.type, watch_error);
	assert_int_equal(event.status.code, kube_code_gone);
	assert_int_equal(event.status.http, 410);
	assert_string_equal(event.status.message, "too old resource version: 1 (220)");
	assert_string_equal(event.resource_version, "");
}

TEST(watch_event_is_whole_or_none)
{
	TEST_ARENA(a);
	struct str text = recorded(&a, "watchlist_pods.jsonl"), line;
	struct watch_event event;

	assert_true(str_cut(&text, '\n', &line));
	for (size_t length = 0; length < line.length; length++)
		assert_int_equal(watch_event_read(str_slice(line, 0, length), &event, NULL), -1);
	assert_int_equal(watch_event_read(line, &event, NULL), 0);
}

TEST(watch_event_refuses_lines_without_a_type_and_an_object)
{
	static const char *const refused[] = {
		"", "<html>", "{}", "[]", "null", "{\"type\":\"ADDED\"}", "{\"object\":{}}", "{\"type\":1,\"object\":{}}",
		"{\"type\":\"ADDED\",\"object\":[]}", "{\"type\":\"ADDED\",\"object\":null}", "{\"type\":\"ADDED\",\"object\":{}}{",
	};
	struct watch_event event = {.type = watch_bookmark};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct error err = {0};

		assert_int_equal(watch_event_read(str_from(refused[i]), &event, &err), -1);
		assert_int_equal(err.code, error_remote);
		assert_int_equal(event.type, watch_bookmark);
	}
}

TEST(watch_event_of_a_new_type_is_unknown_and_odd_versions_are_none)
{
	struct watch_event event;

	assert_int_equal(watch_event_read(STR("{\"type\":\"RENAMED\",\"object\":{\"metadata\":{\"resourceVersion\":5}}}"), &event, NULL), 0);
	assert_int_equal(event.type, watch_unknown);
	assert_string_equal(event.resource_version, "");
	assert_int_equal(watch_event_read(STR("{\"type\":\"ADDED\",\"object\":{\"metadata\":null}}"), &event, NULL), 0);
	assert_string_equal(event.resource_version, "");
	assert_int_equal(watch_event_read(STR("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"resourceVersion\":"
					      "\"340282366920938463463374607431768211455\",\"annotations\":"
					      "{\"k8s.io/initial-events-end\":\"true\"}}}}"), &event, NULL), 0);
	assert_string_equal(event.resource_version, "340282366920938463463374607431768211455");
	assert_false(event.initial_events_end);
}
