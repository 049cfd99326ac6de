/* SPDX-License-Identifier: Apache-2.0 */
/* Changes in, commit message out. */
#include "compiler/commit/message.h"

#include "lib/base/scratch.h"

enum { message_max = 1 << 30 };

struct job {
	struct str name;
	enum change_kind kind;
};

struct jobs {
	struct job *items;
	uint32_t count, capacity;
	uint32_t of_kind[change_removed + 1];
};

static const char *const verbs[] = {"add", "update", "remove"};
static const char *const participles[] = {"added", "updated", "removed"};

/* "hpc/resnet" of "hpc/resnet/job.yaml", "hpc" of "hpc/job.yaml", else the file's own name. */
static struct str job_name(struct str path)
{
	size_t first = str_find(path, '/'), second;

	if (first == SIZE_MAX)
		return path;
	second = str_find(str_slice(path, first + 1, path.length), '/');
	return str_slice(path, 0, second == SIZE_MAX ? first : first + 1 + second);
}

static enum change_kind job_change(struct str name, const struct owned *before, const struct owned *after)
{
	if (!owned_has_under(after, name))
		return change_removed;
	return owned_has_under(before, name) ? change_modified : change_added;
}

/* Changes come sorted by path, so those of one job stand together. */
static struct jobs jobs_of(struct arena *a, size_t skip, const struct change *changes, uint32_t count, const struct owned *before,
			   const struct owned *after)
{
	struct jobs jobs = {0};

	for (uint32_t i = 0; i < count; i++) {
		struct str name = job_name(str_slice(changes[i].path, skip, changes[i].path.length));
		enum change_kind kind;

		if (jobs.count && str_equal(jobs.items[jobs.count - 1].name, name))
			continue;
		kind = job_change(name, before, after);
		arena_grow(a, jobs.items, jobs.count, jobs.capacity);
		jobs.items[jobs.count++] = (struct job){name, kind};
		jobs.of_kind[kind]++;
	}
	return jobs;
}

static void put_job(struct buf *out, const struct job *job)
{
	buf_printf(out, "%s %.*s", verbs[job->kind], STR_ARG(job->name));
}

/* "3 jobs added, 1 updated, 2 removed" */
static void put_counts(struct buf *out, const struct jobs *jobs)
{
	bool first = true;

	for (int kind = change_added; kind <= change_removed; kind++) {
		uint32_t count = jobs->of_kind[kind];

		if (!count)
			continue;
		buf_printf(out, "%s%u", first ? "" : ", ", count);
		if (first)
			buf_puts(out, count == 1 ? " job" : " jobs");
		buf_printf(out, " %s", participles[kind]);
		first = false;
	}
}

static void put_subject(struct buf *out, const struct jobs *jobs)
{
	buf_puts(out, "mpicc-yaml: ");
	if (jobs->count == 1)
		put_job(out, &jobs->items[0]);
	else
		put_counts(out, jobs);
	buf_putc(out, '\n');
}

static void put_body(struct buf *out, const struct jobs *jobs)
{
	buf_putc(out, '\n');
	for (uint32_t i = 0; i < jobs->count && i < message_jobs_max; i++) {
		put_job(out, &jobs->items[i]);
		buf_putc(out, '\n');
	}
	if (jobs->count > message_jobs_max)
		buf_printf(out, "… and %u more\n", jobs->count - message_jobs_max);
}

static void put_trailers(struct buf *out, const struct commit_request *request)
{
	const struct commit_origin *origin = &request->origin;

	buf_putc(out, '\n');
	if (origin->sha.length)
		buf_printf(out, "Mpicc-Source: %.*s%s\n", STR_ARG(origin->sha), origin->dirty ? "-dirty" : "");
	buf_printf(out, MESSAGE_TRAILER " %.*s\n", STR_ARG(request->tool_version));
}

struct str message_make(struct arena *a, const struct commit_request *request, const struct change *changes,
			uint32_t change_count, const struct owned *before, const struct owned *after)
{
	size_t skip = request->folder.length ? request->folder.length + 1 : 0;
	struct jobs jobs = jobs_of(a, skip, changes, change_count, before, after);
	struct str own = str_trim(request->message);
	struct buf *out = scratch_buf(a, message_max);

	if (own.length)
		buf_printf(out, "%.*s\n", STR_ARG(own));
	else
		put_subject(out, &jobs);
	if (own.length || jobs.count > 1)
		put_body(out, &jobs);
	put_trailers(out, request);
	return scratch_buf_str(a, out);
}
