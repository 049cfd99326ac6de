/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/lsp/uri.h"
#include "tests/support/test.h"

TEST(other_schemes_hosts_and_broken_escapes_are_no_paths)
{
	static const char *const bad[] = {"", "http://x/y", "untitled:Untitled-1", "file:///a%2", "file:///a%", "file:///a%zz", "file:///%00",
					  "file://host/a", "file:relative"};
	TEST_ARENA(a);
	struct str path;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(uri_to_path(str_from(bad[i]), &a, &path));
}

TEST(paths_come_out_decoded_and_without_dots)
{
	TEST_ARENA(a);
	struct str path;

	assert_true(uri_to_path(STR("file:///ws/a%20b/../%C3%BC.yaml"), &a, &path));
	assert_str(path, "/ws/\xC3\xBC.yaml");
	assert_true(uri_to_path(STR("file://localhost/x//./y"), &a, &path));
	assert_str(path, "/x/y");
	assert_str(path_normalise(STR("/../.."), &a), "/");
}

TEST(a_path_is_the_same_after_both_ways)
{
	TEST_ARENA(a);
	struct str uri = uri_from_path(STR("/a b/%/\xC3\xBC#?.yaml"), &a), path;

	assert_str(uri, "file:///a%20b/%25/%C3%BC%23%3F.yaml");
	assert_true(uri_to_path(uri, &a, &path));
	assert_str(path, "/a b/%/\xC3\xBC#?.yaml");
}
