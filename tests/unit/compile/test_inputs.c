/* SPDX-License-Identifier: Apache-2.0 */
/* Files, folders, standard input, and the mpicc.yaml above each. */
#include "compiler/inputs.h"

#include "tests/unit/compile/compile_case.h"

/* The names of the jobs that were compiled, sorted, each with a blank after it. */
static struct str jobs(struct compile_case *c)
{
	struct str out = STR(""), last = STR_NONE;

	for (uint32_t i = 0; i < c->result.files.count; i++) {
		struct str folder = path_folder(c->result.files.items[i].path);

		if (!str_equal(folder, last))
			out = arena_format(c->arena, "%.*s%.*s ", STR_ARG(out), STR_ARG(path_name(folder)));
		last = folder;
	}
	return out;
}

TEST(a_folder_is_searched_at_all_levels)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "jobs/b.yaml", JOB("b"));
	compile_case_file(&c, "jobs/a.yml", JOB("a"));
	compile_case_file(&c, "jobs/deep/er/c.yaml", JOB("c"));
	compile_case_file(&c, "jobs/readme.md", "not a job");
	compile_case_file(&c, "jobs/x.yaml.bak", "not: a job");
	compile_case_file(&c, "jobs/hooks/h.lua", "return 1");
	compile_case_input(&c, "jobs");
	compile_case_succeed(&c);
	assert_str(jobs(&c), "a b c ");
}

TEST(hidden_names_and_the_project_are_left_out)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, ".b.yaml", "not: a job");
	compile_case_file(&c, ".github/workflows/ci.yaml", "not: a job");
	compile_case_file(&c, "mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_file(&c, "sub/mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_input(&c, ".");
	compile_case_succeed(&c);
	assert_str(jobs(&c), "a ");
	/* Unless named. */
	compile_case_input(&c, ".b.yaml");
	compile_case_refuse(&c, diag_E0303, "1:1", "this document is no MPI job: apiVersion ``, kind ``");
}

TEST(a_project_among_named_files_is_left_out)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_file(&c, "sub/mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_input(&c, "a.yaml");
	compile_case_input(&c, "mpicc.yaml");
	compile_case_succeed(&c);
	assert_str(jobs(&c), "a ");
}

TEST(projects_alone_are_a_mistake)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_file(&c, "sub/mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_input(&c, "mpicc.yaml");
	compile_case_input(&c, "sub/mpicc.yaml");
	compile_case_refuse(&c, diag_E0302, "0:0", "every input is a mpicc.yaml");
}

TEST(a_hook_is_never_standard_input)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a") "hooks: ['-']\n");
	compile_case_file(&c, "-", "return function() fail('read') end");
	compile_case_refuse(&c, diag_E0307, "6:9", "`-` is not a Lua file");
}

TEST(a_hook_is_a_file_that_calls_itself_lua)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a") "hooks: [/proc/self/environ]\n");
	compile_case_file(&c, "/proc/self/environ", "TOKEN=secret");
	compile_case_refuse(&c, diag_E0307, "6:9", "`/proc/self/environ` is not a Lua file");
}

TEST(what_may_never_end_is_not_read)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a") "hooks: [pipe.lua]\n");
	compile_case_file(&c, "pipe.lua", NULL);
	compile_case_refuse(&c, diag_E0305, "6:9", "pipe.lua: not a regular file");
	compile_case_init(&c, &a);
	compile_case_file(&c, "jobs/pipe.yaml", NULL);
	compile_case_input(&c, "jobs");
	compile_case_refuse(&c, diag_E0305, "0:0", "jobs/pipe.yaml: not a regular file");
}

TEST(mistakes_before_a_file_that_cannot_be_read_are_told)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "bad.yaml", "a: [1\n");
	compile_case_file(&c, "denied.yaml", JOB("a"));
	compile_case_input(&c, "bad.yaml");
	compile_case_input(&c, "denied.yaml");
	c.io.fail_at = 2;
	compile_case_run(&c);
	assert_int_equal(c.status, -1);
	assert_int_equal(c.err.code, error_io);
	assert_true(c.diags.errors > 0);
	assert_str(c.diags.items[0].at.source->name, "bad.yaml");
}

TEST(standard_input_is_read_once)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "-", JOB("a"));
	compile_case_input(&c, "-");
	compile_case_input(&c, "-");
	compile_case_refuse(&c, diag_E0305, "0:0", "`-` is there twice, but standard input can be read once only");
}

