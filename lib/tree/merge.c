/* SPDX-License-Identifier: Apache-2.0 */
/* The merge rule, and Kubernetes' keyed lists for pod overlays. */
#include "lib/tree/merge.h"

/* Which member of a list's items names them; rows are looked up by the list's own name. */
struct keyed_list {
	const char *list, *key;
};

/* patchMergeKey of PodSpec and Container, k8s.io/api core/v1 (1.34). Lists not named here replace. */
static const struct keyed_list keyed_lists[] = {
	{"containers", "name"},
	{"initContainers", "name"},
	{"ephemeralContainers", "name"},
	{"volumes", "name"},
	{"imagePullSecrets", "name"},
	{"hostAliases", "ip"},
	{"topologySpreadConstraints", "topologyKey"},
	{"resourceClaims", "name"},
	{"schedulingGates", "name"},
	{"env", "name"},
	{"volumeMounts", "mountPath"},
	{"volumeDevices", "devicePath"},
	{"ports", "containerPort"},
};

static const char *list_key(struct str name)
{
	for (size_t i = 0; i < sizeof(keyed_lists) / sizeof(*keyed_lists); i++)
		if (str_is(name, keyed_lists[i].list))
			return keyed_lists[i].key;
	return NULL;
}

static struct node *merge_nodes(struct arena *a, const struct node *base, const struct node *over, bool keyed);

/* The index among the first `count` items of the one whose `key` equals that of `wanted`, or count. */
static uint32_t find_item(const struct node *list, uint32_t count, const char *key, const struct node *wanted)
{
	const struct node *name = node_get(wanted, key);
	uint32_t i;

	for (i = 0; i < count; i++) {
		const struct node *other = node_get(list->items[i], key);

		if (name && other && node_equal(name, other))
			break;
	}
	return i;
}

static struct node *merge_keyed_list(struct arena *a, const struct node *base, const struct node *over, const char *key)
{
	struct node *out = node_new(a, node_list, over->at);

	for (uint32_t i = 0; i < base->item_count; i++)
		node_add(a, out, base->items[i]);
	for (uint32_t i = 0; i < over->item_count; i++) {
		uint32_t at = find_item(out, base->item_count, key, over->items[i]);

		if (at < base->item_count)
			out->items[at] = merge_nodes(a, out->items[at], over->items[i], true);
		else
			node_add(a, out, merge_nodes(a, NULL, over->items[i], true));
	}
	return out;
}

static struct node *merge_member(struct arena *a, struct str name, const struct node *base, const struct node *over, bool keyed)
{
	const char *key = keyed ? list_key(name) : NULL;

	if (key && node_is(base, node_list) && node_is(over, node_list))
		return merge_keyed_list(a, base, over, key);
	return merge_nodes(a, base, over, keyed);
}

static struct node *merge_maps(struct arena *a, const struct node *base, const struct node *over, bool keyed)
{
	struct node *out = node_new(a, node_map, over->at);

	for (uint32_t i = 0; base && i < base->member_count; i++) {
		const struct member *m = &base->members[i];
		const struct node *top = node_get_str(over, m->key);

		if (!top)
			node_append_member(a, out, *m);
		else if (top->kind != node_null)
			node_append_member(a, out, (struct member){m->key, node_member(over, m->key)->key_at, merge_member(a, m->key, m->value, top, keyed)});
	}
	for (uint32_t i = 0; i < over->member_count; i++) {
		const struct member *m = &over->members[i];

		if (node_get_str(base, m->key) || (keyed && m->value->kind == node_null))
			continue;
		node_append_member(a, out, (struct member){m->key, m->key_at, merge_nodes(a, NULL, m->value, keyed)});
	}
	return out;
}

/* A base that is no map counts as absent, so that what is new goes through the same rule. */
static struct node *merge_nodes(struct arena *a, const struct node *base, const struct node *over, bool keyed)
{
	if (!over)
		return (struct node *)base;
	if (over->kind != node_map)
		return (struct node *)over;
	return merge_maps(a, node_is(base, node_map) ? base : NULL, over, keyed);
}

struct node *merge(struct arena *a, const struct node *base, const struct node *over)
{
	return merge_nodes(a, base, over, false);
}

struct node *merge_pod(struct arena *a, const struct node *base, const struct node *over)
{
	return merge_nodes(a, base, over, true);
}
