/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/script/bench.h"

struct row {
	const char *body, *result;
};

static void check(const struct row *rows, size_t count, const char *json)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (size_t i = 0; i < count; i++)
		assert_str(bench_body(&b, rows[i].body, json), rows[i].result);
}
#define CHECK(rows, json) check((rows), sizeof(rows) / sizeof(*(rows)), (json))

TEST(scalars_come_back)
{
	static const struct row rows[] = {
		{"return 1", "1"},
		{"return -9223372036854775807 - 1", "-9223372036854775808"},
		{"return 10 / 2", "5"},
		{"return -0.0", "0"},
		{"return 2.0^53", "9007199254740992"},
		{"return 2.0^54", "18014398509481984"},
		{"return 0.5", "0.5"},
		{"return true", "true"},
		{"return null", "null"},
		{"return ''", "\"\""},
		{"return '123'", "\"123\""},
		{"return 'tab\\tline\\nü'", "\"tab\tline\\nü\""},
	};

	CHECK(rows, "{}");
}

TEST(a_float_above_2_to_the_53_stays_a_float)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	bench_body(&b, "return 2.0^54", "{}");
	assert_int_equal(b.out->kind, node_float);
	bench_body(&b, "return -(2.0^53)", "{}");
	assert_int_equal(b.out->kind, node_int);
}

TEST(what_no_object_can_hold_is_refused_with_its_path)
{
	static const struct row rows[] = {
		{"v.spec.template = tostring", "E0506 hooks/x.lua:1: `spec.template`: a function cannot be part of an object"},
		{"v.spec.list[2].x = function() end",
		 "E0506 hooks/x.lua:1: `spec.list[2].x`: a function cannot be part of an object"},
		{"v.n = 0/0", "E0506 hooks/x.lua:1: `n`: not-a-number cannot be part of an object"},
		{"v.n = -1/0", "E0506 hooks/x.lua:1: `n`: infinity cannot be part of an object"},
		{"return tostring", "E0506 hooks/x.lua:1: `result`: a function cannot be part of an object"},
		{"v.spec[1] = 1", "E0506 hooks/x.lua:1: `spec`: a map with the number 1 as a key; keys are strings, quote it"},
		{"v.spec.list.x = 1",
		 "E0506 hooks/x.lua:1: `spec.list`: a list with the key `x`; a table is either a list or a map"},
		{"v.t = {1, x = 2}", "E0506 hooks/x.lua:1: `t`: a list with the key `x`; a table is either a list or a map"},
		{"v.t = {[2] = 1}",
		 "E0506 hooks/x.lua:1: `t`: a list without item 1 but with item 2; use table.insert and table.remove"},
		{"v.t = {1, nil, 3}",
		 "E0506 hooks/x.lua:1: `t`: a list without item 2 but with item 3; use table.insert and table.remove"},
		{"v.spec.list[1] = nil",
		 "E0506 hooks/x.lua:1: `spec.list`: a list without item 1 but with item 2; use table.insert and table.remove"},
		{"v.t = {[0] = 1}",
		 "E0506 hooks/x.lua:1: `t`: a list without item 1 but with item 0; use table.insert and table.remove"},
		{"v.t = {[1.5] = 1}",
		 "E0506 hooks/x.lua:1: `t`: a key must be a string, or a whole number in a list; this one is of type number"},
		{"v.t = {[true] = 1}",
		 "E0506 hooks/x.lua:1: `t`: a key must be a string, or a whole number in a list; this one is a boolean"},
		{"v.t = {[null] = 1}",
		 "E0506 hooks/x.lua:1: `t`: a key must be a string, or a whole number in a list; this one is of type userdata"},
		{"v.spec.me = v", "E0506 hooks/x.lua:1: `spec.me`: the table contains itself"},
		{"local t = {} t[1] = {t} v.t = t", "E0506 hooks/x.lua:1: `t[1][1]`: the table contains itself"},
		{"v.s = 'a\\1b'", "E0507 hooks/x.lua:1: `s`: the text is not UTF-8 or has control characters in it"},
		{"v.s = '\\xff'", "E0507 hooks/x.lua:1: `s`: the text is not UTF-8 or has control characters in it"},
		{"v.s = '\\0'", "E0507 hooks/x.lua:1: `s`: the text is not UTF-8 or has control characters in it"},
		{"v.s = '\\xed\\xa0\\x80'", "E0507 hooks/x.lua:1: `s`: the text is not UTF-8 or has control characters in it"},
		{"v['k\\127'] = 1", "E0507 hooks/x.lua:1: `k?`: the text is not UTF-8 or has control characters in it"},
	};

	CHECK(rows, "{\"spec\":{\"list\":[{},{}]}}");
}

