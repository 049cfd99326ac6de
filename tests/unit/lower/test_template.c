/* SPDX-License-Identifier: Apache-2.0 */
/* Structural templates: values of every kind, absent ones, names within text. */
#include "compiler/lower/template.h"

#include <string.h>

#include "compiler/assets/assets.h"
#include "tests/unit/lower/lower_case.h"

struct filling {
	struct template_set *set;
	struct node *values;
	struct arena *arena;
};

static struct filling filling(struct arena *a)
{
	return (struct filling){template_set_new(a), node_new(a, node_map, PLACE_NONE), a};
}

static struct node *fill(struct filling *f, const char *name)
{
	return template_fill(f->set, name, f->values, f->arena);
}

TEST(a_value_takes_the_place_of_its_name_whatever_its_kind)
{
	TEST_ARENA(a);
	struct filling f = filling(&a);

	template_put_text(&a, f.values, "run", STR("r"));
	template_put_text(&a, f.values, "namespace", STR("ns"));
	template_put(&a, f.values, "shared-labels", test_read(&a, "{a: b}"));
	template_put(&a, f.values, "annotations", test_read(&a, "{c: d}"));
	template_put_int(&a, f.values, "pods", 5);
	template_put(&a, f.values, "selector", test_read(&a, "{e: [1, {f: true}]}"));
	assert_tree(fill(&f, "disruption-budget"),
		    "{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: r, namespace: ns, labels: {a: b}, "
		    "annotations: {c: d}}, spec: {minAvailable: 5, selector: {matchLabels: {e: [1, {f: true}]}}}}");
}

TEST(an_absent_value_takes_its_member_away)
{
	TEST_ARENA(a);
	struct filling f = filling(&a);

	template_put(&a, f.values, "capabilities", NULL);
	assert_tree(fill(&f, "container-security"), "{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}");
	template_put(&a, f.values, "capabilities", test_read(&a, "[X]"));
	assert_tree(fill(&f, "container-security"), "{allowPrivilegeEscalation: false, capabilities: {add: [X], drop: [ALL]}}");
	template_put_text(&a, f.values, "ssh-auth-path", STR_NONE);
	assert_tree(fill(&f, "kubeflow-mounts"), "[{name: mpi-ssh-auth}]");
}

TEST(names_within_text_become_text)
{
	static const char *const absent[] = {"config", "namespace", "shared-labels", "annotations", "hostfile",
					     "hosts",  "passwd",    "group",	     "start.sh",    "session.sh"};
	TEST_ARENA(a);
	struct filling f = filling(&a);
	struct str text;

	for (size_t i = 0; i < sizeof(absent) / sizeof(*absent); i++)
		template_put(&a, f.values, absent[i], NULL);
	template_put_int(&a, f.values, "port", 2222);
	text = node_text(test_find(fill(&f, "config"), "data.ssh_config"));
	assert_non_null(strstr(arena_str(&a, text).data, "  Port 2222\n"));
	assert_null(strstr(arena_str(&a, text).data, "${port}"));
	template_put_text(&a, f.values, "port", STR("${port}"));
	text = node_text(test_find(fill(&f, "config"), "data.sshd_config"));
	/* What a value holds is not filled again. */
	assert_true(str_starts(text, "Port ${port}\n"));
	assert_at(fill(&f, "config"), "metadata", "(map of 0)");
}

TEST(what_is_filled_in_is_a_copy)
{
	TEST_ARENA(a);
	struct filling f = filling(&a);
	struct node *list = test_read(&a, "[X]"), *first, *second;

	template_put(&a, f.values, "capabilities", list);
	first = fill(&f, "container-security");
	second = fill(&f, "container-security");
	node_add_text(&a, test_find(first, "capabilities.add"), STR("Y"));
	node_add_text(&a, test_find(first, "capabilities.drop"), STR("Z"));
	assert_tree(second, "{allowPrivilegeEscalation: false, capabilities: {add: [X], drop: [ALL]}}");
	assert_tree(fill(&f, "container-security"), "{allowPrivilegeEscalation: false, capabilities: {add: [X], drop: [ALL]}}");
}

TEST(values_keep_their_places)
{
	TEST_ARENA(a);
	struct filling f = filling(&a);
	struct node *list = test_read(&a, "[X]"), *filled;

	template_put(&a, f.values, "capabilities", list);
	filled = fill(&f, "container-security");
	assert_int_equal(test_find(filled, "capabilities.add[0]")->at.source->kind, source_file);
	assert_int_equal(test_find(filled, "capabilities.drop[0]")->at.source->kind, source_template);
}

TEST(every_template_can_be_read_and_filled)
{
	TEST_ARENA(a);
	struct filling f = filling(&a);
	unsigned filled = 0;

	for (unsigned i = 0; i < asset_count; i++) {
		struct str name = assets[i].name;

		if (!str_starts(name, "templates/") || !str_ends(name, ".yaml"))
			continue;
		/* Every name that any of them asks for. */
		for (const char *at = assets[i].text.data; (at = strstr(at, "${")); at++)
			template_put(&a, f.values, arena_str(&a, (struct str){at + 2, strcspn(at + 2, "}")}).data, NULL);
		assert_non_null(fill(&f, arena_str(&a, str_slice(name, 10, name.length - 5)).data));
		filled++;
	}
	assert_true(filled >= 18);
}

TEST(other_files_are_texts)
{
	assert_true(str_starts(template_text("start.sh"), "#!/bin/sh\n"));
	assert_true(str_starts(template_text("session.sh"), "#!/bin/sh\n"));
}
