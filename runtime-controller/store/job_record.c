/* SPDX-License-Identifier: Apache-2.0 */
/* A Job's JSON -> its record. */
#include <string.h>

#include "lib/contract/keys.h"
#include "lib/kube/json.h"
#include "runtime-controller/store/metadata.h"

static bool read_ending(struct str condition, struct job_record *out)
{
	struct str type, status, reason, since;
	const struct json_field fields[] = {
		{"type", &type}, {"status", &status}, {"reason", &reason}, {"lastTransitionTime", &since}};
	char name[64];

	if (json_pick(condition, fields, 4) < 0 || !json_is(status, "True") || !json_copy(type, name, sizeof(name)) ||
	    !job_ending_parse(str_from(name), &out->phase))
		return false;
	out->over = true;
	out->over_ms = metadata_time(since);
	json_copy(reason, out->reason, sizeof(out->reason));
	return true;
}

/* The first one that says how the Job ends decides: SuccessCriteriaMet and FailureTarget stand before what follows from them. */
static void read_conditions(struct str conditions, struct job_record *out)
{
	struct str condition;

	while (json_next_item(&conditions, &condition))
		if (read_ending(condition, out))
			return;
}

/* Anything else than Running and All is None: what is not understood must not delete. */
static enum clean_policy read_clean(struct str raw)
{
	if (json_is(raw, CLEAN_RUNNING))
		return clean_running;
	return json_is(raw, CLEAN_ALL) ? clean_all : clean_none;
}

static int64_t read_ttl(struct str raw)
{
	char text[24];
	int64_t seconds;

	if (!json_copy(raw, text, sizeof(text)) || !str_to_int(str_from(text), &seconds) || seconds < 0)
		return -1;
	return seconds < record_ttl_max ? seconds : record_ttl_max;
}

static void read_spec(struct str completions, struct str parallelism, struct str mode, struct str suspend, struct job_record *out)
{
	out->indexed = json_is(mode, "Indexed");
	json_boolean(suspend, &out->suspended);
	if (!json_integer(completions, &out->pods) && !json_integer(parallelism, &out->pods))
		out->pods = 1;
}

/* nvidia.com/gpu, amd.com/gpu, and Intel's two drivers; not millicores and memory of GPUs, which others count in. The name is as JSON has it. */
static bool is_gpu(struct str name)
{
	return str_ends(name, "/gpu\"") || str_is(name, "\"gpu.intel.com/i915\"") || str_is(name, "\"gpu.intel.com/xe\"");
}

static int64_t read_gpus(struct str containers)
{
	struct str container, limits, name, raw;
	int64_t sum = 0, count;
	char text[24];

	while (json_next_item(&containers, &container)) {
		const struct json_field fields[] = {{"resources.limits", &limits}};

		if (json_pick(container, fields, 1) < 0)
			continue;
		while (json_next_member(&limits, &name, &raw))
			if (is_gpu(name) && json_copy(raw, text, sizeof(text)) &&
			    str_to_int(str_from(text), &count) && count > 0 && count < record_gpus_max)
				sum += count;
	}
	return sum;
}

bool job_record_read(struct str object, struct run_key *out_key, struct job_record *out)
{
	struct metadata metadata;
	struct str annotations, completions, parallelism, mode, suspend, containers, failed, conditions;
	const struct json_field fields[] = {
		METADATA_FIELDS(metadata), {"metadata.annotations", &annotations}, {"spec.completions", &completions},
		{"spec.parallelism", &parallelism}, {"spec.completionMode", &mode}, {"spec.suspend", &suspend},
		{"spec.template.spec.containers", &containers}, {"status.failed", &failed}, {"status.conditions", &conditions},
	};

	memset(out, 0, sizeof(*out));
	if (json_pick(object, fields, sizeof(fields) / sizeof(*fields)) < 0 || 
	    !metadata_read(&metadata, out_key, &out->record, out->name))
		return false;
	out->clean = read_clean(json_get(annotations, ANNOTATION_CLEAN));
	out->keys = json_is(json_get(annotations, ANNOTATION_KEYS), KEYS_CONTROLLER);
	out->ttl_seconds = read_ttl(json_get(annotations, ANNOTATION_TTL));
	read_spec(completions, parallelism, mode, suspend, out);
	out->gpus = read_gpus(containers);
	json_integer(failed, &out->failed);
	read_conditions(conditions, out);
	return true;
}
