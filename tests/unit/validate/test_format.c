/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/validate/format.h"
#include "tests/support/test.h"

#define check(format, text, expected) assert_int_equal(format_accepts(schema_##format, STR(text)), expected)

TEST(what_has_no_form_is_accepted)
{
	check(none, "anything \1", true);
	check(int32, "", true);
	check(keyed, "x", true);
}

TEST(base64_is_padded)
{
	check(byte, "", true);
	check(byte, "YQ==", true);
	check(byte, "YW\nJj", true);
	check(byte, "YQ", false);
	check(byte, "YQ=", false);
	check(byte, "Y===", false);
	check(byte, "Y=Q=", false);
	check(byte, "YQ-_", false);
}

TEST(annotations_may_have_upper_case_in_their_prefix)
{
	check(annotation_key, "Example.com/a", true);
	check(label_key, "Example.com/a", false);
	check(annotation_key, "a b", false);
	check(annotation_key, "/a", false);
	assert_false(format_accepts(schema_annotation_key, (struct str){"x", 1000000}));
}

TEST(resources_without_a_prefix_are_kubernetes_own)
{
	check(resource_name, "cpu", true);
	check(resource_name, "hugepages-2Mi", true);
	check(resource_name, "nvidia.com/gpu", true);
	check(resource_name, "gpu", false);
	check(resource_name, "CPU", false);
	check(resource_name, "nvidia.com/", false);
	check(resource_name, "", false);
}

TEST(names_of_ports_have_a_letter)
{
	check(port_name, "ssh", true);
	check(port_name, "1a", true);
	check(port_name, "2222", false);
	check(port_name, "a--b", false);
	check(port_name, "-a", false);
	check(port_name, "SSH", false);
	check(port_name, "a234567890123456", false);
	check(port_name, "", false);
}

TEST(paths_stay_in_their_volume)
{
	check(inner_path, "", true);
	check(inner_path, "a/..b/c", true);
	check(inner_path, "/a", false);
	check(inner_path, "..", false);
	check(inner_path, "a/../b", false);
}

TEST(variables_names_are_printable)
{
	check(env_name, "A.b-c 1", true);
	check(env_name, "", false);
	check(env_name, "A=B", false);
	check(env_name, "A\n", false);
	check(env_name, "\xC3\xA4", false);
}

TEST(addresses_are_of_either_kind)
{
	check(ip, "10.0.0.1", true);
	check(ip, "fd00::1", true);
	check(ip, "", false);
	check(ip, "10.0.0", false);
	check(ip, "10.0.0.256", false);
	check(ip, "10.0.0.1\0", false);
	check(ip, "1111:2222:3333:4444:5555:6666:7777:8888:9999:0000:1111", false);
	check(cidr, "10.0.0.0/8", true);
	check(cidr, "fd00::/128", true);
	check(cidr, "10.0.0.0/33", false);
	check(cidr, "10.0.0.0/-1", false);
	check(cidr, "10.0.0.0", false);
	check(cidr, "/8", false);
	check(cidr, "", false);
}

TEST(shares_are_percentages)
{
	check(share, "50%", true);
	check(share, "%", false);
	check(share, "50", false);
	check(share, "5.5%", false);
	check(share, "-5%", false);
}

TEST(forms_that_refuse_something_say_what_they_want)
{
	for (int i = schema_byte; i <= schema_cron; i++) {
		if (format_accepts((enum schema_format)i, STR("\1/..\377%%%")))
			continue;
		assert_non_null(format_name((enum schema_format)i));
		assert_non_null(format_help((enum schema_format)i));
	}
	assert_string_equal(format_name(schema_cron), "a cron schedule");
}