TEST(nesting_is_limited)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	assert_true(str_starts(bench_body(&b, "local t = {} for i = 1, 99 do t = {t} end return {t}", "{}"), "[[["));
	assert_true(str_ends(bench_body(&b, "local t = {} for i = 1, 101 do t = {t} end return {t}", "{}"),
			     "nested more than 100 deep"));
}

TEST(the_first_complaint_is_always_the_same)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	for (int i = 0; i < 20; i++)
		assert_str(
			bench_body(&b, "for _, k in ipairs({'q','w','e','r','t','y'}) do v[k] = print ~= 1 end", "{}"),
			"E0510 hooks/x.lua:2: `print` is not available: scripts run without input, output, clock and chance, and "
			"load no other code");
	for (int i = 0; i < 20; i++)
		assert_str(bench_body(&b, "for _, k in ipairs({'q','w','e','r','t','y'}) do v[k] = pcall end", "{}"),
			   "E0506 hooks/x.lua:1: `e`: a function cannot be part of an object");
}

TEST(a_new_empty_table_is_what_kubernetes_has_under_that_name)
{
	static const struct row rows[] = {
		{"v.args, v.env, v.resources, v.x = {}, {}, {}, {}", "{\"args\":[],\"env\":[],\"resources\":{},\"x\":{}}"},
		{"v.labels = {args = {}}; v.data = {env = {}}; v.limits = {items = {}}",
		 "{\"data\":{\"env\":{}},\"labels\":{\"args\":{}},\"limits\":{\"items\":{}}}"},
		{"v.x = array({})", "{\"x\":[]}"},
		{"v.labels = array({})", "{\"labels\":[]}"},
		{"v.list = {{}, {}}", "{\"list\":[{},{}]}"},
		{"v.ingress = {{}}", "{\"ingress\":[{}]}"},
	};

	CHECK(rows, "{}");
}

TEST(an_emptied_table_stays_what_it_was)
{
	static const struct row rows[] = {
		{"v.x[1] = nil; v.args.k = nil", "{\"x\":[],\"args\":{}}"},
		{"table.remove(v.x); v.args = v.args", "{\"x\":[],\"args\":{\"k\":1}}"},
		{"v.x = deepcopy(v.x); v.x[1] = nil; v.args = deepcopy(v.args); v.args.k = nil", "{\"x\":[],\"args\":{}}"},
	};

	CHECK(rows, "{\"x\":[1],\"args\":{\"k\":1}}");
}

TEST(members_keep_their_order_and_new_ones_follow_sorted)
{
	static const struct row rows[] = {
		{"v.c = 1; v.b2 = 2; v.z = 9", "{\"z\":9,\"a\":2,\"m\":3,\"b2\":2,\"c\":1}"},
		{"v.a = nil; v.k = 1", "{\"z\":1,\"m\":3,\"k\":1}"},
		{"v.a = nil; v.a = 5", "{\"z\":1,\"a\":5,\"m\":3}"},
		{"local _ = v.z", "{\"z\":1,\"a\":2,\"m\":3}"},
		{"return {y = 1, b = 2, a = 3}", "{\"a\":3,\"b\":2,\"y\":1}"},
		{"v.a = null", "{\"z\":1,\"a\":null,\"m\":3}"},
	};

	CHECK(rows, "{\"z\":1,\"a\":2,\"m\":3}");
}

/* Places. */

TEST(what_was_not_changed_is_the_same_node)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	bench_body(&b, "local _ = v.a[1].p; for k, x in pairs(v) do for i, y in pairs(x) do _ = y end end",
		   "{\"a\":[{\"p\":1},2],\"b\":{\"q\":\"x\"}}");
	assert_ptr_equal(b.out, b.in);
	bench_body(&b, "v.new = 1", "{\"a\":[{\"p\":1},2],\"b\":{\"q\":\"x\"}}");
	assert_ptr_not_equal(b.out, b.in);
	assert_ptr_equal(node_get(b.out, "a"), node_get(b.in, "a"));
	assert_ptr_equal(node_get(b.out, "b"), node_get(b.in, "b"));
}

