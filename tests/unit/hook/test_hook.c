/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/hook/hooked.h"

TEST(a_hook_that_does_nothing_changes_nothing)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_text(&h, "return function(objects, job) end"));
	assert_true(node_equal(h.out, h.objects));
	assert_true(str_equal(tree_to_json(&a, h.out), tree_to_json(&a, h.objects)));
	assert_true(hooked_text(&h, "return {hook = function(objects) return objects end}"));
	assert_true(node_equal(h.out, h.objects));
}

TEST(a_hook_can_add_remove_and_replace_objects)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_text(&h, "return function(objects, job)\n  table.remove(objects, 1)\n"
				    "  table.insert(objects, {apiVersion = 'v1', kind = 'ConfigMap', metadata = {name = job.name "
				    ".. '-x', namespace = job.namespace}, data = {}})\n"
				    "end"));
	assert_int_equal(h.out->item_count, h.objects->item_count);
	assert_str(tree_to_json(&a, h.out->items[4]), "{\"apiVersion\":\"v1\",\"data\":{},\"kind\":\"ConfigMap\",\"metadata\":{"
						      "\"name\":\"train-x\",\"namespace\":\"hpc\"}}");
	assert_str(h.out->items[4]->at.source->name, "hooks/x.lua");
	assert_true(hooked_text(&h, "return function(objects) return {objects[2]} end"));
	assert_int_equal(h.out->item_count, 1);
	assert_str(node_text(node_get(h.out->items[0], "kind")), "ConfigMap");
}

TEST(a_hook_sees_the_job)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_text(
		&h, "return function(objects, job)\n"
		    "  assert(job.name == 'train' and job.namespace == 'hpc' and job.workers == 2 and job.slots == 2 and "
		    "job.ranks == 4)\n"
		    "  assert(job.flavour == 'openmpi' and job.environment == 'prod' and job.labels.team == 'vision')\n"
		    "  job.name = 'changed'\nend"));
	assert_str(node_text(node_get(h.job, "name")), "train");
	assert_true(node_equal(h.out, h.objects));
}

TEST(what_is_no_hook_is_a_diagnostic)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_false(hooked_text(&h, "return {name = 'x'}"));
	assert_false(hooked_text(&h, "return 1"));
	assert_false(hooked_text(&h, "return function("));
	assert_false(hooked_text(&h, "return function(objects)\n  objects.x.y = 1\nend"));
	assert_str(hooked_diag(&h, 0), "E0505 hooks/x.lua:1: `hooks/x.lua` has no function `hook`");
	assert_str(hooked_diag(&h, 1),
		   "E0504 hooks/x.lua:1: `hooks/x.lua` returns number, not a function or a table of functions");
	assert_int_equal(h.diags.items[2].code, diag_E0501);
	assert_str(hooked_diag(&h, 3), "E0503 hooks/x.lua:2: attempt to index a nil value (field 'x')");
	assert_null(h.out);
}

TEST(the_result_must_be_a_list_of_objects)
{
	static const struct {
		const char *lua, *diag;
	} rows[] = {
		{"return function() return 'x' end", "E0520 hooks/x.lua:1: the hook returned a string, not a list of objects"},
		{"return function(o) return o[1] end", "E0520 hooks/x.lua:1: the hook returned a map, not a list of objects"},
		{"return function(o) o[2] = 'x' end", "E0520 hooks/x.lua:1: objects[2] is a string, not an object"},
		{"return function(o) o[2] = null end", "E0520 hooks/x.lua:1: objects[2] is null, not an object"},
		{"return function(o) return {} end", "E0523 hooks/x.lua:1: the hook left no object at all"},
		{"return function(o) for i = #o, 1, -1 do o[i] = nil end end",
		 "E0523 hooks/x.lua:1: the hook left no object at all"},
		{"return function(o) o[6] = {kind = 'X', metadata = {name = 'x'}} end",
		 "E0521 hooks/x.lua:1: X x has no `apiVersion`"},
		{"return function(o) o[6] = {apiVersion = 'v1', metadata = {name = 'x'}} end",
		 "E0521 hooks/x.lua:1: objects[6] has no `kind`"},
		{"return function(o) o[6] = {apiVersion = 'v1', kind = 'X', metadata = {}} end",
		 "E0521 hooks/x.lua:1: objects[6], a X, has no `metadata.name`"},
		{"return function(o) o[6] = {apiVersion = 'v1', kind = 'X', metadata = {name = 1}} end",
		 "E0521 hooks/x.lua:1: objects[6], a X, has no `metadata.name`"},
		{"return function(o) o[6] = {apiVersion = 'v1', kind = '', metadata = 3} end",
		 "E0521 hooks/x.lua:1: objects[6] has no `kind`"},
		{"return function(o) o[7] = o[1] end",
		 "E0506 hooks/x.lua:1: `result`: a list without item 6 but with item 7; use table.insert and table.remove"},
	};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct hooked h = hooked_new(&a);

		assert_false(hooked_text(&h, rows[i].lua));
		assert_null(h.out);
		assert_str(hooked_diag(&h, 0), rows[i].diag);
	}
}

TEST(no_two_objects_may_be_the_same)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_false(hooked_text(&h, "return function(o) table.insert(o, deepcopy(o[4])) end"));
	assert_true(str_ends(hooked_diag(&h, 0), "Job train-0mpicc0h-launcher is there twice: objects[4] and objects[6]"));
	assert_str(h.diags.items[0].labels[0].text, "after the hook `hooks/x.lua` that is named here");
	assert_false(hooked_text(&h, "return function(o)\n  local c = deepcopy(o[3]); c.apiVersion = 'networking.k8s.io/v2'; "
				     "table.insert(o, c)\nend"));
	assert_true(hooked_text(
		&h,
		"return function(o)\n  local c = deepcopy(o[3]); c.apiVersion = 'crd.example.com/v1'; table.insert(o, c)\nend"));
	assert_true(hooked_text(
		&h, "return function(o)\n  local c = deepcopy(o[3]); c.metadata.namespace = 'other'; table.insert(o, c)\nend"));
}

TEST(a_hook_that_goes_on_for_ever_is_stopped)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_false(hooked_text(&h, "return function(o)\n  local i = 1\n  while o do i = i + 1 end\nend"));
	assert_str(hooked_diag(&h, 0), "E0502 hooks/x.lua:3: `hooks/x.lua` used up its 10000000 instructions");
}

TEST(hooks_can_follow_each_other)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);

	assert_true(hooked_text(&h, "return function(o) o[1].metadata.labels.n = 'one' end"));
	h.objects = h.out;
	assert_true(hooked_text(&h, "return function(o) o[1].metadata.labels.n = o[1].metadata.labels.n .. '-two' end"));
	assert_str(node_text(node_path(h.out->items[0], "metadata.labels.n")), "one-two");
}

TEST(a_cache_changes_nothing_but_the_time)
{
	TEST_ARENA(a);
	struct hooked h = hooked_new(&a);
	struct source *source = source_new(&a, source_hook, STR("x.lua"),
					   STR("local n = 0\nreturn function(o) n = n + 1 o[1].metadata.name = 'n' .. n end"));
	struct hook hook = {.source = source, .cache = script_cache_new(&a)};

	for (int i = 0; i < 3; i++) {
		assert_true(hook_run(&hook, &hooked_limits, h.job, node_copy(&a, h.objects), &a, &h.diags, &h.out));
		assert_str(node_text(node_path(h.out->items[0], "metadata.name")), "n1");
	}
}