TEST(output_of_an_earlier_compilation_is_left_out)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "out/" OWNED_FILE, "default/a/job.yaml\n");
	compile_case_file(&c, "out/default/a/job.yaml", "kind: Job\n");
	compile_case_input(&c, ".");
	compile_case_succeed(&c);
	assert_str(jobs(&c), "a ");
}

TEST(a_folder_without_jobs_is_a_mistake)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "jobs/readme.md", "x");
	compile_case_file(&c, "jobs/mpicc.yaml", "kubernetes: '1.33'\n");
	compile_case_input(&c, "jobs");
	compile_case_refuse(&c, diag_E0302, "0:0", "the folder `jobs` holds no job files (*.yaml, *.yml)");
}

TEST(a_folder_without_jobs_is_allowed_when_asked_for)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "jobs/readme.md", "x");
	compile_case_input(&c, "jobs");
	c.request.allow_empty = true;
	compile_case_succeed(&c);
	assert_int_equal(compile_case_paths(&c).length, 0);
}

TEST(files_without_jobs_are_mistakes)
{
	static const char *const empty[] = {"", "\n\n", "# a comment\n", "---\n---\n"};
	TEST_ARENA(a);
	struct compile_case c;

	for (size_t i = 0; i < sizeof(empty) / sizeof(*empty); i++) {
		compile_case_job(&c, &a, empty[i]);
		compile_case_refuse(&c, diag_E0302, "1:1", "the file is empty");
		assert_str(c.diags.items[0].at.source->name, "job.yaml");
	}
	compile_case_job(&c, &a, JOB("a") "---\napiVersion: v1\nkind: Service\n");
	compile_case_refuse(&c, diag_E0303, "7:1", "this document is no MPI job: apiVersion `v1`, kind `Service`");
	compile_case_job(&c, &a, "apiVersion: kubeflow.org/v1\nkind: PyTorchJob\n");
	compile_case_refuse(&c, diag_E0303, "1:1",
			    "this document is no MPI job: apiVersion `kubeflow.org/v1`, kind `PyTorchJob`");
	compile_case_job(&c, &a, "- a\n- b\n");
	compile_case_refuse(&c, diag_E0303, "1:1", "this document is no MPI job");
}

TEST(an_unknown_version_of_ours_is_a_job_with_a_mistake)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, "apiVersion: mpicc.dev/v2\nkind: MPIJob\nmetadata: {name: a}\nimage: i\nrun: a\n");
	compile_case_refuse(&c, diag_E0206, "1:13", "invalid `apiVersion`: `mpicc.dev/v2`");
}

TEST(missing_files_are_mistakes_and_others_go_on)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a"));
	compile_case_input(&c, "nowhere.yaml");
	compile_case_input(&c, "nowhere/else");
	compile_case_run(&c);
	assert_int_equal(c.status, 0);
	assert_int_equal(c.diags.count, 2);
	assert_diag(&c.diags, 0, diag_E0305, "0:0", "nowhere.yaml: No such file");
	assert_diag(&c.diags, 1, diag_E0305, "0:0", "nowhere/else: No such file");
	assert_str(jobs(&c), "a ");
}

TEST(standard_input_is_a_file)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "-", JOB("a") "workers: x\n");
	compile_case_file(&c, "mpicc.yaml", "defaults: {slots: 3}\n");
	compile_case_input(&c, "-");
	compile_case_refuse(&c, diag_E0203, "6:10", "`workers` must be an integer");
	assert_str(c.diags.items[0].at.source->name, "<stdin>");
	compile_case_file(&c, "-", JOB("a"));
	compile_case_succeed(&c);
	assert_at(compile_case_object(&c, "default/a/worker-job.yaml"),
		  "spec.template.spec.containers[mpi].env[MPICC_SLOTS].value", "3");
}

