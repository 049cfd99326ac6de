/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/validate/validate_case.h"

TEST(types_are_held_to)
{
	validate_case_refuse(CONTAINER("args: [1]"), diag_E0803, "8:47", "an item of `args` must be a string, not an integer");
	validate_case_refuse(CONTAINER("workingDir: true"), diag_E0803, "8:52", "`workingDir` must be a string, not a boolean");
	validate_case_refuse(CONTAINER("tty: 1"), diag_E0803, "8:45", "`tty` must be true or false, not an integer");
	validate_case_refuse(CONTAINER("command: sh -c"), diag_E0803, "8:49", "`command` must be a list, not a string");
	validate_case_refuse(CONTAINER("resources: []"), diag_E0803, "8:51", "`resources` must be a map, not a list");
	validate_case_refuse(CONTAINER("ports: [{containerPort: 22.5}]"), diag_E0803, "8:64",
			     "`containerPort` must be an integer");
	validate_case_refuse(CONTAINER("livenessProbe: {tcpSocket: {port: true}}"), diag_E0803, "8:74",
			     "`port` must be an integer or a string");
}

TEST(a_null_is_a_field_that_is_not_there)
{
	validate_case_accept(CONTAINER("workingDir: null, resources: null, args: null"));
	validate_case_refuse(CONTAINER("env: [{name: null}]"), diag_E0804, "8:46", "field `name` is missing in an item of `env`");
}

TEST(numbers_have_ranges)
{
	validate_case_accept(CONTAINER("ports: [{containerPort: 65535}]"));
	validate_case_refuse(CONTAINER("ports: [{containerPort: 65536}]"), diag_E0806, "8:64",
			     "`containerPort` is 65536, which is not from 1 to 65535");
	validate_case_refuse(CONTAINER("ports: [{containerPort: 0}]"), diag_E0806, "8:64", "`containerPort` is 0");
	validate_case_refuse(CONTAINER("livenessProbe: {tcpSocket: {port: 0}}"), diag_E0806, "8:74", "`port` is 0");
	validate_case_refuse(CONTAINER("livenessProbe: {tcpSocket: {port: 1}, periodSeconds: -1}"), diag_E0806, "8:93",
			     "`periodSeconds` is -1, 0 is the least");
	validate_case_refuse(POD("priority: 2147483648"), diag_E0806, "8:17", "`priority` is 2147483648");
}

TEST(quantities_are_numbers_or_texts)
{
	validate_case_accept(CONTAINER("resources: {limits: {cpu: 2, memory: 1.5e3, nvidia.com/gpu: \"1\"}}"));
	validate_case_refuse(CONTAINER("resources: {limits: {memory: 1 GB}}"), diag_E0807, "8:69",
			     "`memory` must be a quantity, not `1 GB`");
	validate_case_refuse(CONTAINER("resources: {limits: {cpu: -1}}"), diag_E0806, "8:66", "`cpu` must not be negative");
	validate_case_refuse(CONTAINER("resources: {limits: {cpu: -500m}}"), diag_E0806, "8:66", "`cpu` must not be negative");
	validate_case_refuse(CONTAINER("resources: {limits: {cpu: true}}"), diag_E0803, "8:66", "`cpu` must be a quantity");
}

TEST(choices_may_be_empty_but_not_unknown)
{
	validate_case_accept(CONTAINER("imagePullPolicy: \"\""));
	validate_case_refuse(CONTAINER("imagePullPolicy: never"), diag_E0805, "8:57", "`imagePullPolicy` cannot be `never`");
}

TEST(texts_have_forms_and_lengths)
{
	validate_case_refuse(POD("subdomain: a.b"), diag_E0807, "8:18", "`subdomain` must be a DNS label, not `a.b`");
	validate_case_refuse(CONTAINER("volumeMounts: [{name: a, mountPath: \"\"}]"), diag_E0806, "8:76",
			     "`mountPath` must not be empty");
}

TEST(a_long_value_is_cut_in_the_message)
{
	TEST_ARENA(a);
	struct validate_case c;
	struct str text = arena_format(
		&a, "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 1, name: A%0*d}]}\n", 10000, 0);

	validate_case_run(&c, &a, 34, text.data);
	assert_int_equal(c.diags.count, 1);
	assert_true(c.diags.items[0].message.length < 200);
}
