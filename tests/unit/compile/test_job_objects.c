/* SPDX-License-Identifier: Apache-2.0 */
/* Objects after lowering: hooks, validation, the run's name, files. */
#include "tests/unit/compile/compile_case.h"

/* A job with one hook of that text. */
static void hooked(struct compile_case *c, struct arena *a, const char *lua)
{
	compile_case_job(c, a, JOB("x") "hooks: [h.lua]\n");
	compile_case_file(c, "h.lua", lua);
}

TEST(every_object_and_pod_carries_the_runs_labels)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("x") "gang: volcano\ndisruptionBudget: true\n---\n" JOB("z") "launcher: {ranks: true}\n");
	compile_case_succeed(&c);
	for (uint32_t i = 0; i < c.result.files.count; i++) {
		const struct node *object = test_read_as(&a, source_file, "file", c.result.files.items[i].bytes);
		const struct node *labels[] = {test_find(object, "metadata.labels"),
					       test_find(object, "spec.template.metadata.labels")};
		struct str run = node_text(test_find(labels[0], "[mpicc.dev/run]"));

		for (int k = 0; k < 2 && labels[k]; k++) {
			assert_at(labels[k], "[mpicc.dev/job]",
				  str_starts(c.result.files.items[i].path, "default/x/") ? "x" : "z");
			assert_int_equal(run.length, 8);
			assert_at(labels[k], "[mpicc.dev/run]", arena_str(&a, run).data);
			assert_true(node_text(test_find(labels[k], "[mpicc.dev/role]")).length > 0);
		}
		assert_non_null(labels[0]);
	}
}

TEST(hooks_run_in_order_the_projects_first)
{
	TEST_ARENA(a);
	struct compile_case c;
	static const char add[] = "return function(objects) for _, o in ipairs(objects) do local l = o.metadata.labels "
				  "l.seen = (l.seen or '') .. '%s' end end\n";

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", "hooks: [hooks/p.lua, hooks/q.lua]\n");
	compile_case_file(&c, "hooks/p.lua", arena_format(&a, add, "p").data);
	compile_case_file(&c, "hooks/q.lua", arena_format(&a, add, "q").data);
	compile_case_file(&c, "jobs/j.lua", arena_format(&a, add, "j").data);
	compile_case_file(&c, "jobs/a.yaml", JOB("a") "hooks: [j.lua, ../hooks/p.lua]\n");
	compile_case_input(&c, "jobs/a.yaml");
	compile_case_succeed(&c);
	assert_at(compile_case_object(&c, "default/a/service.yaml"), "metadata.labels.seen", "pqjp");
}

TEST(a_hook_can_add_remove_and_rename)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a,
	       "return function(objects, job)\n"
	       "  local out = array{}\n"
	       "  for _, o in ipairs(objects) do if o.kind ~= 'NetworkPolicy' then out[#out + 1] = o end end\n"
	       "  for _, o in ipairs(out) do if o.kind == 'Service' then o.metadata.name = 'fixed' end end\n"
	       "  out[#out + 1] = {apiVersion = 'v1', kind = 'ConfigMap', metadata = {name = out[1].metadata.name .. '-more'}, "
	       "data = {a = 'b'}}\n"
	       "  return out\nend\n");
	compile_case_succeed(&c);
	/* Files of what hooks made have no hash in them: the next run writes the same ones. */
	assert_str(compile_case_paths(&c),
		   "default/x/config.yaml\ndefault/x/configmap-x-config-more.yaml\ndefault/x/launcher-job.yaml\n"
		   "default/x/service-fixed.yaml\ndefault/x/worker-job.yaml\n");
	assert_at(compile_case_object(&c, "default/x/service-fixed.yaml"), "metadata.name", "fixed");
	assert_int_equal(
		node_text(test_find(compile_case_object(&c, "default/x/configmap-x-config-more.yaml"), "metadata.name")).length,
		sizeof("x-12345678-config-more") - 1);
}

TEST(what_a_hook_does_to_pods_is_the_run)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str plain, labelled, changed;

	compile_case_job(&c, &a, JOB("x"));
	compile_case_succeed(&c);
	plain = node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name"));
	hooked(&c, &a, "return function(objects) for _, o in ipairs(objects) do o.metadata.labels.a = 'b' end end");
	compile_case_succeed(&c);
	labelled = node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name"));
	hooked(&c, &a,
	       "return function(objects) for _, o in ipairs(objects) do if o.kind == 'Job' then o.spec.template.spec.hostIPC = "
	       "true end end end");
	compile_case_succeed(&c);
	changed = node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name"));
	assert_true(str_equal(plain, labelled));
	assert_false(str_equal(plain, changed));
}

static const char add_object[] =
	"return function(objects) objects[#objects + 1] = {apiVersion = 'example.com/v1', kind = '%s', metadata = {name = '%s'%s}} end\n";

