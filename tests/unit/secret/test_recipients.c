/* SPDX-License-Identifier: Apache-2.0 */
/* Whom a manifest was made for. */
#include "compiler/secret/recipients.h"

#include "tests/support/test.h"

static bool same(const char *x, const char *y)
{
	bool there = recipients_same(str_from(x), str_from(y)), back = recipients_same(str_from(y), str_from(x));

	assert_int_equal(there, back);
	return there;
}

TEST(recipients_are_a_set)
{
	assert_true(same("", "kind: Secret\n"));
	assert_true(same("  - enc: x\n    recipient: a\n  - recipient: b\n", "recipient: b\nrecipient: a\n"));
	assert_false(same("recipient: a\n", "recipient: a\nrecipient: b\n"));
	assert_false(same("recipient: a\n", "recipient: b\n"));
	assert_false(same("recipient: a\n", ""));
}

/* `sops updatekeys` writes the file anew, in its own style. */
TEST(the_style_of_sops_is_read)
{
	assert_true(same("sops:\n    age:\n        - recipient: age1x\n          enc: |\n            y\n    version: 3.13.3\n",
			 "sops:\n  age:\n  - enc: |\n      z\n    recipient: age1x\n"));
}

TEST(certificates_are_told_by_their_fingerprint)
{
	assert_true(same("    mpicc.dev/sealed-for: sha256:1\n", "mpicc.dev/sealed-for: sha256:1\n"));
	assert_false(same("mpicc.dev/sealed-for: sha256:1\n", "mpicc.dev/sealed-for: sha256:2\n"));
}
