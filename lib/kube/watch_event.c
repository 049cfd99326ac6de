/* SPDX-License-Identifier: Apache-2.0 */
/* {"type": …, "object": …} -> struct watch_event. */
#include "lib/kube/watch_event.h"

#include "lib/kube/json.h"

static const struct {
	const char *name;
	enum watch_type type;
} types[] = {
	{"ADDED", watch_added},       {"MODIFIED", watch_modified}, {"DELETED", watch_deleted},
	{"BOOKMARK", watch_bookmark}, {"ERROR", watch_error},
};

static enum watch_type type_of(struct str raw)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (json_is(raw, types[i].name))
			return types[i].type;
	return watch_unknown;
}

int watch_event_read(struct str line, struct watch_event *out, struct error *err)
{
	struct str type, object, version, annotations;
	const struct json_field fields[] = {
		{"type", &type},
		{"object", &object},
		{"object.metadata.resourceVersion", &version},
		{"object.metadata.annotations", &annotations},
	};
	struct watch_event event = {.type = watch_unknown};

	if (json_pick(line, fields, sizeof(fields) / sizeof(*fields)) < 0 || !str_starts(type, "\"") || !str_starts(object, "{"))
		return error_set(err, error_remote, "a line of %zu bytes in a watch is no event", line.length);
	event.type = type_of(type);
	event.object = object;
	json_copy(version, event.resource_version, sizeof(event.resource_version));
	if (event.type == watch_bookmark)
		event.initial_events_end = json_is(json_get(annotations, "k8s.io/initial-events-end"), "true");
	if (event.type == watch_error)
		kube_status_read_event(object, &event.status);
	*out = event;
	return 0;
}
