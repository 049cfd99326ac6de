/* SPDX-License-Identifier: Apache-2.0 */
/* Changes -> jobs with what becomes of their runs -> text, as much of it as a comment holds. */
#include "compiler/cli/markdown_diff.h"

#include <string.h>

#include "compiler/cli/unified.h"
#include "lib/base/scratch.h"
#include "lib/contract/keys.h"

/* What is said of files that do not fit, and the ends of blocks. */
enum { reserve = 200, diff_max = 64 << 20 };

struct job_change {
	struct str name;           /* namespace/job */
	struct str before, after;  /* its run; empty: there is none, or no file that changes names it */
	uint32_t files, added, removed;
	bool is_new, is_gone;      /* its Jobs come, or go */
};

struct job_changes {
	struct job_change *items;
	uint32_t count, capacity;
	uint32_t added, removed; /* lines */
};

static struct str find_text(struct str text, const char *part)
{
	const char *at = text.length ? memmem(text.data, text.length, part, strlen(part)) : NULL;

	return at ? str_slice(text, (size_t)(at - text.data) + strlen(part), text.length) : STR_NONE;
}

/* Manifests are canonical, so a label stands on a line of its own. */
static struct str run_of(struct str manifest)
{
	struct str rest = find_text(manifest, LABEL_RUN ": ");

	return str_slice(rest, 0, str_find(rest, '\n'));
}

static bool is_job(struct str manifest)
{
	return find_text(manifest, "\nkind: Job\n").data != NULL;
}

static struct str below(struct str path, struct str folder)
{
	return folder.length ? str_slice(path, folder.length + 1, path.length) : path;
}

static struct str job_of(struct str path)
{
	size_t first = str_find(path, '/');
	size_t second = first == SIZE_MAX ? SIZE_MAX : str_find(str_slice(path, first + 1, path.length), '/');

	return second == SIZE_MAX ? str_slice(path, 0, first) : str_slice(path, 0, first + 1 + second);
}

static struct job_change *job_named(struct job_changes *jobs, struct arena *a, struct str name)
{
	if (jobs->count && str_equal(jobs->items[jobs->count - 1].name, name))
		return &jobs->items[jobs->count - 1];
	arena_grow(a, jobs->items, jobs->count, jobs->capacity);
	jobs->items[jobs->count] = (struct job_change){.name = name};
	return &jobs->items[jobs->count++];
}

static void add_change(struct job_changes *jobs, struct arena *a, const struct change *change, struct str folder)
{
	struct job_change *job = job_named(jobs, a, job_of(below(change->path, folder)));
	uint32_t added, removed;

	unified_count(a, change, &added, &removed);
	job->files++;
	job->added += added;
	job->removed += removed;
	jobs->added += added;
	jobs->removed += removed;
	if (!job->before.length)
		job->before = run_of(change->before);
	if (!job->after.length)
		job->after = run_of(change->after);
	job->is_new |= change->kind == change_added && is_job(change->after);
	job->is_gone |= change->kind == change_removed && is_job(change->before);
}

static const char *what_happens(const struct job_change *job)
{
	if (job->is_new && !job->is_gone && !job->before.length)
		return "added";
	return job->is_gone && !job->after.length ? "removed" : "updated";
}

/* A new run is what a reviewer must not overlook: it computes everything again. */
static void put_run(struct buf *out, const struct job_change *job)
{
	bool both = job->before.length && job->after.length;

	if (both && str_equal(job->before, job->after))
		buf_puts(out, "goes on");
	else if (both)
		buf_printf(out, "**starts anew**: `%.*s` → `%.*s`", STR_ARG(job->before), STR_ARG(job->after));
	else if (job->after.length)
		buf_printf(out, "starts: `%.*s`", STR_ARG(job->after));
	else if (job->before.length)
		buf_printf(out, "is removed: `%.*s`", STR_ARG(job->before));
	else
		buf_puts(out, "–");
}

static void put_table(struct buf *out, const struct job_changes *jobs)
{
	buf_puts(out, "| job | | run | files | lines |\n|---|---|---|---|---|\n");
	for (uint32_t i = 0; i < jobs->count && i < markdown_jobs_max; i++) {
		const struct job_change *job = &jobs->items[i];

		buf_printf(out, "| `%.*s` | %s | ", STR_ARG(job->name), what_happens(job));
		put_run(out, job);
		buf_printf(out, " | %u | +%u −%u |\n", job->files, job->added, job->removed);
	}
	if (jobs->count > markdown_jobs_max)
		buf_printf(out, "\n… and %u more jobs\n", jobs->count - markdown_jobs_max);
}

/* A fence is longer than any run of backticks within. */
static unsigned fence_length(struct str text)
{
	unsigned longest = 2, run = 0;

	for (size_t i = 0; i < text.length; i++) {
		run = text.data[i] == '`' ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest + 1;
}

static void put_fence(struct buf *out, unsigned length, const char *end)
{
	while (length--)
		buf_putc(out, '`');
	buf_puts(out, end);
}

static void put_folded(struct buf *out, struct str path, struct str diff)
{
	unsigned fence = fence_length(diff);

	buf_printf(out, "\n<details><summary><code>%.*s</code></summary>\n\n", STR_ARG(path));
	put_fence(out, fence, "diff\n");
	buf_add(out, diff);
	put_fence(out, fence, "\n\n</details>\n");
}

static void put_files(struct buf *out, struct arena *a, const struct change *changes, uint32_t count,
		      const struct markdown_options *o, size_t end)
{
	struct buf *diff = scratch_buf(a, diff_max);
	uint32_t left = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct str path = below(changes[i].path, o->folder);

		buf_clear(diff);
		unified_print(diff, a, &changes[i], false);
		if (!diff->failed && out->length + diff->length + 2 * path.length + reserve <= end)
			put_folded(out, path, buf_str(diff));
		else
			left++;
	}
	if (left)
		buf_printf(out, "\n… and %u more file%s, too long for this place\n", left, left == 1 ? "" : "s");
}

void markdown_diff(struct buf *out, struct arena *a, const struct change *changes, uint32_t count,
		   const struct markdown_options *options)
{
	size_t end = out->length + (options->limit > reserve ? options->limit - reserve : 0);
	struct job_changes jobs = {0};

	if (!count) {
		buf_puts(out, "No manifest changes.\n");
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		add_change(&jobs, a, &changes[i], options->folder);
	buf_printf(out, "**%u job%s** change%s, in %u file%s: +%u −%u lines.\n\n", jobs.count, jobs.count == 1 ? "" : "s",
		   jobs.count == 1 ? "s" : "", count, count == 1 ? "" : "s", jobs.added, jobs.removed);
	put_table(out, &jobs);
	if (!options->table_only)
		put_files(out, a, changes, count, options, end);
}
