/* SPDX-License-Identifier: Apache-2.0 */
#include "runtime-controller/reconcile/key.h"
#include "tests/support/test.h"

#define SECRET(labels, owners) "{\"metadata\": {\"uid\": \"u-9\", \"labels\": {" labels "}, \"ownerReferences\": " owners "}}"
#define OURS "\"app.kubernetes.io/managed-by\": \"mpicc-controller\", \"mpicc.dev/run\": \"rmt9czhg\""
#define JOB(uid) "{\"kind\": \"Job\", \"uid\": \"" uid "\"}"

TEST(key_judge_takes_only_a_secret_that_a_controller_made_for_a_job_of_this_run)
{
	static const struct {
		const char *secret;
		enum key_owner owner;
	} rows[] = {
		{SECRET(OURS, "[" JOB("u-1") "]"), key_ours},
		{SECRET(OURS, "[" JOB("u-0") ", " JOB("u-1") "]"), key_ours},
		{SECRET(OURS, "[" JOB("u-0") "]"), key_leftover},
		{SECRET(OURS, "[{\"kind\": \"ConfigMap\", \"uid\": \"u-0\"}]"), key_foreign},
		{SECRET(OURS, "[]"), key_foreign},
		{SECRET("\"app.kubernetes.io/managed-by\": \"mpicc-controller\", \"mpicc.dev/run\": \"another1\"",
			"[" JOB("u-1") "]"),
		 key_foreign},
		{SECRET("\"mpicc.dev/run\": \"rmt9czhg\"", "[" JOB("u-0") "]"), key_foreign},
		{"{\"metadata\": {}}", key_foreign},
		{"no JSON", key_foreign},
	};
	static const struct run_key key = {"hpc", "pi", "rmt9czhg"};
	char uid[uid_max + 1];

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_int_equal(key_judge(str_from(rows[i].secret), &key, "u-1", uid), rows[i].owner);
		if (rows[i].owner != key_foreign)
			assert_string_equal(uid, "u-9");
	}
}