TEST(bad_yaml_is_reported_and_its_file_left_out)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a") "env: {A: [\n");
	compile_case_file(&c, "b.yaml", JOB("b"));
	compile_case_input(&c, "b.yaml");
	compile_case_run(&c);
	assert_int_equal(c.diags.items[0].code, diag_E0101);
	assert_str(jobs(&c), "b ");
}

static struct str slots(struct compile_case *c, const char *job)
{
	struct node *worker = compile_case_object(c, arena_format(c->arena, "default/%s/worker-job.yaml", job).data);

	return node_text(test_find(worker, "spec.template.spec.containers[mpi].env[MPICC_SLOTS].value"));
}

TEST(the_nearest_project_above_holds)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "/mpicc.yaml", "defaults: {slots: 2}\n");
	compile_case_file(&c, "team/mpicc.yaml", "defaults: {slots: 3}\n");
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "team/deep/b.yaml", JOB("b"));
	compile_case_file(&c, "other/deep/c.yaml", JOB("c"));
	compile_case_file(&c, "/else/d.yaml", JOB("d"));
	compile_case_input(&c, ".");
	compile_case_input(&c, "/else/d.yaml");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "2");
	assert_str(slots(&c, "b"), "3");
	assert_str(slots(&c, "c"), "2");
	assert_str(slots(&c, "d"), "2");
}

TEST(a_repositorys_root_ends_the_search)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "../mpicc.yaml", "defaults: {slots: 2}\n");
	compile_case_file(&c, ".git/HEAD", "ref: refs/heads/main\n");
	compile_case_file(&c, "jobs/a.yaml", JOB("a"));
	compile_case_input(&c, "jobs/a.yaml");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "1");
	/* A worktree or submodule has a file of that name. */
	compile_case_file(&c, "jobs/sub/.git", "gitdir: x\n");
	compile_case_file(&c, "mpicc.yaml", "defaults: {slots: 4}\n");
	compile_case_file(&c, "jobs/sub/b.yaml", JOB("b"));
	compile_case_input(&c, "jobs/sub/b.yaml");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "4");
	assert_str(slots(&c, "b"), "1");
}

TEST(paths_that_go_up_find_their_project)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "/mpicc.yaml", "defaults: {slots: 2}\n");
	compile_case_file(&c, "../up/a.yaml", JOB("a"));
	compile_case_file(&c, "here/b.yaml", JOB("b"));
	compile_case_input(&c, "../up/a.yaml");
	compile_case_input(&c, "./here/../here/b.yaml");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "2");
	assert_str(slots(&c, "b"), "2");
}

TEST(a_named_project_holds_for_all)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", "defaults: {slots: 2}\n");
	compile_case_file(&c, "other.yaml", "defaults: {slots: 9}\n");
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "deep/b.yaml", JOB("b"));
	compile_case_input(&c, "a.yaml");
	compile_case_input(&c, "deep");
	c.request.project_file = STR("other.yaml");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "9");
	assert_str(slots(&c, "b"), "9");
	c.request.project_file = STR("missing.yaml");
	compile_case_refuse(&c, diag_E0305, "0:0", "missing.yaml: No such file");
	assert_int_equal(c.result.files.count, 0);
}

TEST(a_wrong_project_is_reported_once)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", "defalts: {slots: 2}\n");
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "b.yaml", JOB("b"));
	compile_case_input(&c, ".");
	compile_case_refuse(&c, diag_E0201, "1:1", "unknown field `defalts`");
	assert_str(c.diags.items[0].at.source->name, "mpicc.yaml");
	assert_int_equal(c.result.jobs, 0);
	compile_case_file(&c, "mpicc.yaml", "kubernetes: '1.33'\n---\nkubernetes: '1.34'\n");
	compile_case_refuse(&c, diag_E0306, "3:1", "mpicc.yaml must be one document");
	compile_case_file(&c, "mpicc.yaml", "a: [\n");
	compile_case_run(&c);
	assert_int_equal(c.diags.count, 1);
	assert_int_equal(c.diags.items[0].code, diag_E0101);
	compile_case_file(&c, "mpicc.yaml", "# nothing yet\n");
	compile_case_succeed(&c);
}

static const char environments[] =
	"defaults: {slots: 2}\nenvironments: {prod: {overrides: {slots: 8}}, dev: {defaults: {slots: 5}}}\n";

TEST(an_environment_is_chosen)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "mpicc.yaml", environments);
	compile_case_file(&c, "a.yaml", JOB("a"));
	compile_case_file(&c, "b.yaml", JOB("b") "slots: 3\n");
	compile_case_input(&c, ".");
	c.request.environment = STR("prod");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "8");
	assert_str(slots(&c, "b"), "8");
	c.request.environment = STR("dev");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "5");
	assert_str(slots(&c, "b"), "3");
	c.request.environment = STR("prd");
	compile_case_refuse(&c, diag_E0301, "2:15", "there is no environment `prd` in mpicc.yaml");
}

