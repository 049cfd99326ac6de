/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/validate/fixed.h"

#include "tests/support/trees.h"

#define CLAIM(spec) "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data, namespace: hpc}\nspec:\n  " spec "\n"
#define CONFIG(members) "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n" members "\n"

#define SERVICE(spec) "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {" spec "}\n"

static void check(struct arena *a, const char *before, const char *after, struct diag_list *diags)
{
	diag_list_init(diags, a);
	fixed_check(test_read(a, before), test_read(a, after), diags);
}

static void assert_fixed(const char *before, const char *after, const char *at, const char *message)
{
	TEST_ARENA(a);
	struct diag_list diags;

	check(&a, before, after, &diags);
	assert_int_equal(diags.count, 1);
	assert_diag(&diags, 0, diag_W0652, at, message);
}

static void assert_free(const char *before, const char *after)
{
	TEST_ARENA(a);
	struct diag_list diags;

	check(&a, before, after, &diags);
	assert_no_diags(&diags);
}

TEST(field_of_a_spec_is_fixed)
{
	assert_fixed(CLAIM("storageClassName: slow"), CLAIM("storageClassName: fast"), "5:21",
		     "`spec.storageClassName` of PersistentVolumeClaim `data` cannot be changed while the object is there");
	assert_fixed("apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {hostname: a}}}\n",
		     "apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: {hostname: b}}}\n", "4:18",
		     "`spec.template` of Job `j` cannot be changed while the object is there");
}

TEST(field_of_the_object_is_fixed)
{
	assert_fixed("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: Opaque\n",
		     "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: kubernetes.io/tls\n", "4:7",
		     "`type` of Secret `s` cannot be changed while the object is there");
}

TEST(field_that_comes_or_goes_is_a_change)
{
	assert_fixed(CLAIM("volumeName: pv"), CLAIM("accessModes: null"), "5:3",
		     "`spec.volumeName` of PersistentVolumeClaim `data` cannot be changed while the object is there");
	assert_fixed(CLAIM("volumeName: null"), CLAIM("volumeName: pv"), "5:15",
		     "`spec.volumeName` of PersistentVolumeClaim `data` cannot be changed while the object is there");
}

TEST(other_fields_may_change)
{
	assert_free(CLAIM("resources: {requests: {storage: 1Gi}}"), CLAIM("resources: {requests: {storage: 2Gi}}"));
	assert_free("apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: j}\nspec: {jobTemplate: {spec: {template: {spec: {hostname: a}}}}}\n",
		    "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: j}\nspec: {jobTemplate: {spec: {template: {spec: {hostname: b}}}}}\n");
	assert_free(CONFIG("data: {a: b}"), CONFIG("data: {a: c}"));
	assert_free(CLAIM("storageClassName: null"), CLAIM("accessModes: null"));
}

TEST(what_the_server_takes_a_missing_field_for_is_no_change)
{
	assert_free("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ntype: Opaque\n");
	assert_free(CLAIM("volumeMode: Filesystem"), CLAIM("accessModes: null"));
	assert_fixed(CLAIM("volumeMode: null"), CLAIM("volumeMode: Block"), "5:15",
		     "`spec.volumeMode` of PersistentVolumeClaim `data` cannot be changed while the object is there");
	assert_free(SERVICE("clusterIP: None"), SERVICE("ports: []"));
	assert_fixed(SERVICE("ports: []"), SERVICE("clusterIP: None"), "4:19",
		     "`spec.clusterIP` of Service `s` cannot be changed while the object is there");
}

TEST(data_is_fixed_when_it_was_immutable)
{
	assert_fixed(CONFIG("immutable: true\ndata: {a: b}"), CONFIG("immutable: true\ndata: {a: c}"), "5:7",
		     "`data` of ConfigMap `c` cannot be changed while the object is there");
	assert_fixed(CONFIG("immutable: true"), CONFIG("immutable: false"), "4:12",
		     "`immutable` of ConfigMap `c` cannot be changed while the object is there");
	assert_free(CONFIG("immutable: false\ndata: {a: b}"), CONFIG("immutable: true\ndata: {a: c}"));
}

TEST(another_object_may_be_anything)
{
	assert_free(CONFIG("immutable: true\ndata: {a: b}"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: d}\ndata: {a: c}\n");
	assert_free(CONFIG("immutable: true\ndata: {a: b}"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: hpc}\ndata: {a: c}\n");
	assert_free("apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {template: 1}\n",
		    "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec: {template: 2}\n");
}
