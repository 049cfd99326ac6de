/* SPDX-License-Identifier: Apache-2.0 */
/* One job: found twice, its keys, its flavour. */
#include "compiler/job.h"

#include "tests/unit/compile/compile_case.h"

TEST(a_job_is_defined_once)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "a.yaml", JOB("x") "---\n" JOB("z"));
	compile_case_file(&c, "b.yaml", "\n" JOB("x"));
	compile_case_input(&c, ".");
	compile_case_refuse(&c, diag_E0304, "4:18", "job `x` is defined twice in namespace `default`");
	assert_str(c.diags.items[0].at.source->name, "b.yaml");
	assert_str(c.diags.items[0].labels[0].text, "first defined here");
	assert_str(c.diags.items[0].labels[0].at.source->name, "a.yaml");
}

TEST(the_same_file_twice_is_the_same_job_twice)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("x"));
	compile_case_input(&c, "./job.yaml");
	compile_case_refuse(&c, diag_E0304, "3:18", "job `x` is defined twice");
}

TEST(namespaces_keep_jobs_apart)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a,
			 "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: x, namespace: p}, image: i, run: r}\n---\n"
			 "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: x, namespace: q}, image: i, run: r}\n");
	compile_case_succeed(&c);
	assert_non_null(file_set_find(&c.result.files, STR("p/x/service.yaml")));
	assert_non_null(file_set_find(&c.result.files, STR("q/x/service.yaml")));
}

TEST(many_jobs_are_told_apart)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str text = STR("");

	for (int i = 0; i < 200; i++)
		text = arena_format(&a,
				    "%.*s---\n{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: j%d}, image: i, run: r, "
				    "workers: 0}\n",
				    STR_ARG(text), i);
	compile_case_job(&c, &a, text.data);
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 200);
	assert_int_equal(c.result.files.count, 800);
}

TEST(plain_keys_must_be_meant)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("x") "keys: plain\n");
	compile_case_refuse(&c, diag_E0411, "6:7", "`keys: plain` writes a private key into the manifests");
	assert_int_equal(c.result.files.count, 0);
	c.request.insecure_plain_keys = true;
	compile_case_succeed(&c);
	for (uint32_t i = 0; i < c.result.files.count; i++)
		assert_int_equal(c.result.files.items[i].keep_existing, str_ends(c.result.files.items[i].path, "/secret.yaml"));
	assert_at(compile_case_object(&c, "default/x/secret.yaml"), "metadata.name", "x-ssh");
	assert_int_equal(
		node_text(test_find(compile_case_object(&c, "default/x/secret.yaml"), "data.ssh-privatekey")).length > 200, true);
}

TEST(a_key_is_no_part_of_the_run)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str first;

	compile_case_job(&c, &a, JOB("x") "keys: plain\n");
	c.request.insecure_plain_keys = true;
	compile_case_succeed(&c);
	first = node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name"));
	compile_case_succeed(&c);
	assert_str(node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name")),
		   arena_str(&a, first).data);
}

TEST(a_flavour_must_exist)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("x") "mpi: openmpy\n");
	compile_case_refuse(&c, diag_E0550, "6:6", "there is no MPI flavour `openmpy`");
	assert_str(c.diags.items[0].help, "did you mean `openmpi`?");
	compile_case_job(&c, &a, JOB("x") "mpi: own.lua\n");
	compile_case_refuse(&c, diag_E0305, "6:6", "own.lua: No such file");
}

static const char flavour[] =
	"return {plan = function(job) return {hostfile = 'h\\n', launch = {'own-run', table.unpack(job.run)}} end}\n";

TEST(a_flavours_file_is_beside_the_file_that_names_it)
{
	TEST_ARENA(a);
	struct compile_case c;
	const struct node *job;

	compile_case_init(&c, &a);
	compile_case_file(&c, "lua/own.lua", flavour);
	compile_case_file(&c, "mpicc.yaml", "defaults: {mpi: lua/own.lua}\n");
	compile_case_file(&c, "jobs/deep/a.yaml", JOB("a"));
	compile_case_file(&c, "jobs/b.yaml", JOB("b") "mpi: {flavour: ../lua/own.lua}\n");
	compile_case_input(&c, "jobs");
	compile_case_succeed(&c);
	for (int i = 0; i < 2; i++) {
		job = compile_case_object(&c, i ? "default/a/launcher-job.yaml" : "default/b/launcher-job.yaml");
		assert_at(job, "spec.template.spec.containers[mpi].args[0]", "own-run");
		assert_at(job, "spec.template.spec.containers[mpi].args[1]", "./a");
	}
}

TEST(lua_files_are_read_once)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "own.lua", flavour);
	compile_case_file(&c, "h.lua", "return function() end\n");
	compile_case_file(&c, "a.yaml", JOB("a") "mpi: own.lua\nhooks: [h.lua]\n---\n" JOB("b") "mpi: own.lua\nhooks: [h.lua]\n");
	compile_case_input(&c, "a.yaml");
	compile_case_succeed(&c);
	assert_int_equal(c.io.calls, 3);
}

TEST(an_mpijob_takes_defaults_but_keeps_what_it_means)
{
	TEST_ARENA(a);
	struct compile_case c;
	const struct node *job;

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", "defaults: {slots: 7, clean: All, keys: existing/team, env: {A: b}}\n");
	compile_case_file(&c, "pi.yaml", arena_str(&a, test_file(&a, "examples/kubeflow/pi-mpich.yaml")).data);
	compile_case_input(&c, "pi.yaml");
	compile_case_run(&c);
	assert_int_equal(c.diags.errors, 0);
	job = compile_case_object(&c, "default/pi-mpich/launcher-job.yaml");
	assert_at(job, "metadata.annotations[mpicc.dev/keys]", "(none)");
	assert_at(job, "spec.template.spec.containers[0].env[A].value", "b");
	assert_at(job, "spec.template.spec.containers[0].env[MPICC_SLOTS].value", "2");
}
