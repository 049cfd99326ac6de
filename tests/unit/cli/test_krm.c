/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/krm.h"

#include "compiler/cli/fn_config.h"
#include "tests/support/test.h"

#define LIST(rest) "apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n" rest
#define JOB "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: a, annotations: {config.kubernetes.io/path: a.yaml}}, x: 1}"

struct fixture {
	struct arena arena;
	struct diag_list diags;
	struct krm_list list;
};

#define FIXTURE(f) __attribute__((cleanup(release))) struct fixture f = {.arena = test_arena()}

static void release(struct fixture *f)
{
	arena_release(&f->arena);
}

static bool read_text(struct fixture *f, const char *text)
{
	diag_list_init(&f->diags, &f->arena);
	return krm_read(source_new(&f->arena, source_file, STR("<stdin>"), str_from(text)), &f->arena, &f->diags, &f->list);
}

TEST(what_is_no_resource_list_is_refused)
{
	FIXTURE(f);
	assert_false(read_text(&f, ""));
	assert_null(f.list.root);
	assert_false(read_text(&f, "kind: ResourceList"));
	assert_false(read_text(&f, "apiVersion: config.kubernetes.io/v1\nkind: List"));
	assert_false(read_text(&f, LIST("---\n") LIST("")));
	assert_false(read_text(&f, LIST("items: 1")));
	assert_int_equal(f.diags.errors, 1);
	assert_true(read_text(&f, LIST("items:")));
	assert_true(read_text(&f, LIST("functionConfig: null")));
	assert_null(f.list.config);
}

TEST(jobs_lose_the_callers_annotations_and_others_keep_them)
{
	FIXTURE(f);
	assert_true(read_text(&f, LIST("items:\n- " JOB "\n- {kind: X, metadata: {annotations: {config.kubernetes.io/path: x}}}")));
	assert_int_equal(f.list.job_count, 1);
	assert_null(node_path(f.list.jobs[0], "metadata.annotations"));
	assert_int_equal(f.list.others->item_count, 1);
	assert_non_null(node_path(f.list.others->items[0], "metadata.annotations"));
	assert_str(f.list.origins[0].path, "a.yaml");
}

TEST(config_among_the_items_is_no_job)
{
	FIXTURE(f);
	assert_true(read_text(&f, LIST("functionConfig: " JOB "\nitems: [" JOB "]")));
	assert_int_equal(f.list.job_count, 0);
	assert_int_equal(f.list.others->item_count, 1);
}

TEST(result_names_the_field_the_object_and_the_file)
{
	FIXTURE(f);
	const struct node *result;

	assert_true(read_text(&f, LIST("items:\n- " JOB)));
	diag_report(&f.diags, diag_E0201, node_get(f.list.jobs[0], "x")->at, "bad");
	diag_report(&f.diags, diag_E0305, PLACE_NONE, "nowhere");
	krm_put_results(&f.list, &f.diags, &f.arena);
	result = node_get(f.list.root, "results")->items[0];
	assert_str(node_text(node_path(result, "field.path")), "x");
	assert_str(node_text(node_path(result, "resourceRef.name")), "a");
	assert_str(node_text(node_path(result, "file.path")), "a.yaml");
	assert_str(node_text(node_path(result, "severity")), "error");
	result = node_get(f.list.root, "results")->items[1];
	assert_str(node_text(node_get(result, "message")), "nowhere");
	assert_null(node_get(result, "file"));
}

TEST(config_is_read_in_each_of_its_kinds)
{
	FIXTURE(f);
	struct fn_config config;

	assert_true(read_text(&f, LIST("functionConfig: {apiVersion: v1, kind: ConfigMap, data: {inputs: ' a  b', target: split}}")));
	assert_true(fn_config_read(f.list.config, &f.arena, &f.diags, &config));
	assert_int_equal(config.inputs->item_count, 2);
	assert_str(config.inputs->items[1]->text, "b");
	assert_int_equal(config.target, 1);
	assert_true(read_text(&f, LIST("functionConfig: " JOB)));
	assert_true(fn_config_read(f.list.config, &f.arena, &f.diags, &config));
	assert_non_null(config.job);
	assert_true(fn_config_read(NULL, &f.arena, &f.diags, &config));
	assert_null(config.job);
	assert_true(read_text(&f, LIST("functionConfig: {apiVersion: mpicc.dev/v1, kind: Compile, target: round}")));
	assert_false(fn_config_read(f.list.config, &f.arena, &f.diags, &config));
	assert_true(read_text(&f, LIST("functionConfig: {apiVersion: mpicc.dev/v2, kind: Compile}")));
	assert_false(fn_config_read(f.list.config, &f.arena, &f.diags, &config));
}
