/* SPDX-License-Identifier: Apache-2.0 */
/* The pipeline as a whole: results, options, progress, the same bytes each time. */
#include "tests/unit/compile/compile_case.h"

TEST(a_job_becomes_files_sorted_by_path)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("one"));
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 1);
	assert_str(compile_case_paths(&c),
		   "default/one/config.yaml\ndefault/one/launcher-job.yaml\ndefault/one/network-policy.yaml\n"
		   "default/one/service.yaml\ndefault/one/worker-job.yaml\n");
	assert_at(compile_case_object(&c, "default/one/service.yaml"), "kind", "Service");
}

TEST(several_documents_are_several_jobs)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, "---\n" JOB("b") "target: split\n---\n\n---\n# nothing\n---\n" JOB("a") "workers: 0\n...\n");
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 2);
	assert_int_equal(c.result.files.count, 9);
	assert_str(c.result.files.items[0].path, "default/a/config.yaml");
	assert_str(c.result.files.items[8].path, "default/b/worker-job.yaml");
}

TEST(both_forms_of_job_files_go_together)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "pi.yaml", arena_str(&a, test_file(&a, "examples/kubeflow/pi-mpich.yaml")).data);
	compile_case_file(&c, "one.yaml", JOB("one"));
	compile_case_input(&c, "pi.yaml");
	compile_case_input(&c, "one.yaml");
	compile_case_run(&c);
	assert_int_equal(c.diags.errors, 0);
	assert_int_equal(c.result.jobs, 2);
	assert_at(compile_case_object(&c, "default/pi-mpich/launcher-job.yaml"), "metadata.labels[mpicc.dev/job]", "pi-mpich");
}

static struct str all_bytes(struct compile_case *c)
{
	struct buf b;
	struct str out;

	buf_init(&b, 64 << 20);
	for (uint32_t i = 0; i < c->result.files.count; i++) {
		buf_add(&b, c->result.files.items[i].path);
		buf_add(&b, c->result.files.items[i].bytes);
	}
	assert_false(b.failed);
	out = arena_str(c->arena, buf_str(&b));
	buf_release(&b);
	return out;
}

TEST(the_same_input_gives_the_same_bytes)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str first;

	compile_case_init(&c, &a);
	compile_case_file(&c, "everything.yaml", arena_str(&a, test_file(&a, "tests/golden/everything/in.yaml")).data);
	compile_case_file(&c, "hooked.yaml", JOB("hooked") "hooks: [h.lua]\nenv: {Z: '1', A: '2', M: '3'}\n");
	compile_case_file(&c, "h.lua",
			  "return function(objects) for _, o in ipairs(objects) do o.metadata.annotations = "
			  "{z = '1', b = '2', a = '3', q = '4', k = '5'} end end\n");
	compile_case_input(&c, ".");
	compile_case_succeed(&c);
	first = all_bytes(&c);
	for (int i = 0; i < 3; i++) {
		compile_case_succeed(&c);
		assert_true(str_equal(first, all_bytes(&c)));
	}
}

TEST(the_order_of_inputs_does_not_matter)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str first;

	compile_case_init(&c, &a);
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "b.yaml", JOB("b"));
	compile_case_input(&c, "a.yaml");
	compile_case_input(&c, "b.yaml");
	compile_case_succeed(&c);
	first = all_bytes(&c);
	c.inputs[0] = STR("b.yaml");
	c.inputs[1] = STR("a.yaml");
	compile_case_succeed(&c);
	assert_true(str_equal(first, all_bytes(&c)));
}

