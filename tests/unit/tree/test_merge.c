/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/tree/merge.h"

#include "tests/support/tree_text.h"

/* `over` on `base`, as JSON. */
static struct str merged(struct arena *a, const char *base, const char *over)
{
	return tree_json(a, merge(a, tree_of(a, base), tree_of(a, over)));
}

static struct str pods(struct arena *a, const char *base, const char *over)
{
	return tree_json(a, merge_pod(a, tree_of(a, base), tree_of(a, over)));
}

TEST(merge_maps_merge_at_every_depth)
{
	TEST_ARENA(a);

	assert_str(merged(&a, "{a: 1, b: {c: 2, d: {e: 3}}}", "{b: {d: {f: 4}}, g: 5}"),
		   "{\"a\":1,\"b\":{\"c\":2,\"d\":{\"e\":3,\"f\":4}},\"g\":5}");
}

TEST(merge_lists_and_scalars_replace)
{
	TEST_ARENA(a);

	assert_str(merged(&a, "{a: [1, 2], b: x}", "{a: [3], b: z}"), "{\"a\":[3],\"b\":\"z\"}");
	assert_str(merged(&a, "{a: [1]}", "{a: []}"), "{\"a\":[]}");
	assert_str(merged(&a, "{a: {b: 1}}", "{a: [1]}"), "{\"a\":[1]}");
	assert_str(merged(&a, "{a: 1}", "{a: {b: 2}}"), "{\"a\":{\"b\":2}}");
}

TEST(merge_null_deletes)
{
	TEST_ARENA(a);

	assert_str(merged(&a, "{a: 1, b: {c: 1, d: 2}}", "{a: null, b: {c: ~}}"), "{\"b\":{\"d\":2}}");
}

TEST(merge_either_side_may_be_absent)
{
	TEST_ARENA(a);
	struct node *n = tree_of(&a, "{a: 1}");

	assert_tree(merge(&a, n, NULL), "{\"a\":1}");
	assert_tree(merge(&a, NULL, n), "{\"a\":1}");
	assert_null(merge(&a, NULL, NULL));
}

TEST(merge_changes_neither_side)
{
	TEST_ARENA(a);
	struct node *base = tree_of(&a, "{a: {b: 1}, l: [1]}"), *over = tree_of(&a, "{a: {c: 2, b: null}}");

	merge(&a, base, over);
	merge_pod(&a, base, over);
	assert_tree(base, "{\"a\":{\"b\":1},\"l\":[1]}");
	assert_tree(over, "{\"a\":{\"b\":null,\"c\":2}}");
}

TEST(merge_keeps_the_place_of_what_won)
{
	TEST_ARENA(a);
	struct node *base = tree_of(&a, "{a: 1, b: 2}"), *over = tree_of(&a, "{      b: 3}");
	struct node *out = merge(&a, base, over);

	assert_ptr_equal(node_get(out, "a")->at.source, node_get(base, "a")->at.source);
	assert_ptr_equal(node_get(out, "b")->at.source, node_get(over, "b")->at.source);
	assert_int_equal(node_member(out, STR("b"))->key_at.offset, 7);
}

TEST(merge_without_pods_knows_no_keyed_lists)
{
	TEST_ARENA(a);

	assert_str(merged(&a, "containers: [{name: a, x: 1}]", "containers: [{name: b}]"), "{\"containers\":[{\"name\":\"b\"}]}");
}

TEST(merge_pod_lists_with_a_key_merge_by_it)
{
	TEST_ARENA(a);

	assert_str(pods(&a, "containers: [{name: a, image: i, env: [{name: X, value: '1'}]}, {name: b}]",
			"containers: [{name: a, env: [{name: W, value: '2'}, {name: X, value: '3'}]}, {name: c}]"),
		   "{\"containers\":["
		   "{\"env\":[{\"name\":\"X\",\"value\":\"3\"},{\"name\":\"W\",\"value\":\"2\"}],\"image\":\"i\",\"name\":\"a\"},"
		   "{\"name\":\"b\"},{\"name\":\"c\"}]}");
	assert_str(pods(&a, "volumeMounts: [{mountPath: /a, name: x}]", "volumeMounts: [{mountPath: /a, name: w}, {mountPath: /b, name: x}]"),
		   "{\"volumeMounts\":[{\"mountPath\":\"/a\",\"name\":\"w\"},{\"mountPath\":\"/b\",\"name\":\"x\"}]}");
}

TEST(merge_pod_lists_without_a_key_replace)
{
	TEST_ARENA(a);

	assert_str(pods(&a, "tolerations: [{key: a}]", "tolerations: [{key: b}]"), "{\"tolerations\":[{\"key\":\"b\"}]}");
	assert_str(pods(&a, "args: [a, b]", "args: [c]"), "{\"args\":[\"c\"]}");
}

TEST(merge_pod_null_deletes_in_new_parts_too)
{
	TEST_ARENA(a);

	assert_str(pods(&a, "{a: 1}", "{a: null, b: {c: null, d: 1}, containers: null}"), "{\"b\":{\"d\":1}}");
	assert_str(pods(&a, "containers: [{name: a, x: 1}]", "containers: [{name: a, x: null}, {name: b, w: null, z: 1}]"),
		   "{\"containers\":[{\"name\":\"a\"},{\"name\":\"b\",\"z\":1}]}");
}

TEST(merge_pod_items_that_are_new_stay_apart)
{
	TEST_ARENA(a);

	assert_str(pods(&a, "ports: []", "ports: [{containerPort: 53, protocol: TCP}, {containerPort: 53, protocol: UDP}]"),
		   "{\"ports\":[{\"containerPort\":53,\"protocol\":\"TCP\"},{\"containerPort\":53,\"protocol\":\"UDP\"}]}");
}

TEST(merge_pod_items_without_their_key_are_appended)
{
	TEST_ARENA(a);

	assert_str(pods(&a, "containers: [{image: a}]", "containers: [{image: b}, text]"),
		   "{\"containers\":[{\"image\":\"a\"},{\"image\":\"b\"},\"text\"]}");
}
