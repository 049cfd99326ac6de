/* SPDX-License-Identifier: Apache-2.0 */
/* `quotas`: by namespace, what all pods in it may ask for; in the words of `resources`. */
#include "compiler/spec/field_types.h"

static bool decode_quotas(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct node *out, **result = slot;
	bool ok = true;

	if (value->kind != node_map)
		return field_wrong_kind(d, field, value, "a map of namespaces");
	out = node_new(d->arena, node_map, value->at);
	for (uint32_t i = 0; i < value->member_count; i++) {
		struct resource_choice choice = {0};
		struct node *amounts;

		if (value->members[i].value->kind == node_null)
			continue;
		ok &= field_resources.decode(d, field, value->members[i].value, &choice);
		/* The flat form says both alike; of the long form either may be missing. */
		amounts = node_get(choice.requirements, "requests");
		if (!amounts)
			amounts = node_get(choice.requirements, "limits");
		if (amounts)
			node_set(d->arena, out, value->members[i].key, amounts);
	}
	*result = out;
	return ok;
}

const struct field_type field_quotas = {
	"quotas", "a map of namespaces, each a map of quantities",
	"{type: object, additionalProperties: {type: object, properties: {cpu: {type: [string, number]}, memory: {type: [string, number]}, "
	"gpu: {type: [string, integer]}, ephemeral-storage: {type: [string, number]}}, patternProperties: {'/': {type: [string, number]}, "
	"'^hugepages-': {type: [string, number]}}, additionalProperties: false}}",
	decode_quotas};
