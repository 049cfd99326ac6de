/* SPDX-License-Identifier: Apache-2.0 */
/* Records in, runs out. */
#include "runtime-controller/store/store.h"

#include <stddef.h>
#include <string.h>

#include "lib/base/alloc.h"

/* The first member of each record and of each run is its link. */
static struct record *record_of(const struct table_link *link)
{
	return (struct record *)link;
}

static struct run *run_of(const struct table_link *link)
{
	return (struct run *)link;
}

static bool record_is(const struct table_link *link, struct str uid)
{
	return str_is(uid, record_of(link)->uid);
}

/* Keys are compared as a whole, so their unused bytes are zero. */
static struct str key_text(const struct run_key *key)
{
	return (struct str){(const char *)key, sizeof(*key)};
}

static bool run_is(const struct table_link *link, struct str key)
{
	return memcmp(&run_of(link)->key, key.data, sizeof(struct run_key)) == 0;
}

void store_init(struct store *s)
{
	*s = (struct store){0};
	for (int kind = 0; kind < record_kind_count; kind++)
		table_init(&s->records[kind], record_is);
	table_init(&s->runs, run_is);
	queue_init(&s->queue);
}

static void free_all(struct table *t)
{
	for (struct table_link *link = table_next(t, NULL), *next; link; link = next) {
		next = table_next(t, link);
		mem_free(link);
	}
	table_release(t);
}

void store_release(struct store *s)
{
	for (int kind = 0; kind < record_kind_count; kind++)
		free_all(&s->records[kind]);
	free_all(&s->runs);
	queue_release(&s->queue);
}

struct run *store_run(const struct store *s, const struct run_key *key)
{
	struct table_link *link = table_find(&s->runs, key_text(key));

	return link ? run_of(link) : NULL;
}

static struct run *make_run(struct store *s, const struct run_key *key)
{
	struct run *run = store_run(s, key);

	if (run)
		return run;
	run = mem_alloc(sizeof(*run));
	if (!run)
		return NULL;
	memset(run, 0, sizeof(*run));
	run->key = *key;
	if (table_add(&s->runs, key_text(key), &run->link))
		return run;
	mem_free(run);
	return NULL;
}

static bool is_busy(const struct run *run)
{
	for (int i = 0; i < step_count; i++)
		if (run->memory.steps[i].in_flight)
			return true;
	return run->memory.deletes_in_flight > 0 || run->starved;
}

bool store_tidy(struct store *s, struct run *run)
{
	if (run->records[record_job] || run->records[record_pod] || is_busy(run))
		return false;
	queue_drop(&s->queue, run);
	table_drop(&s->runs, &run->link);
	mem_free(run);
	return true;
}

static void add_news(struct store *s, struct run *run)
{
	if (!run->news_us)
		run->news_us = s->news_us;
	queue_add(&s->queue, run);
}

static void put_into_run(struct run *run, enum record_kind kind, struct record *record)
{
	record->run = run;
	record->prev = NULL;
	record->next = run->records[kind];
	if (record->next)
		record->next->prev = record;
	run->records[kind] = record;
}

static void take_out_of_run(struct store *s, enum record_kind kind, struct record *record)
{
	struct run *run = record->run;

	if (record->prev)
		record->prev->next = record->next;
	else
		run->records[kind] = record->next;
	if (record->next)
		record->next->prev = record->prev;
	if (!store_tidy(s, run))
		add_news(s, run);
}

static void drop(struct store *s, enum record_kind kind, struct record *record)
{
	if (kind == record_pod && s->on_pod)
		s->on_pod(s->payload, record->run, (const struct pod_record *)record, NULL);
	table_drop(&s->records[kind], &record->link);
	take_out_of_run(s, kind, record);
	mem_free(record);
}

static struct record *find(const struct store *s, enum record_kind kind, const char *uid)
{
	struct table_link *link = table_find(&s->records[kind], str_from(uid));

	return link ? record_of(link) : NULL;
}

