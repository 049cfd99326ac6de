/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/validate/validate_case.h"

TEST(an_unknown_field_is_reported_alone)
{
	validate_case_refuse(CONTAINER("imagePullPolcy: {a: [1]}"), diag_E0801, "8:40",
			     "unknown field `imagePullPolcy` in an item of `containers`");
	validate_case_refuse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\nspec: {}\n", diag_E0801, "4:1",
			     "unknown field `spec` in the ConfigMap");
	validate_case_refuse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n\"\": {}\n", diag_E0801, "4:1",
			     "unknown field `` in the ConfigMap");
}

/* What is misspelt is not missing besides. */
TEST(a_misspelt_field_is_not_missing)
{
	validate_case_refuse(CONTAINER("volumeMounts: [{name: a, mountpath: /a}]"), diag_E0801, "8:65",
			     "unknown field `mountpath`");
	validate_case_refuse(CONTAINER("volumeMounts: [{name: a}]"), diag_E0804, "8:55",
			     "field `mountPath` is missing in an item of `volumeMounts`");
}

TEST(all_mistakes_of_an_object_are_reported)
{
	TEST_ARENA(a);
	struct validate_case c;

	validate_case_run(&c, &a, 34, CONTAINER("tty: 1, stdin: 2, bogus: 3"));
	assert_int_equal(c.diags.count, 3);
}

/* A file of nothing but mistakes costs no more than what is shown of it. */
TEST(a_walk_ends_when_there_are_mistakes_enough)
{
	TEST_ARENA(a);
	struct validate_case c;
	struct str text = STR("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

	for (int i = 0; i < 3000; i++)
		text = arena_format(&a, "%.*sx%d: 1\n", STR_ARG(text), i);
	validate_case_run(&c, &a, 34, text.data);
	assert_int_equal(c.diags.count, 1000);
}

TEST(keys_of_maps_have_forms)
{
	validate_case_refuse(POD("nodeSelector: {a b: c}"), diag_E0807, "8:22", "`a b` in `nodeSelector` must be a label's key");
	validate_case_refuse(CONTAINER("resources: {limits: {gpu: 1}}"), diag_E0807, "8:61",
			     "`gpu` in `limits` must be a resource");
}

TEST(fields_come_and_go_with_versions)
{
	TEST_ARENA(a);
	struct validate_case c;

	validate_case_run(&c, &a, 33, POD("hostnameOverride: a"));
	assert_diag(&c.diags, 0, diag_E0802, "8:7",
		    "`hostnameOverride` is there since Kubernetes 1.34, and the manifests are for 1.33");
	validate_case_run(&c, &a, 34, POD("hostnameOverride: a"));
	assert_no_diags(&c.diags);
}

TEST(choices_come_with_versions)
{
	TEST_ARENA(a);
	struct validate_case c;
	const char *text = POD("tolerations: [{key: a, operator: Gt, value: \"1\"}]");

	validate_case_run(&c, &a, 34, text);
	assert_int_equal(c.diags.count, 1);
	assert_diag(&c.diags, 0, diag_E0802, "8:40", "`Gt` is there since Kubernetes 1.35");
	validate_case_run(&c, &a, 35, text);
	assert_no_diags(&c.diags);
}

TEST(required_fields_depend_on_the_version)
{
	TEST_ARENA(a);
	struct validate_case c;
	const char *text = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {}\n";

	validate_case_run(&c, &a, 33, text);
	assert_diag(&c.diags, 0, diag_E0804, "4:7", "field `podSelector` is missing in `spec`");
	validate_case_run(&c, &a, 34, text);
	assert_no_diags(&c.diags);
}

TEST(kinds_come_with_versions)
{
	TEST_ARENA(a);
	struct validate_case c;
	const char *text = "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: a}\n";

	validate_case_run(&c, &a, 32, text);
	assert_diag(&c.diags, 0, diag_E0802, "2:7", "`ServiceCIDR` is there since Kubernetes 1.33");
	validate_case_run(&c, &a, 33, text);
	assert_no_diags(&c.diags);
}

TEST(unknown_kinds_pass_only_in_other_groups)
{
	validate_case_refuse("apiVersion: batch/v1\nkind: Jab\nmetadata: {name: a}\n", diag_E0810, "2:7",
			     "there is no kind `Jab` in batch/v1");
	validate_case_refuse("apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n", diag_E0810, "1:13",
			     "Kubernetes has no `policy/v1beta1` since 1.25");
	validate_case_accept("apiVersion: example.com/v1\nkind: Jab\nmetadata: {name: 7}\nanything: goes\n");
	validate_case_accept("apiVersion: storage.k8s.io/v1\nkind: StorageClass\nmetadata: {name: a}\n");
}

static void check_pod(struct diag_list *diags, struct arena *a, bool whole, const char *text)
{
	const struct schema_target target = {.set = &schema_kubernetes, .version = 34};

	bool ok;

	diag_list_init(diags, a);
	ok = schema_check_pod(&target, text ? test_read(a, text) : NULL, whole, diags);
	assert_int_equal(ok, diags->count == 0);
}

TEST(the_shape_of_a_pod_is_checked_by_itself)
{
	TEST_ARENA(a);
	struct diag_list diags;

	check_pod(&diags, &a, false, NULL);
	assert_no_diags(&diags);
	check_pod(&diags, &a, false, "volumes: null\ncontainers: [{name: 7, bogus: {}}]\n");
	assert_no_diags(&diags);
	check_pod(&diags, &a, false, "volumes: {a: b}\ncontainers: [{env: x}, 7]\n");
	assert_int_equal(diags.count, 3);
	assert_diag(&diags, 0, diag_E0803, "1:10", "`volumes` must be a list, not a map");
	assert_diag(&diags, 1, diag_E0803, "2:20", "`env` must be a list, not a string");
	assert_diag(&diags, 2, diag_E0803, "2:24", "an item of `containers` must be a map");
	check_pod(&diags, &a, false, "[]\n");
	assert_diag(&diags, 0, diag_E0803, "1:1", "`pod` must be a map, not a list");
	check_pod(&diags, &a, true, "spec: {volumes: x}\nmetadata: {labels: 7}\n");
	assert_int_equal(diags.count, 2);
}

TEST(status_and_managed_fields_pass)
{
	validate_case_accept("apiVersion: v1\nkind: Namespace\nmetadata: {name: a, managedFields: [{fieldsV1: {a: b}}]}\nstatus: "
			     "{any: thing}\n");
}

#define SECRET "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n"
#define SEALED "'ENC[AES256_GCM,data:x,iv:x,tag:x,type:str]'"

TEST(what_sops_has_encrypted_is_looked_at_all_the_same)
{
	validate_case_accept(SECRET "data: {a: " SEALED "}\nsops: {mac: " SEALED ", age: [{recipient: age1x}]}\n");
	validate_case_refuse(SECRET "data: {a: " SEALED "}\n", diag_E0807, "4:11", "`a` must be base64");
	validate_case_refuse(SECRET "data: {a: b}\nsops: {mac: x}\n", diag_E0807, "4:11", "`a` must be base64");
	validate_case_refuse(SECRET "dada: {a: " SEALED "}\nsops: {mac: x}\n", diag_E0801, "4:1", "unknown field `dada` in the Secret");
	validate_case_refuse(SECRET "sops: {age: []}\n", diag_E0801, "4:1", "unknown field `sops` in the Secret");
	validate_case_refuse(SECRET "data: {sops: b}\nsops: {mac: x}\n", diag_E0807, "4:14", "`sops` must be base64");
}