TEST(files_stay_in_their_folder)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a, arena_format(&a, add_object, "../../Evil/Kind", "x", "").data);
	compile_case_run(&c);
	assert_int_equal(c.diags.items[0].code, diag_E0524);
	assert_int_equal(c.result.files.count, 0);
	hooked(&c, &a, arena_format(&a, add_object, "Thing", "../x", "").data);
	compile_case_run(&c);
	assert_int_equal(c.diags.items[0].code, diag_E0620);
	assert_int_equal(c.result.files.count, 0);
}

TEST(every_object_has_a_file_of_its_own)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a,
	       "return function(objects)\n"
	       "for i = 1, 3 do objects[#objects + 1] = {apiVersion = 'example.com/v1', kind = 'Thing', metadata = {name = 'y', namespace = "
	       "'n' .. i}} end\n"
	       "objects[#objects + 1] = {apiVersion = 'example.com/v1', kind = 'Launcher', metadata = {name = 'job'}}\n"
	       "objects[#objects + 1] = {apiVersion = 'other/v1', kind = 'Service', metadata = {name = "
	       "objects[2].metadata.name}}\n"
	       "end\n");
	compile_case_succeed(&c);
	assert_str(compile_case_paths(&c),
		   "default/x/config.yaml\ndefault/x/launcher-job.yaml\ndefault/x/launcher-job_2.yaml\n"
		   "default/x/network-policy.yaml\ndefault/x/service.yaml\ndefault/x/service_2.yaml\n"
		   "default/x/thing-y.yaml\ndefault/x/thing-y_2.yaml\ndefault/x/thing-y_3.yaml\ndefault/x/worker-job.yaml\n");
	assert_at(compile_case_object(&c, "default/x/launcher-job.yaml"), "kind", "Job");
	assert_at(compile_case_object(&c, "default/x/service.yaml"), "apiVersion", "v1");
	assert_at(compile_case_object(&c, "default/x/thing-y_3.yaml"), "metadata.namespace", "n3");
}

TEST(a_long_name_from_a_hook_is_refused_cheaply)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a, "return function(objects) objects[1].metadata.name = string.rep('a', 1000000) end\n");
	compile_case_refuse(&c, diag_E0620, "1:1", "an object's name must be a DNS-1123 subdomain");
	assert_true(a.used < 200u << 20);
}

TEST(a_hook_must_exist_and_be_right)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("x") "hooks: [none.lua]\n");
	compile_case_refuse(&c, diag_E0305, "6:9", "none.lua: No such file");
	hooked(&c, &a, "return function(objects) return 5 end\n");
	compile_case_refuse(&c, diag_E0520, "1:1", "the hook returned an integer, not a list of objects");
	hooked(&c, &a, "return function(objects) error('no') end\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0503);
	assert_int_equal(c.result.files.count, 0);
}

TEST(a_budget_of_the_project_limits_hooks)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a, "return function(objects) local n = 0 while true do n = n + 1 end end\n");
	compile_case_file(&c, "mpicc.yaml", "budget: {instructions: 50000, milliseconds: 600000}\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0502);
}

static void invalid(const char *lua, enum diag_code code, const char *message)
{
	TEST_ARENA(a);
	struct compile_case c;

	hooked(&c, &a, lua);
	compile_case_run(&c);
	assert_int_equal(c.status, 0);
	assert_int_equal(c.diags.items[0].code, code);
	assert_true(str_starts(c.diags.items[0].message, message));
	assert_int_equal(c.result.files.count, 0);
}

#define EACH(text) "return function(objects) for _, o in ipairs(objects) do " text " end end\n"

TEST(what_would_break_a_gitops_loop_is_refused)
{
	invalid(EACH("o.metadata.name = o.metadata.name .. 'X'"), diag_E0620, "an object's name must be a DNS-1123 subdomain");
	invalid(EACH("if o.kind == 'Job' then o.metadata.name = string.rep('a', 62) .. #o.metadata.name end"), diag_E0621,
		"a Job's name has at most 63 characters");
	invalid(EACH("if o.kind == 'Service' then o.kind = 'Pod' end"), diag_E0622, "a bare Pod or StatefulSet");
	invalid(EACH("if o.kind == 'Service' then o.kind = 'StatefulSet' end"), diag_E0622, "a bare Pod or StatefulSet");
	invalid(EACH("if o.kind == 'Job' then o.spec.ttlSecondsAfterFinished = 5 end"), diag_E0623,
		"a TTL on a Job that git tracks");
	invalid(EACH("o.metadata.annotations = {['argocd.argoproj.io/hook'] = 'Sync'}"), diag_E0624, "an Argo CD hook");
	invalid(EACH("o.metadata.annotations = {['argocd.argoproj.io/sync-wave'] = '1'}"), diag_E0625, "a sync wave");
}

TEST(a_users_annotation_is_pointed_at)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a,
			 "apiVersion: mpicc.dev/v1\nkind: MPIJob\nimage: i\nrun: r\n"
			 "metadata: {name: x, annotations: {argocd.argoproj.io/sync-wave: \"1\"}}\n");
	compile_case_refuse(&c, diag_E0625, "5:65", "a sync wave waits for workers that wait for the launcher");
}