TEST(a_changed_part_gets_the_scripts_place_and_the_rest_keeps_its_own)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const struct node *out, *in;

	bench_run(&b, "-- first line\nreturn function(v)\n  v.spec.image = 'new'\n  v.spec.extra = {1}\nend",
		  "{\"spec\":{\"image\":\"old\",\"n\":1,\"f\":1.5}}");
	out = node_get(b.out, "spec");
	in = node_get(b.in, "spec");
	assert_ptr_equal(out->at.source, in->at.source);
	assert_int_equal(out->at.offset, in->at.offset);
	assert_ptr_equal(node_get(out, "n"), node_get(in, "n"));
	assert_ptr_equal(node_get(out, "f"), node_get(in, "f"));
	assert_str(node_get(out, "image")->at.source->name, "hooks/x.lua");
	assert_int_equal(source_position(node_get(out, "image")->at.source, node_get(out, "image")->at.offset).line, 2);
	assert_str(node_get(out, "extra")->items[0]->at.source->name, "hooks/x.lua");
	assert_str(node_member(out, STR("image"))->key_at.source->name, "job.yaml");
	assert_str(node_member(out, STR("extra"))->key_at.source->name, "hooks/x.lua");
}

TEST(items_keep_their_places_when_they_move)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);

	bench_body(&b, "table.insert(v, 1, 'new'); table.remove(v, 3)", "[\"a\",\"b\",\"c\",{\"k\":1}]");
	assert_str(tree_to_json(&a, b.out), "[\"new\",\"a\",\"c\",{\"k\":1}]");
	assert_str(b.out->items[0]->at.source->name, "hooks/x.lua");
	assert_ptr_equal(b.out->items[1], b.in->items[0]);
	assert_ptr_equal(b.out->items[2], b.in->items[2]);
	assert_ptr_equal(b.out->items[3], b.in->items[3]);
}

TEST(a_table_used_twice_becomes_two_nodes_with_one_place)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const struct node *x, *y;

	bench_body(&b, "v.y = v.x; v.z = deepcopy(v.x)", "{\"x\":{\"k\":[1]}}");
	assert_str(tree_to_json(&a, b.out), "{\"x\":{\"k\":[1]},\"y\":{\"k\":[1]},\"z\":{\"k\":[1]}}");
	x = node_get(b.out, "x");
	y = node_get(b.out, "y");
	assert_ptr_equal(x, node_get(b.in, "x"));
	assert_ptr_not_equal(x, y);
	assert_ptr_not_equal(node_get(x, "k")->items[0], node_get(y, "k")->items[0]);
	assert_int_equal(x->at.offset, y->at.offset);
	bench_body(&b, "local _ = v.x.k[1]; v.y = v.x", "{\"x\":{\"k\":[1]}}");
	assert_ptr_not_equal(node_path(b.out, "x.k")->items[0], node_path(b.out, "y.k")->items[0]);
}

TEST(parts_of_other_arguments_are_copied)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const struct node *args[] = {tree_from_json(&a, "{}"), tree_from_json(&a, "{\"l\":{\"k\":\"v\"}}")};
	struct node *out;
	struct script *s;

	assert_true(bench_open(&b, "return function(x, y) x.l = y.l; x.k = y.l.k end", &s));
	assert_true(script_call(s, NULL, args, 2, &out));
	assert_str(tree_to_json(&a, out), "{\"k\":\"v\",\"l\":{\"k\":\"v\"}}");
	assert_ptr_not_equal(node_get(out, "l"), node_get(args[1], "l"));
	assert_ptr_not_equal(node_path(out, "l.k"), node_path(args[1], "l.k"));
	assert_ptr_equal(node_path(out, "l.k")->at.source, node_path(args[1], "l.k")->at.source);
}

TEST(a_kept_table_does_not_share_nodes_with_an_earlier_result)
{
	TEST_ARENA(a);
	struct bench b = bench_new(&a);
	const struct node *args[] = {tree_from_json(&a, "{\"x\":{\"y\":[1]}}")};
	struct node *first, *second;
	struct script *s;

	assert_true(bench_open(&b, "local keep; return function(v) keep = keep or v; return keep end", &s));
	assert_true(script_call(s, NULL, args, 1, &first));
	assert_true(script_call(s, NULL, args, 1, &second));
	assert_true(node_equal(first, second));
	assert_ptr_not_equal(first, second);
	assert_ptr_not_equal(node_get(first, "x"), node_get(second, "x"));
}