void store_drop(struct store *s, enum record_kind kind, struct str object)
{
	char uid[uid_max + 1];
	struct record *record = record_uid_read(object, uid) ? find(s, kind, uid) : NULL;

	if (record)
		drop(s, kind, record);
}

union any_record {
	struct record common;
	struct job_record job;
	struct pod_record pod;
};

static const char *name_of(enum record_kind kind, const struct record *record)
{
	return kind == record_job ? ((const struct job_record *)record)->name : ((const struct pod_record *)record)->name;
}

/* Bytes up to the end of the name. */
static size_t size_of(enum record_kind kind, const union any_record *read)
{
	size_t begin = kind == record_job ? offsetof(struct job_record, name) : offsetof(struct pod_record, name);

	return begin + strlen(name_of(kind, &read->common)) + 1;
}

/* What makes it another thing for us, although it is the same object. */
static bool has_moved(enum record_kind kind, const struct record *there, const struct run_key *key, const union any_record *read)
{
	return !run_is(&there->run->link, key_text(key)) || strcmp(name_of(kind, there), name_of(kind, &read->common)) != 0;
}

/* What is the store's, and what we know of a pod that the apiserver does not, stays. */
static void update(struct store *s, enum record_kind kind, struct record *record, union any_record *read)
{
	read->common.link = record->link;
	read->common.next = record->next;
	read->common.prev = record->prev;
	read->common.run = record->run;
	if (kind == record_pod) {
		read->pod.asked = ((struct pod_record *)record)->asked;
		if (s->on_pod)
			s->on_pod(s->payload, record->run, (const struct pod_record *)record, &read->pod);
	}
	memcpy(record, read, size_of(kind, read));
	add_news(s, record->run);
}

static int add(struct store *s, enum record_kind kind, const struct run_key *key, const union any_record *read, struct error *err)
{
	struct run *run = make_run(s, key);
	struct record *record = run ? mem_alloc(size_of(kind, read)) : NULL;

	if (record)
		memcpy(record, read, size_of(kind, read));
	if (!record || !table_add(&s->records[kind], str_from(record->uid), &record->link)) {
		mem_free(record);
		if (run)
			store_tidy(s, run);
		return error_no_memory(err);
	}
	put_into_run(run, kind, record);
	add_news(s, run);
	return 0;
}

static bool read_any(enum record_kind kind, struct str object, struct run_key *out_key, union any_record *out)
{
	memset(out_key, 0, sizeof(*out_key));
	return kind == record_job ? job_record_read(object, out_key, &out->job) : pod_record_read(object, out_key, &out->pod);
}

/* A repeated old event. Not so in a relist: an apiserver that was restored from a backup counts anew. */
static bool is_late(const struct store *s, enum record_kind kind, const struct record *there, const struct record *read)
{
	return there->generation == s->generation[kind] && read->version && read->version < there->version;
}

int store_put(struct store *s, enum record_kind kind, struct str object, struct error *err)
{
	struct run_key key;
	union any_record read;
	struct record *there;

	if (!read_any(kind, object, &key, &read)) {
		store_drop(s, kind, object);
		return 0;
	}
	there = find(s, kind, read.common.uid);
	if (there && is_late(s, kind, there, &read.common))
		return 0;
	if (there && has_moved(kind, there, &key, &read)) {
		drop(s, kind, there);
		there = NULL;
	}
	read.common.generation = s->generation[kind];
	if (!there)
		return add(s, kind, &key, &read, err);
	update(s, kind, there, &read);
	return 0;
}

void store_begin_replace(struct store *s, enum record_kind kind)
{
	s->generation[kind]++;
}

void store_commit_replace(struct store *s, enum record_kind kind)
{
	for (struct table_link *link = table_next(&s->records[kind], NULL), *next; link; link = next) {
		next = table_next(&s->records[kind], link);
		if (record_of(link)->generation != s->generation[kind])
			drop(s, kind, record_of(link));
	}
}

void store_queue_all(struct store *s)
{
	for (struct table_link *link = table_next(&s->runs, NULL); link; link = table_next(&s->runs, link)) {
		run_of(link)->news_us = 0;
		queue_add(&s->queue, run_of(link));
	}
}
