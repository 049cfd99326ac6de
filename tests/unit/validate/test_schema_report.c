/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/contract/names.h"
#include "tests/unit/validate/validate_case.h"

/* A mistake in `text` of that kind of source, of a job that stands elsewhere. */
static void run(struct diag_list *diags, struct arena *a, enum source_kind kind, const char *text)
{
	const struct schema_target target = {.set = &schema_kubernetes, .version = 34};
	struct node *job = test_read(a, "metadata: {name: pi}\n");

	diag_list_init(diags, a);
	assert_false(
		schema_check(&target, test_read_as(a, kind, "text", str_from(text)), node_path(job, "metadata.name")->at, diags));
	assert_int_equal(diags->count, 1);
}

static void assert_label(enum source_kind kind, const char *text, const char *label)
{
	TEST_ARENA(a);
	struct diag_list diags;

	run(&diags, &a, kind, text);
	assert_str(diags.items[0].labels[0].text, label);
	assert_str(diags.items[0].labels[0].at.source->name, "job.yaml");
}

TEST(a_label_says_where_the_value_ended_up)
{
	assert_label(source_file, CONTAINER("args: [a, 1]"), "in Job `a`, at `spec.template.spec.containers[0].args[1]`");
	assert_label(source_file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a.b: 1}\n",
		     "in ConfigMap `a`, at `data[\"a.b\"]`");
	assert_label(source_file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nb: 1\n", "in ConfigMap `a`");
}

TEST(a_label_says_through_which_door_it_came)
{
	const char *text = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nb: 1\n";

	assert_label(source_project, text, "from the defaults of mpicc.yaml, in ConfigMap `a`");
	assert_label(source_default, text, "a default, in ConfigMap `a`");
	assert_label(source_flavour, text, "from the flavour, in ConfigMap `a`");
	assert_label(source_hook, text, "from a hook, in ConfigMap `a`");
}

TEST(a_label_names_the_environment)
{
	TEST_ARENA(a);
	struct node *object = test_read_as(&a, source_project, "mpicc.yaml",
					   STR("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nb: 1\n"));
	struct schema_target target = {
		.set = &schema_kubernetes, .version = 34, .environment = STR("prod"), .environments_at = object->at};
	struct diag_list diags;

	diag_list_init(&diags, &a);
	assert_false(schema_check(&target, object, object->at, &diags));
	assert_str(diags.items[0].labels[0].text, "from the environment `prod`, in ConfigMap `a`");
	target.environments_at.length = 10;
	assert_false(schema_check(&target, object, object->at, &diags));
	assert_str(diags.items[1].labels[0].text, "from the defaults of mpicc.yaml, in ConfigMap `a`");
}

TEST(the_runs_hash_is_left_open)
{
	assert_label(source_file, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: pi-" RUN_ID_PLACEHOLDER "-config}\nb: 1\n",
		     "in ConfigMap `pi-…-config`");
}

/* What a template of ours holds is shown at the job. */
TEST(what_nobody_wrote_is_shown_at_the_job)
{
	TEST_ARENA(a);
	struct diag_list diags;

	run(&diags, &a, source_template, CONTAINER("tty: 1"));
	assert_str(diags.items[0].at.source->name, "job.yaml");
	assert_diag(&diags, 0, diag_E0803, "1:18", "`tty` must be true or false");
}

TEST(near_names_are_suggested)
{
	TEST_ARENA(a);
	struct diag_list diags;

	run(&diags, &a, source_file, CONTAINER("imagepullpolicy: Always"));
	assert_str(diags.items[0].help, "did you mean `imagePullPolicy`?");
}

static void assert_help(const char *text, const char *help)
{
	TEST_ARENA(a);
	struct diag_list diags;

	run(&diags, &a, source_file, text);
	assert_str(diags.items[0].help, help);
}

TEST(a_field_of_a_neighbour_is_shown_its_place)
{
	assert_help(POD("imagePullPolicy: Always"), "`imagePullPolicy` is a field of `containers`");
	assert_help(POD("runAsUser: 7"), "`runAsUser` is a field of `securityContext`");
	assert_help(CONTAINER("nodeSelector: {a: b}"), "`nodeSelector` is a field of `spec`");
	assert_help(CONTAINER("ports: [{containerPort: 1, volumeMounts: []}]"),
		    "`volumeMounts` is a field of an item of `containers`");
	assert_help(CONTAINER("entirelyElsewhere: 1"), "");
}
