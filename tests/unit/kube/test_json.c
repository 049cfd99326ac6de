/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/json.h"
#include "tests/support/test.h"

TEST(json_check_refuses_what_is_not_one_value)
{
	static const char *const refused[] = {
		"", " ", "{", "}", "[", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\":1}x", "1 1",
		"01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "tru", "truE", "nul", "NaN", "\"", "\"\\\"", "\"\\x\"", "\"\\u12g4\"",
		"\"\\u123\"", "\"a\nb\"", "'a'", "[1}", "{\"a\":1]", "\xEF\xBB\xBF{}", "//", "{}{}", "{1:2}", "[1][2]",
	};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		if (json_check(str_from(refused[i])))
			fail_msg("accepted: %s", refused[i]);
	}
	assert_false(json_check((struct str){"\"a\0b\"", 5}));
}

TEST(json_check_accepts_each_kind_of_value_with_blanks_round_it)
{
	static const char *const accepted[] = {
		"{}", "[]", " [ ] ", "{ }", "0", "-0", "10", "1.5", "1e3", "1E-3", "-1.25e+10", "true", "false", "null", "\"\"", "\"\\u00e9\"",
		"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\t{\"a\" :\r\n[ 1 , {} ,[] ] }\n", "\"\x7F\"",
	};

	for (size_t i = 0; i < sizeof(accepted) / sizeof(*accepted); i++) {
		if (!json_check(str_from(accepted[i])))
			fail_msg("refused: %s", accepted[i]);
	}
}

static struct str nested(struct arena *a, size_t depth)
{
	char *text = arena_alloc(a, 2 * depth);

	memset(text, '[', depth);
	memset(text + depth, ']', depth);
	return (struct str){text, 2 * depth};
}

TEST(json_depth_is_limited)
{
	TEST_ARENA(a);

	assert_true(json_check(nested(&a, json_depth_max)));
	assert_false(json_check(nested(&a, json_depth_max + 1)));
	assert_false(json_check(nested(&a, 100000)));
}

TEST(json_pick_gives_raw_texts_and_nothing_for_what_is_absent)
{
	struct str name, labels, phase, none, beyond, metadata;
	const struct json_field fields[] = {
		{"metadata.name", &name}, {"metadata.labels", &labels}, {"status.phase", &phase},
		{"metadata.uid", &none},  {"kind.deeper", &beyond},     {"metadata", &metadata},
	};
	struct str text = STR("{\"kind\":\"Pod\", \"metadata\":{\"labels\": {\"a.b/c\":\"d\"} ,\"name\" : \"x\"},\"status\":{\"phase\":17}}");

	assert_int_equal(json_pick(text, fields, 6), 0);
	assert_str(name, "\"x\"");
	assert_str(labels, "{\"a.b/c\":\"d\"}");
	assert_str(phase, "17");
	assert_null(none.data);
	assert_null(beyond.data);
	assert_str(metadata, "{\"labels\": {\"a.b/c\":\"d\"} ,\"name\" : \"x\"}");
	assert_str(json_get(labels, "a.b/c"), "\"d\"");
	assert_null(json_get(labels, "a").data);
	assert_null(json_get(phase, "a").data);
	assert_null(json_get(STR_NONE, "a").data);
}

TEST(json_pick_takes_the_first_of_keys_that_stand_there_twice)
{
	struct str name, uid;
	const struct json_field fields[] = {{"metadata.name", &name}, {"metadata.uid", &uid}};

	assert_int_equal(json_pick(STR("{\"metadata\":{\"name\":1,\"name\":2},\"metadata\":{\"name\":3,\"uid\":4}}"), fields, 2), 0);
	assert_str(name, "1");
	assert_null(uid.data);
}

TEST(json_pick_knows_keys_by_what_they_spell)
{
	struct str name;
	const struct json_field fields[] = {{"metadata.name", &name}};

	assert_int_equal(json_pick(STR("{\"meta\\u0064ata\":{\"n\\u0061me\":1}}"), fields, 1), 0);
	assert_str(name, "1");
	assert_int_equal(json_pick(STR("{\"metadata.name\":1,\"metadat\":{\"name\":2},\"metadata2\":{\"name\":3}}"), fields, 1), 0);
	assert_null(name.data);
}

TEST(json_pick_empties_every_field_when_it_is_no_object)
{
	static const char *const refused[] = {"", "[]", "1", "{\"a\":1", "{\"a\":1} x", "{\"a\":1,\"b\":tru}", "{\"a\":{\"b\":1]}"};
	struct str a, b;
	const struct json_field fields[] = {{"a", &a}, {"b", &b}};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		a = b = STR("before");
		assert_int_equal(json_pick(str_from(refused[i]), fields, 2), -1);
		assert_null(a.data);
		assert_null(b.data);
	}
}

TEST(json_pick_holds_as_many_fields_as_it_says)
{
	struct str out[json_fields_max];
	struct json_field fields[json_fields_max];

	for (size_t i = 0; i < json_fields_max; i++)
		fields[i] = (struct json_field){i % 2 ? "a.b" : "a", &out[i]};
	assert_int_equal(json_pick(STR("{\"a\":{\"b\":5}}"), fields, json_fields_max), 0);
	assert_str(out[json_fields_max - 1], "5");
	assert_str(out[json_fields_max - 2], "{\"b\":5}");
}

TEST(json_next_item_walks_an_array_and_says_when_it_was_none)
{
	struct str rest = STR(" [ 1 , [2,3] ,{\"a\":[]}, \"],\" ] "), item;

	assert_true(json_next_item(&rest, &item));
	assert_str(item, "1");
	assert_true(json_next_item(&rest, &item));
	assert_str(item, "[2,3]");
	assert_true(json_next_item(&rest, &item));
	assert_str(item, "{\"a\":[]}");
	assert_true(json_next_item(&rest, &item));
	assert_str(item, "\"],\"");
	assert_false(json_next_item(&rest, &item));
	assert_null(rest.data);
	rest = STR("[]");
	assert_false(json_next_item(&rest, &item));
	assert_null(rest.data);
	rest = STR("{}");
	assert_false(json_next_item(&rest, &item));
	assert_non_null(rest.data);
	rest = STR("[1[2]]");
	assert_false(json_next_item(&rest, &item));
	assert_non_null(rest.data);
	rest = STR_NONE;
	assert_false(json_next_item(&rest, &item));
}

TEST(json_next_member_walks_an_object_in_its_order)
{
	struct str rest = STR("{\"b/c.d\" : 1,\"a\":{\"x\":2} }"), key, value;

	assert_true(json_next_member(&rest, &key, &value));
	assert_true(json_is(key, "b/c.d"));
	assert_str(value, "1");
	assert_true(json_next_member(&rest, &key, &value));
	assert_str(key, "\"a\"");
	assert_str(value, "{\"x\":2}");
	assert_false(json_next_member(&rest, &key, &value));
	assert_null(rest.data);
	rest = STR("{\"a\":1,}");
	assert_true(json_next_member(&rest, &key, &value));
	assert_false(json_next_member(&rest, &key, &value));
	assert_non_null(rest.data);
}