TEST(mistakes_of_all_jobs_are_reported_in_order)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "b.yaml", JOB("b") "workers: x\n");
	compile_case_file(&c, "a.yaml", JOB("a") "slots: x\n---\n" JOB("c") "---\n" JOB("d") "clean: x\nmpi: nompi\n");
	compile_case_input(&c, "b.yaml");
	compile_case_input(&c, "a.yaml");
	compile_case_run(&c);
	assert_int_equal(c.status, 0);
	assert_int_equal(c.diags.count, 3);
	assert_diag(&c.diags, 0, diag_E0203, "6:8", "`slots` must be an integer");
	assert_diag(&c.diags, 1, diag_E0206, "19:8", "invalid `clean`");
	assert_diag(&c.diags, 2, diag_E0203, "6:10", "`workers` must be an integer");
	assert_str(c.diags.items[2].at.source->name, "b.yaml");
	/* The job that is right is compiled all the same. */
	assert_non_null(file_set_find(&c.result.files, STR("default/c/service.yaml")));
	assert_null(file_set_find(&c.result.files, STR("default/a/service.yaml")));
}

static void note_progress(void *payload, uint32_t done, uint32_t total)
{
	uint32_t *seen = payload;

	assert_int_equal(done, *seen + 1);
	assert_int_equal(total, 3);
	*seen = done;
}

TEST(without_files_the_same_mistakes_are_found)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct diag_list found;

	compile_case_job(&c, &a, JOB("b"));
	c.request.without_files = true;
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 1);
	assert_int_equal(c.result.files.count, 0);
	compile_case_job(&c, &a, JOB("b") "workers: x\n---\n" JOB("c") "---\n" JOB("c"));
	compile_case_run(&c);
	found = c.diags;
	assert_int_equal(found.count, 2);
	c.request.without_files = true;
	compile_case_run(&c);
	assert_int_equal(c.diags.count, found.count);
	for (uint32_t i = 0; i < found.count; i++)
		assert_str(c.diags.items[i].message, found.items[i].message.data);
}

TEST(progress_counts_every_job_right_or_wrong)
{
	TEST_ARENA(a);
	struct compile_case c;
	uint32_t seen = 0;

	compile_case_job(&c, &a, JOB("a") "---\n" JOB("b") "workers: x\n---\n" JOB("c"));
	c.request.progress = note_progress;
	c.request.progress_payload = &seen;
	compile_case_run(&c);
	assert_int_equal(seen, 3);
	assert_int_equal(c.result.jobs, 3);
}

TEST(options_win_over_the_file)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a") "launcher: {ranks: true}\nkeys: existing/x\n");
	compile_case_succeed(&c);
	assert_non_null(file_set_find(&c.result.files, STR("default/a/job.yaml")));
	c.request.target = target_split;
	c.request.keys = STR("controller");
	compile_case_succeed(&c);
	assert_null(file_set_find(&c.result.files, STR("default/a/job.yaml")));
	assert_at(compile_case_object(&c, "default/a/launcher-job.yaml"), "metadata.annotations[mpicc.dev/keys]", "controller");
}

TEST(wrong_options_are_reported_as_options)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a"));
	c.request.keys = STR("vault");
	compile_case_refuse(&c, diag_E0206, "1:1", "invalid `keys`: `vault`");
	assert_str(c.diags.items[0].at.source->name, "--keys");
	assert_int_equal(c.diags.items[0].at.source->kind, source_option);
	c.request.keys = STR_NONE;
	c.request.target = target_indexed;
	compile_case_refuse(&c, diag_E0404, "1:1", "target indexed needs `launcher: {ranks: true}`");
	assert_str(c.diags.items[0].at.source->name, "--target");
}

TEST(the_project_of_the_first_input_says_where_output_goes)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a"));
	compile_case_file(&c, "mpicc.yaml", "output: {repo: deploy.git, branch: main, path: clusters}\n");
	compile_case_succeed(&c);
	assert_str(c.result.project.repository, "deploy.git");
	assert_str(c.result.project.branch, "main");
	assert_str(c.result.project.folder, "clusters");
}

TEST(nothing_to_compile_is_no_crash)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 0);
	assert_int_equal(c.result.files.count, 0);
}
