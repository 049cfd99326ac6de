/* SPDX-License-Identifier: Apache-2.0 */
/* A request and a file set in, a sorted list of all files that are to be in the repository out. */
#include "compiler/commit/plan_input.h"

#include <stdlib.h>

#include "compiler/commit/commit_path.h"
#include "compiler/commit/metadata.h"

static int by_path(const void *x, const void *y)
{
	return str_compare((*(const struct file *const *)x)->path, (*(const struct file *const *)y)->path);
}

static bool is_sorted(const struct plan_input *in)
{
	for (uint32_t i = 1; i < in->count; i++)
		if (str_compare(in->wished[i - 1]->path, in->wished[i]->path) > 0)
			return false;
	return true;
}

static void sort(struct plan_input *in)
{
	if (in->count && !is_sorted(in))
		qsort(in->wished, in->count, sizeof(*in->wished), by_path);
}

static int check_file(struct str path, struct error *err)
{
	const char *fault = commit_path_fault(path);

	if (fault)
		return error_set(err, error_git, "the path `%.*s` of a manifest %s", STR_ARG(path), fault);
	if (str_is(path, OWNED_FILE) || str_is(path, METADATA_FILE))
		return error_set(err, error_git, "the path `%.*s` is kept for this tool's own use", STR_ARG(path));
	return 0;
}

static int check_unique(const struct plan_input *in, struct error *err)
{
	for (uint32_t i = 1; i < in->count; i++)
		if (str_equal(in->wished[i - 1]->path, in->wished[i]->path))
			return error_set(err, error_git, "two files are to be written to `%.*s`", STR_ARG(in->wished[i]->path));
	return 0;
}

static int check_folder(struct str folder, struct error *err)
{
	const char *fault = folder.length ? commit_path_fault(folder) : NULL;

	return fault ? error_set(err, error_git, "the path `%.*s` in the repository %s", STR_ARG(folder), fault) : 0;
}

/* In its place: the list is sorted, and sorting it anew takes longer than all else. */
static void insert(struct arena *a, struct plan_input *in, const char *path, struct str bytes)
{
	struct file *file = arena_new(a, struct file);
	uint32_t at = in->count++;

	*file = (struct file){.path = str_from(path), .bytes = bytes};
	for (; at && str_compare(in->wished[at - 1]->path, file->path) > 0; at--)
		in->wished[at] = in->wished[at - 1];
	in->wished[at] = file;
}

static void list_owned(struct arena *a, struct plan_input *in)
{
	in->after = (struct owned){arena_array(a, struct str, in->count), in->count};
	for (uint32_t i = 0; i < in->count; i++)
		in->after.paths[i] = in->wished[i]->path;
}

int plan_input_make(struct arena *a, const struct commit_request *request, const struct file_set *files, struct plan_input *out,
		    struct error *err)
{
	struct plan_input in = {.wished = arena_array(a, const struct file *, files->count + 2u)};
	struct str metadata = metadata_print(a, &request->origin, request->command);

	if (check_folder(request->folder, err) < 0)
		return -1;
	for (uint32_t i = 0; i < files->count; i++) {
		if (check_file(files->items[i].path, err) < 0)
			return -1;
		in.wished[in.count++] = &files->items[i];
	}
	sort(&in);
	if (metadata.length)
		insert(a, &in, METADATA_FILE, metadata);
	if (check_unique(&in, err) < 0)
		return -1;
	list_owned(a, &in);
	in.owned_text = owned_print(a, &in.after);
	insert(a, &in, OWNED_FILE, in.owned_text);
	*out = in;
	return 0;
}
