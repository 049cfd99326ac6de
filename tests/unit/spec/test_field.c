/* SPDX-License-Identifier: Apache-2.0 */
/* Decoding by the table: unknown keys at each level, groups, required fields, defaults, nulls. */
#include "tests/unit/spec/spec_case.h"

TEST(an_unknown_key_is_reported_where_it_stands)
{
	assert_refused("wrokers: 4\n", diag_E0201, "6:1", "unknown field `wrokers`");
	assert_help("wrokers: 4\n", "did you mean `workers`?");
	assert_refused("zzzzzz: 4\n", diag_E0201, "6:1", "unknown field `zzzzzz`");
	assert_help("zzzzzz: 4\n", "");
	assert_refused("'': 4\n", diag_E0201, "6:1", "unknown field ``");
	assert_refused("unknown: null\n", diag_E0201, "6:1", "unknown field `unknown`");
}

TEST(an_unknown_key_in_a_group_too)
{
	assert_refused("launcher: {rank: true}\n", diag_E0201, "6:12", "unknown field `launcher.rank`");
	assert_help("launcher: {rank: true}\n", "did you mean `ranks`?");
	assert_help("launcher: {replicas: 1}\n", "one of `resources`, `ranks`, `pod`");
	assert_refused("network:\n  hostnetwerk: true\n", diag_E0201, "7:3", "unknown field `network.hostnetwerk`");
	assert_help("network:\n  hostnetwerk: true\n", "did you mean `hostNetwork`?");
	assert_refused("podMetadata: {label: {}}\n", diag_E0201, "6:15", "unknown field `podMetadata.label`");
	assert_refused("worker: {resources: {cpu: 1}}\n", diag_E0201, "6:10", "unknown field `worker.resources`");
	assert_help("worker: {resources: {cpu: 1}}\n", "one of `pod`");
}

TEST(suggestions_are_those_of_the_level)
{
	/* `ranks` exists, but not here. */
	assert_refused("rank: true\n", diag_E0201, "6:1", "unknown field `rank`");
	assert_refused("launcher: {workers: 1}\n", diag_E0201, "6:12", "unknown field `launcher.workers`");
	assert_help("launcher: {workers: 1}\n", "one of `resources`, `ranks`, `pod`");
}

TEST(a_key_with_a_dot_is_no_path)
{
	assert_refused("launcher.ranks: true\n", diag_E0201, "6:1", "unknown field `launcher.ranks`");
	assert_refused("metadata.name: x\n", diag_E0201, "6:1", "unknown field `metadata.name`");
	assert_refused("launcher.pod: {a: b}\n", diag_E0201, "6:1", "unknown field `launcher.pod`");
}

TEST(a_group_is_a_map)
{
	assert_refused("launcher: 1\n", diag_E0203, "6:11", "`launcher` must be a map, not an integer");
	assert_refused("network: [eth0]\n", diag_E0203, "6:10", "`network` must be a map, not a list");
	assert_refused("worker: yes it is\n", diag_E0203, "6:9", "`worker` must be a map, not a string");
	assert_refused("podMetadata: true\n", diag_E0203, "6:14", "`podMetadata` must be a map, not a boolean");
}

TEST(null_is_as_if_the_field_were_not_there)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a,
			 "workers: null\nslots:\nlauncher: null\nnetwork: {port: ~, fabric: null}\nclean: null\nenv: "
			 "null\nmounts: null\n");
	assert_int_equal(c.spec.workers, 1);
	assert_int_equal(c.spec.slots, 0);
	assert_int_equal(c.spec.port, 2222);
	assert_int_equal(c.spec.clean, clean_running);
	assert_null(c.spec.nodes[spec_workers]);
	assert_null(c.spec.nodes[spec_slots]);
	assert_int_equal(c.spec.env->item_count, 0);
	spec_case_decode(&c, &a, "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: a}, image: null}");
	assert_false(c.ok);
	assert_diag(&c.diags, 0, diag_E0202, "1:1", "job file has no `image`");
}

TEST(required_fields_are_all_reported)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, "\n# nothing\nworkers: 1\n");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 4);
	assert_diag(&c.diags, 0, diag_E0202, "3:1", "job file has no `apiVersion`");
	assert_diag(&c.diags, 1, diag_E0202, "3:1", "job file has no `kind`");
	assert_diag(&c.diags, 2, diag_E0202, "3:1", "job file has no `metadata.name`");
	assert_diag(&c.diags, 3, diag_E0202, "3:1", "job file has no `image`");
	assert_str(c.diags.items[2].help, "for example: metadata: {name: resnet}");
	spec_case_decode(&c, &a, "{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {namespace: a}, image: i}");
	assert_diag(&c.diags, 0, diag_E0202, "1:1", "job file has no `metadata.name`");
}

TEST(a_document_is_a_map)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, "[a]");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_E0203, "1:1", "a job file must be a map, not a list");
	spec_case_decode(&c, &a, "text");
	assert_diag(&c.diags, 0, diag_E0203, "1:1", "a job file must be a map, not a string");
}

TEST(every_mistake_is_reported_at_once)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, JOB "workers: x\nclean: x\nuser: x\nmounts: [x]\nunknown: x\nlauncher: x\ndeadline: x\n");
	assert_false(c.ok);
	assert_int_equal(c.diags.count, 7);
}

TEST(defaults_have_a_source_of_their_own)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a, "");
	assert_null(c.spec.nodes[spec_workers]);
	assert_null(c.spec.nodes[spec_mpi]);
	assert_int_equal(c.spec.mpi.node->at.source->kind, source_default);
	assert_str(c.spec.mpi.node->at.source->name, "<default>");
	/* Points to the name where nobody set the field. */
	assert_ptr_equal(spec_at(&c.spec, spec_workers).source, c.spec.source);
	assert_int_equal(spec_at(&c.spec, spec_workers).offset, spec_at(&c.spec, spec_name).offset);
}

TEST(rows_are_found_by_path)
{
	assert_string_equal(field_find(&spec_table, STR("launcher.ranks"))->path, "launcher.ranks");
	assert_null(field_find(&spec_table, STR("launcher")));
	assert_null(field_find(&spec_table, STR("ranks")));
	assert_null(field_find(&spec_table, STR("")));
}
