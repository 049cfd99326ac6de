/* SPDX-License-Identifier: Apache-2.0 */
/* File set and ownership file -> changes -> files. */
#include "compiler/cli/folder.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "compiler/commit/owned.h"
#include "lib/base/io.h"

enum { file_max = 64 << 20 };

struct planning {
	struct str folder;
	const struct file_set *files;
	struct arena *arena;
	struct owned before, after;
	struct change *changes;
	uint32_t count, capacity;
	struct kept_file *kept;
	uint32_t kept_count, kept_capacity;
	struct error *err;
};

/* A link below the folder would lead writes and removals out of it. */
static int refuse_links(struct planning *p, struct str path)
{
	for (struct str part = path; !str_is(part, "."); part = path_folder(part)) {
		struct str whole = path_join(p->arena, p->folder, part);
		struct stat st;

		if (lstat(whole.data, &st) == 0 && S_ISLNK(st.st_mode))
			return error_set(p->err, error_io, "%s: is a symbolic link; remove it, or choose another folder", whole.data);
	}
	return 0;
}

/* An absent file has no data. */
static int read_file(struct planning *p, struct str path, struct str *out)
{
	struct error err;

	*out = STR_NONE;
	if (refuse_links(p, path) < 0)
		return -1;
	if (io_files.read(io_files.payload, path_join(p->arena, p->folder, path), file_max, p->arena, out, &err) == 0 ||
	    err.code == error_not_found)
		return 0;
	return error_set(p->err, err.code, "%s", err.message);
}

static int read_owned(struct planning *p)
{
	struct str text;

	if (io_files.kind(io_files.payload, p->folder) == io_file)
		return error_set(p->err, error_io, "%.*s: not a folder", STR_ARG(p->folder));
	if (read_file(p, STR(OWNED_FILE), &text) < 0)
		return -1;
	if (owned_parse(p->arena, text, &p->before, p->err) < 0)
		return error_wrap(p->err, "%.*s", STR_ARG(p->folder));
	return 0;
}

/* `file` is NULL for one that is removed. */
static void add_change(struct planning *p, enum change_kind kind, struct str path, struct str before, const struct file *file)
{
	arena_grow(p->arena, p->changes, p->count, p->capacity);
	p->changes[p->count++] = (struct change){kind, path, before, file ? file->bytes : STR_NONE, file};
}

static void add_kept(struct planning *p, const struct file *file, struct str bytes)
{
	if (str_equal(bytes, file->bytes))
		return;
	arena_grow(p->arena, p->kept, p->kept_count, p->kept_capacity);
	p->kept[p->kept_count++] = (struct kept_file){file, bytes};
}

static struct commit_result result_of(const struct planning *p)
{
	return (struct commit_result){
		.changes = p->changes, .change_count = p->count, .kept = p->kept, .kept_count = p->kept_count};
}

static int plan_file(struct planning *p, const struct file *file, bool owned)
{
	struct str before;

	if (read_file(p, file->path, &before) < 0)
		return -1;
	if (before.data && !owned)
		return error_set(p->err, error_io,
				 "%.*s/%.*s: is there already and was not written by this tool; move it away, or choose another folder",
				 STR_ARG(p->folder), STR_ARG(file->path));
	if (!before.data)
		add_change(p, change_added, file->path, STR_NONE, file);
	else if (file->keep_existing)
		add_kept(p, file, before);
	else if (!str_equal(before, file->bytes))
		add_change(p, change_modified, file->path, before, file);
	return 0;
}

/* A file of ours that the input does not make any more. */
static int plan_removal(struct planning *p, struct str path)
{
	struct str before;

	if (read_file(p, path, &before) < 0)
		return -1;
	if (before.data)
		add_change(p, change_removed, path, before, NULL);
	return 0;
}

/* Walks both sorted lists side by side. */
static int plan_files(struct planning *p)
{
	uint32_t f = 0, o = 0;
	int failed = 0;

	while (!failed && (f < p->files->count || o < p->before.count)) {
		int order = f == p->files->count ? 1 : o == p->before.count ? -1 :
			    str_compare(p->files->items[f].path, p->before.paths[o]);

		if (order > 0) {
			failed = plan_removal(p, p->before.paths[o++]);
			continue;
		}
		failed = plan_file(p, &p->files->items[f++], order == 0);
		o += order == 0;
	}
	return failed;
}

static int make_plan(struct planning *p)
{
	if (read_owned(p) < 0)
		return -1;
	p->after = (struct owned){arena_array(p->arena, struct str, p->files->count), p->files->count};
	for (uint32_t i = 0; i < p->files->count; i++)
		p->after.paths[i] = p->files->items[i].path;
	return plan_files(p);
}

int folder_plan(struct str folder, const struct file_set *files, struct arena *a, struct commit_result *out, struct error *err)
{
	struct planning p = {.folder = folder, .files = files, .arena = a, .err = err};

	if (make_plan(&p) < 0)
		return -1;
	*out = result_of(&p);
	return 0;
}

/* The paths of both lists, sorted, each once. */
static struct owned join(struct arena *a, const struct owned *x, const struct owned *y)
{
	struct owned out = {arena_array(a, struct str, (size_t)x->count + y->count), 0};
	uint32_t i = 0, j = 0;

	while (i < x->count || j < y->count) {
		int order = i == x->count ? 1 : j == y->count ? -1 : str_compare(x->paths[i], y->paths[j]);

		out.paths[out.count++] = order <= 0 ? x->paths[i] : y->paths[j];
		i += order <= 0;
		j += order >= 0;
	}
	return out;
}

static int write_owned(struct planning *p, const struct owned *owned)
{
	return file_write(path_join(p->arena, p->folder, STR(OWNED_FILE)), owned_print(p->arena, owned), p->err);
}

/* The folders that a file was the last one in go with it. */
static int remove_file(struct planning *p, struct str path)
{
	struct str whole = path_join(p->arena, p->folder, path);

	if (unlink(whole.data) < 0 && errno != ENOENT)
		return error_set(p->err, error_io, "%s: %s", whole.data, strerror(errno));
	for (path = path_folder(path); !str_is(path, "."); path = path_folder(path))
		if (rmdir(path_join(p->arena, p->folder, path).data) < 0)
			break;
	return 0;
}

static int apply(struct planning *p)
{
	struct owned both = join(p->arena, &p->before, &p->after);

	if (write_owned(p, &both) < 0)
		return -1;
	for (uint32_t i = 0; i < p->count; i++) {
		const struct change *change = &p->changes[i];
		int failed = change->kind == change_removed ?
				     remove_file(p, change->path) :
				     file_write(path_join(p->arena, p->folder, change->path), change->after, p->err);

		if (failed)
			return failed;
	}
	return write_owned(p, &p->after);
}

static bool same_paths(const struct owned *x, const struct owned *y)
{
	if (x->count != y->count)
		return false;
	for (uint32_t i = 0; i < x->count; i++)
		if (!str_equal(x->paths[i], y->paths[i]))
			return false;
	return true;
}

int folder_write(struct str folder, const struct file_set *files, struct arena *a, struct commit_result *out, struct error *err)
{
	struct planning p = {.folder = folder, .files = files, .arena = a, .err = err};

	if (make_plan(&p) < 0)
		return -1;
	if ((p.count || !same_paths(&p.before, &p.after)) && apply(&p) < 0)
		return -1;
	*out = result_of(&p);
	return 0;
}
