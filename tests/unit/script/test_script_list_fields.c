/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/script/script.h"
#include "tests/support/test.h"

static const struct str fields[] = {
#define LIST_FIELD(name) {name, sizeof(name) - 1},
#include "compiler/script/script_list_fields.def"
#undef LIST_FIELD
};

TEST(list_fields_are_sorted_and_found)
{
	size_t count = sizeof(fields) / sizeof(*fields);

	assert_in_range(count, 80, 300);
	for (size_t i = 0; i < count; i++) {
		assert_true(script_list_field(fields[i]));
		if (i)
			assert_true(str_compare(fields[i - 1], fields[i]) < 0);
	}
}

TEST(list_fields_of_a_pod_are_known)
{
	static const char *const lists[] = {"containers",
					    "initContainers",
					    "args",
					    "command",
					    "env",
					    "envFrom",
					    "volumes",
					    "volumeMounts",
					    "tolerations",
					    "imagePullSecrets",
					    "topologySpreadConstraints",
					    "ports",
					    "items",
					    "rules",
					    "options"};
	static const char *const others[] = {"",	   "resources", "limits",   "labels",	"data",
					     "metadata",   "spec",	"emptyDir", "affinity", "securityContext",
					     "Containers", "container", "envs"};

	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		assert_true(script_list_field(str_from(lists[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		assert_false(script_list_field(str_from(others[i])));
	assert_false(script_list_field(STR_NONE));
}