TEST(each_project_has_its_environments)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "x/mpicc.yaml", environments);
	compile_case_file(&c, "y/mpicc.yaml", "environments: {prod: {defaults: {slots: 7}}}\n");
	compile_case_file(&c, "x/a.yaml", JOB("a"));
	compile_case_file(&c, "y/b.yaml", JOB("b"));
	compile_case_input(&c, "x");
	compile_case_input(&c, "y");
	c.request.environment = STR("prod");
	compile_case_succeed(&c);
	assert_str(slots(&c, "a"), "8");
	assert_str(slots(&c, "b"), "7");
	c.request.environment = STR("dev");
	compile_case_refuse(&c, diag_E0301, "1:15", "there is no environment `dev`");
	assert_str(c.diags.items[0].at.source->name, "y/mpicc.yaml");
}

TEST(a_default_that_is_wrong_points_to_the_project)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_job(&c, &a, JOB("a"));
	compile_case_file(&c, "mpicc.yaml", "defaults: {slots: many}\n");
	compile_case_refuse(&c, diag_E0203, "1:19", "`slots` must be an integer, not a string");
	assert_str(c.diags.items[0].at.source->name, "mpicc.yaml");
}

TEST(a_flavour_at_the_path_of_ours_is_another_one)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "lua/flavours/openmpi.lua",
			  "return {plan = function(job) return {hostfile = 'theirs', launch = job.run} end}");
	compile_case_file(&c, "job.yaml", JOB("a") "---\n" JOB("b") "mpi: lua/flavours/openmpi.lua\n");
	compile_case_input(&c, "job.yaml");
	compile_case_succeed(&c);
	assert_true(str_ends(node_text(node_path(compile_case_object(&c, "default/a/config.yaml"), "data.hostfile")), "slots=1\n"));
	assert_str(node_text(node_path(compile_case_object(&c, "default/b/config.yaml"), "data.hostfile")), "theirs");
}

TEST(folders_too_deep_are_an_error)
{
	TEST_ARENA(a);
	struct compile_case c;
	struct str path = STR("jobs");

	compile_case_init(&c, &a);
	for (int i = 0; i < 40; i++)
		path = arena_format(&a, "%.*s/d", STR_ARG(path));
	compile_case_file(&c, arena_format(&a, "%.*s/a.yaml", STR_ARG(path)).data, JOB("a"));
	compile_case_input(&c, "jobs");
	compile_case_run(&c);
	assert_int_equal(c.status, -1);
	assert_int_equal(c.err.code, error_io);
}

#define LUA_JOB(path) "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: x}\nimage: img\nrun: ./a\nhooks: [" path "]\n"

TEST(a_job_names_lua_files_of_its_project_only)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "/elsewhere/h.lua", "return function() end");
	compile_case_file(&c, "ws/jobs/x.yaml", LUA_JOB("/elsewhere/h.lua"));
	compile_case_file(&c, "ws/mpicc.yaml", "clusterDomain: x\n");
	compile_case_input(&c, "ws/jobs/x.yaml");
	compile_case_refuse(&c, diag_E0511, "6:9", "`/elsewhere/h.lua` lies outside of the project");
}

TEST(the_project_itself_may_name_any_lua_file)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "/elsewhere/h.lua", "return function() end");
	compile_case_file(&c, "ws/lua/i.lua", "return function() end");
	compile_case_file(&c, "ws/jobs/x.yaml", LUA_JOB("../lua/i.lua"));
	compile_case_file(&c, "ws/mpicc.yaml", "hooks: [/elsewhere/h.lua]\n");
	compile_case_input(&c, "ws/jobs/x.yaml");
	compile_case_succeed(&c);
}

TEST(what_stands_beside_jobs_for_tests_is_no_input)
{
	TEST_ARENA(a);
	struct compile_case c;

	compile_case_init(&c, &a);
	compile_case_file(&c, "jobs/x.yaml", JOB("x"));
	compile_case_file(&c, "jobs/x.expect.yaml", "objects: []");
	compile_case_file(&c, "jobs/x.snapshot.yaml", "# default/x/a.yaml\n");
	compile_case_input(&c, "jobs");
	compile_case_succeed(&c);
	assert_int_equal(c.result.jobs, 1);
}
