/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/invocation.h"

#include "tests/support/test.h"

TEST(links_are_known_by_their_last_component)
{
	assert_string_equal(invocation_of("mpicc-yaml")->shown, "mpicc-yaml");
	assert_string_equal(invocation_of("/usr/bin/kubectl-mpicc_yaml")->shown, "kubectl mpicc-yaml");
	assert_string_equal(invocation_of("./git-mpicc-yaml")->shown, "git mpicc-yaml");
	assert_string_equal(invocation_of("")->shown, "mpicc-yaml");
	assert_string_equal(invocation_of("kubectl-mpicc_yaml/other")->shown, "mpicc-yaml");
	assert_true(invocation_of("kubectl_complete-mpicc_yaml")->completes);
	assert_false(invocation_of("kubectl-mpicc_yaml")->completes);
}

TEST(help_names_what_the_user_types)
{
	TEST_ARENA(a);
	const struct str text = STR("mpicc-yaml compile\n`mpicc-yaml help`, .mpicc-yaml.owned, mpicc-yaml.fish, x-mpicc-yaml y, mpicc-yaml");

	assert_str(invocation_name(invocation_of("git-mpicc-yaml"), &a, text),
		   "git mpicc-yaml compile\n`git mpicc-yaml help`, .mpicc-yaml.owned, mpicc-yaml.fish, x-mpicc-yaml y, mpicc-yaml");
	assert_str(invocation_name(invocation_of("mpicc-yaml"), &a, text), text.data);
	assert_str(invocation_name(invocation_of("git-mpicc-yaml"), &a, STR("")), "");
}
