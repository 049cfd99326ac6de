/* SPDX-License-Identifier: Apache-2.0 */
/* Ledgers by namespace and job, and how they are read. */
#include "runtime-controller/store/ledger.h"

#include <string.h>

#include "lib/base/alloc.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

struct job_key {
	char namespace[record_name_size];
	char job[record_name_size];
};

static struct job_ledger *job_of(const struct table_link *link)
{
	return (struct job_ledger *)link;
}

static bool job_is(const struct table_link *link, struct str key)
{
	const struct job_key *wanted = (const struct job_key *)key.data;

	return strcmp(job_of(link)->namespace, wanted->namespace) == 0 && strcmp(job_of(link)->job, wanted->job) == 0;
}

/* All bytes of it count, so the unused ones are zero. */
static struct job_key key_of(const struct run_key *key)
{
	struct job_key out = {0};

	memcpy(out.namespace, key->namespace, strlen(key->namespace));
	memcpy(out.job, key->job, strlen(key->job));
	return out;
}

static struct str key_text(const struct job_key *key)
{
	return (struct str){(const char *)key, sizeof(*key)};
}

void ledger_init(struct ledger *l)
{
	*l = (struct ledger){0};
	table_init(&l->jobs, job_is);
}

void ledger_release(struct ledger *l)
{
	for (struct table_link *link = table_next(&l->jobs, NULL), *next; link; link = next) {
		next = table_next(&l->jobs, link);
		mem_free(job_of(link)->runs);
		mem_free(link);
	}
	table_release(&l->jobs);
}

struct job_ledger *ledger_find(const struct ledger *l, const struct run_key *key)
{
	struct job_key wanted = key_of(key);
	struct table_link *link = table_find(&l->jobs, key_text(&wanted));

	return link ? job_of(link) : NULL;
}

struct job_ledger *ledger_make(struct ledger *l, const struct run_key *key)
{
	struct job_ledger *job = ledger_find(l, key);
	struct job_key wanted = key_of(key);

	if (job)
		return job;
	job = mem_alloc(sizeof(*job));
	if (!job)
		return NULL;
	memset(job, 0, sizeof(*job));
	memcpy(job->namespace, wanted.namespace, sizeof(job->namespace));
	memcpy(job->job, wanted.job, sizeof(job->job));
	if (table_add(&l->jobs, key_text(&wanted), &job->link))
		return job;
	mem_free(job);
	return NULL;
}

const struct finished_run *job_ledger_find(const struct job_ledger *job, const char *run)
{
	for (uint32_t i = 0; job && i < job->run_count; i++)
		if (strcmp(job->runs[i].run, run) == 0)
			return &job->runs[i];
	return NULL;
}

static int insert(struct job_ledger *job, uint32_t at, const struct finished_run *run, struct error *err)
{
	uint32_t count = job->run_count < ledger_max ? job->run_count + 1 : ledger_max;
	struct finished_run *runs;

	if (at >= ledger_max || job_ledger_find(job, run->run))
		return 0;
	runs = mem_resize(job->runs, count * sizeof(*runs));
	if (!runs)
		return error_no_memory(err);
	memmove(runs + at + 1, runs + at, (count - 1 - at) * sizeof(*runs));
	runs[at] = *run;
	job->runs = runs;
	job->run_count = count;
	return 0;
}

int job_ledger_add(struct job_ledger *job, const struct finished_run *run, struct error *err)
{
	return insert(job, 0, run, err);
}

/* Shows what it showed before when it names no run, or its phase is none of ours. */
static void read_shown(struct str data, struct arena *scratch, struct shown_run *out)
{
	struct str raw_key, raw, key, value;
	struct shown_run shown = {0};
	bool has_phase = false;

	while (json_next_member(&data, &raw_key, &raw)) {
		if (!json_text(raw_key, scratch, &key) || !json_text(raw, scratch, &value))
			continue;
		has_phase = has_phase || (str_is(key, STATUS_PHASE) && run_phase_parse(value, &shown.phase));
		shown_run_take(&shown, key, value);
	}
	if (has_phase && shown.run[0])
		*out = shown;
}

/* Runs that are there in the order they stand in, behind those that only we know. */
static int read_runs(struct job_ledger *job, struct str lines, struct error *err)
{
	struct finished_run run;

	while (finished_run_next(&lines, &run))
		if (insert(job, job->run_count, &run, err) < 0)
			return -1;
	return 0;
}

int ledger_read(struct ledger *l, struct str config_map, struct arena *scratch, struct error *err)
{
	struct str namespace, labels, version, data, lines;
	const struct json_field fields[] = {{"metadata.namespace", &namespace},
					    {"metadata.labels", &labels},
					    {"metadata.resourceVersion", &version},
					    {"data", &data}};
	struct run_key key = {0};
	struct job_ledger *job;

	if (json_pick(config_map, fields, 4) < 0 || !json_is(json_get(labels, LABEL_ROLE), ROLE_STATUS))
		return 0;
	if (!json_copy(namespace, key.namespace, sizeof(key.namespace)) ||
	    !json_copy(json_get(labels, LABEL_JOB), key.job, sizeof(key.job)))
		return 0;
	job = ledger_make(l, &key);
	if (!job)
		return error_no_memory(err);
	json_copy(version, job->version, sizeof(job->version));
	read_shown(data, scratch, &job->shown);
	return json_text(json_get(data, STATUS_LEDGER), scratch, &lines) ? read_runs(job, lines, err) : 0;
}
