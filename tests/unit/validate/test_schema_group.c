/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/validate/validate_case.h"

TEST(entries_of_a_list_differ_in_their_keys)
{
	validate_case_accept(CONTAINER("env: [{name: A}, {name: B}]"));
	validate_case_refuse(CONTAINER("env: [{name: A}, {name: B}, {name: A}]"), diag_E0808, "8:68", "`env` has name `A` twice");
	validate_case_accept(CONTAINER("ports: [{containerPort: 1}, {containerPort: 1, protocol: UDP}]"));
	validate_case_refuse(CONTAINER("ports: [{containerPort: 1, protocol: TCP}, {containerPort: 1}]"), diag_E0808, "8:83",
			     "`ports` has containerPort 1, protocol `TCP` twice");
}

/* They lack a key each, which is said already. */
TEST(entries_without_a_key_are_not_the_same)
{
	TEST_ARENA(a);
	struct validate_case c;

	validate_case_run(&c, &a, 34, CONTAINER("env: [{value: a}, {value: b}]"));
	assert_int_equal(c.diags.count, 2);
	assert_int_equal(c.diags.items[0].code, diag_E0804);
	assert_int_equal(c.diags.items[1].code, diag_E0804);
	validate_case_refuse(CONTAINER("ports: [{containerPort: 1}, {containerPort: 1}]"), diag_E0808, "8:68",
			     "`ports` has containerPort 1");
}

/* More entries than fit on the stack; each third one is there twice. */
TEST(long_lists_are_looked_through_as_well)
{
	TEST_ARENA(a);
	struct validate_case c;
	struct str text =
		STR("apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {restartPolicy: Never, "
		    "containers: [{name: a, image: a, env: [");
	uint32_t count = 3000;

	for (uint32_t i = 0; i < count; i++)
		text = i ? arena_format(&a, "%.*s, {name: v%u}", STR_ARG(text), i % 2000)
			 : arena_join(&a, text, STR("{name: v0}"));
	validate_case_run(&c, &a, 34, arena_join(&a, text, STR("]}]}}}\n")).data);
	assert_int_equal(c.diags.count, 1000);
	assert_diag(&c.diags, 0, diag_E0808, "4:28977", "`env` has name `v0` twice");
}

TEST(entries_of_a_set_differ)
{
	validate_case_refuse("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, finalizers: [a/b, c/d, a/b]}\n", diag_E0808,
			     "3:44", "`finalizers` has `a/b` twice");
}

TEST(lists_have_lengths)
{
	validate_case_refuse("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: []}\n", diag_E0806, "4:20",
			     "`containers` needs at least 1 item");
}

TEST(one_of_the_fields_that_exclude_each_other)
{
	validate_case_accept(POD("volumes: [{name: a}, {name: b, emptyDir: {}}]"));
	validate_case_refuse(POD("volumes: [{name: a, emptyDir: {}, hostPath: {path: /a}}]"), diag_E0809, "8:41",
			     "`emptyDir` and `hostPath` exclude each other in an item of `volumes`");
	validate_case_accept(CONTAINER("env: [{name: A, value: \"\", valueFrom: {fieldRef: {fieldPath: a}}}]"));
	validate_case_refuse(CONTAINER("env: [{name: A, valueFrom: {}}]"), diag_E0809, "8:67",
			     "`valueFrom` needs `configMapKeyRef`, `fieldRef`");
	validate_case_refuse(CONTAINER("readinessProbe: {timeoutSeconds: 1}"), diag_E0809, "8:56",
			     "`readinessProbe` needs `exec`, `grpc`, `httpGet` or `tcpSocket`");
}
