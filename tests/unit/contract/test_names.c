/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/contract/names.h"

#include <string.h>

#include "tests/support/test.h"

/* `count` times `c`. */
static struct str repeated(struct arena *a, char c, size_t count)
{
	char *text = arena_alloc(a, count + 1);

	memset(text, c, count);
	return (struct str){text, count};
}

TEST(names_of_a_run_end_in_its_hash_and_their_role)
{
	TEST_ARENA(a);
	struct run_names names;

	run_names_make(&a, STR("resnet"), STR("0123abcd"), &names);
	assert_str(names.run, "resnet-0123abcd");
	assert_str(names.launcher, "resnet-0123abcd-launcher");
	assert_str(names.worker, "resnet-0123abcd-worker");
	assert_str(names.config, "resnet-0123abcd-config");
	assert_str(names.secret, "resnet-0123abcd-ssh");
}

TEST(names_the_placeholder_is_as_long_as_a_hash_and_valid_in_a_name)
{
	assert_int_equal(strlen(RUN_ID_PLACEHOLDER), run_id_length);
	assert_true(name_is_dns1123_label(STR(RUN_ID_PLACEHOLDER)));
}

TEST(names_labels_have_lower_case_letters_digits_and_hyphens)
{
	static const char *const good[] = {"a", "a1", "a-b", "1a", "0", "a--b"};
	static const char *const bad[] = {"", "-", "-a", "a-", "A", "a_b", "a.b", "a b", "é", "a\n"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(name_is_dns1123_label(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(name_is_dns1123_label(str_from(bad[i])));
	assert_false(name_is_dns1123_label(STR("a\0b")));
}

TEST(names_service_labels_begin_with_a_letter)
{
	assert_true(name_is_dns1035_label(STR("a1")));
	assert_false(name_is_dns1035_label(STR("1a")));
	assert_false(name_is_dns1035_label(STR("")));
}

TEST(names_labels_have_at_most_63_characters)
{
	TEST_ARENA(a);

	assert_true(name_is_dns1123_label(repeated(&a, 'a', 63)));
	assert_false(name_is_dns1123_label(repeated(&a, 'a', 64)));
	assert_true(name_is_label_value(repeated(&a, 'a', 63)));
	assert_false(name_is_label_value(repeated(&a, 'a', 64)));
}

TEST(names_subdomains_are_labels_with_dots)
{
	TEST_ARENA(a);

	assert_true(name_is_dns1123_subdomain(STR("a.b-c.1")));
	assert_true(name_is_dns1123_subdomain(repeated(&a, 'a', 253)));
	assert_false(name_is_dns1123_subdomain(repeated(&a, 'a', 254)));
	assert_false(name_is_dns1123_subdomain(STR("")));
	assert_false(name_is_dns1123_subdomain(STR("a..b")));
	assert_false(name_is_dns1123_subdomain(STR(".a")));
	assert_false(name_is_dns1123_subdomain(STR("a.")));
	assert_false(name_is_dns1123_subdomain(STR("a.-b")));
}

TEST(names_keys_of_labels_may_have_a_prefix)
{
	static const char *const good[] = {"a", "A_b.c-d", "mpicc.dev/job", "app.kubernetes.io/name", "1/2"};
	static const char *const bad[] = {"", "/", "a/", "/a", "a/b/c", "A.b/c", "-a", "a-", "a b", "a_b/c", "é"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(name_is_label_key(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(name_is_label_key(str_from(bad[i])));
}

TEST(names_values_of_labels_may_be_empty)
{
	assert_true(name_is_label_value(STR("")));
	assert_true(name_is_label_value(STR("A.b_c-1")));
	assert_false(name_is_label_value(STR(".a")));
	assert_false(name_is_label_value(STR("a/b")));
}

TEST(names_keys_of_data_are_names_of_files)
{
	static const char *const good[] = {"a", ".a", "A_b.c-d", "start.sh"};
	static const char *const bad[] = {"", ".", "..", "..a", "a/b", "a b", "é"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(name_is_data_key(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(name_is_data_key(str_from(bad[i])));
}

TEST(names_of_variables_are_identifiers)
{
	static const char *const good[] = {"a", "_", "A1", "OMPI_MCA_x"};
	static const char *const bad[] = {"", "1A", "A-B", "A B", "A.B", "é"};

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
		assert_true(name_is_variable(str_from(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(name_is_variable(str_from(bad[i])));
}
