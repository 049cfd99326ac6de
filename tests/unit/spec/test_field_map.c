/* SPDX-License-Identifier: Apache-2.0 */
/* Labels, annotations, lists of strings, raw maps. */
#include "tests/unit/spec/spec_case.h"

TEST(trees_are_kept_as_they_are)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_accept(&c, &a,
			 "podMetadata: {labels: {a: b, example.com/c: \"\"}, annotations: {k8s.v1.cni.cncf.io/networks: \"any "
			 "[text]\\n\"}}\n"
			 "imagePullSecrets: [x, z]\nhooks: []\npod: {nodeSelector: {a: b}, any: [thing, {goes: 1}]}\n");
	assert_tree(c.spec.pod_labels, "{a: b, example.com/c: ''}");
	assert_tree(c.spec.pod_annotations, "{k8s.v1.cni.cncf.io/networks: \"any [text]\\n\"}");
	assert_tree(c.spec.pull_secrets, "[x, z]");
	assert_tree(c.spec.hooks, "[]");
	assert_tree(c.spec.pod, "{nodeSelector: {a: b}, any: [thing, {goes: 1}]}");
	assert_null(c.spec.labels);
	assert_null(c.spec.worker_pod);
}

TEST(label_values_are_strings_of_a_certain_form)
{
	assert_refused("podMetadata: {labels: [a]}\n", diag_E0203, "6:23",
		       "`podMetadata.labels` must be a map of strings, not a list");
	assert_refused("podMetadata: {labels: {a: 4711}}\n", diag_E0203, "6:27",
		       "`podMetadata.labels.a` must be a string, not an integer");
	assert_help("podMetadata: {labels: {a: 4711}}\n", "put it in quotes: \"4711\"");
	assert_help("podMetadata: {labels: {a: {b: c}}}\n", "");
	assert_refused("podMetadata: {labels: {a: 'b c'}}\n", diag_E0212, "6:27", "`b c` is not a valid label value");
	assert_help("podMetadata: {labels: {a: 'b c'}}\n", "letters, digits, `-`, `_` and `.`, at most 63 characters");
	assert_refused("podMetadata: {labels: {a: b-}}\n", diag_E0212, "6:27", "`b-` is not a valid label value");
	assert_refused("podMetadata: {labels: {'a b': c}}\n", diag_E0212, "6:24",
		       "`a b` is not a valid key for `podMetadata.labels`");
	assert_refused("podMetadata: {labels: {a/b/c: d}}\n", diag_E0212, "6:24", "`a/b/c` is not a valid key");
	assert_refused("podMetadata: {labels: {A.B/c: d}}\n", diag_E0212, "6:24", "`A.B/c` is not a valid key");
	assert_refused("podMetadata: {annotations: {/c: d}}\n", diag_E0212, "6:29",
		       "`/c` is not a valid key for `podMetadata.annotations`");
	assert_refused("podMetadata: {annotations: {c: true}}\n", diag_E0203, "6:32",
		       "`podMetadata.annotations.c` must be a string, not a boolean");
}

TEST(label_values_have_63_characters_at_most)
{
	TEST_ARENA(a);
	struct spec_case c;
	const char *most = "012345678901234567890123456789012345678901234567890123456789012";

	spec_case_accept(&c, &a, arena_format(&a, "podMetadata: {labels: {a: \"%s\"}}\n", most).data);
	assert_refused(arena_format(&a, "podMetadata: {labels: {a: \"%s3\"}}\n", most).data, diag_E0212, "6:27", "`0123");
}

TEST(our_labels_and_the_job_controllers_are_reserved)
{
	assert_refused("podMetadata: {labels: {mpicc.dev/run: x}}\n", diag_E0213, "6:24", "label `mpicc.dev/run` is reserved");
	assert_refused("podMetadata: {labels: {batch.kubernetes.io/job-name: x}}\n", diag_E0213, "6:24",
		       "label `batch.kubernetes.io/job-name`");
	assert_refused("podMetadata: {labels: {controller-uid: x}}\n", diag_E0213, "6:24", "label `controller-uid` is reserved");
	assert_refused("podMetadata: {labels: {job-name: x}}\n", diag_E0213, "6:24", "label `job-name` is reserved");
}

TEST(lists_and_maps_are_nothing_else)
{
	assert_refused("hooks: a.lua\n", diag_E0203, "6:8", "`hooks` must be a list of strings, not a string");
	assert_refused("hooks: [a.lua, 5]\n", diag_E0203, "6:16", "`hooks` must be a list of strings, not an integer");
	assert_refused("pod: [a]\n", diag_E0203, "6:6", "`pod` must be a map, not a list");
	assert_refused("launcher: {pod: a}\n", diag_E0203, "6:17", "`launcher.pod` must be a map, not a string");
}
