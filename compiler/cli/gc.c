/* SPDX-License-Identifier: Apache-2.0 */
/* Files -> folders -> runs -> the files that stay. Files come sorted by path, so those of a folder lie together. */
#include "compiler/cli/gc.h"

#include <stdlib.h>
#include <string.h>

#include "lib/base/io.h"
#include "lib/contract/keys.h"
#include "lib/read/read.h"

static void read_labels(const struct change *file, struct arena *a, struct gc_folder *folder)
{
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	if (!read_documents(source_new(a, source_file, file->path, file->before), a, &diags, &documents) || !documents.count)
		return;
	for (uint32_t i = 0; i < documents.count && !folder->run.length; i++) {
		const struct node *metadata = node_get(documents.items[i], "metadata"), *labels = node_get(metadata, "labels");

		folder->namespace = node_text(node_get(metadata, "namespace"));
		folder->job = node_text(node_get(labels, LABEL_JOB));
		folder->run = node_text(node_get(labels, LABEL_RUN));
	}
}

static bool is_manifest(struct str path)
{
	return str_ends(path, ".yaml");
}

void gc_folders_read(const struct change *files, uint32_t count, struct arena *a, struct gc_folder_list *out)
{
	struct gc_folder *folder = NULL;

	*out = (struct gc_folder_list){0};
	for (uint32_t i = 0; i < count; i++) {
		struct str path = path_folder(files[i].path);

		if (!folder || !str_equal(folder->path, path)) {
			arena_grow(a, out->items, out->count, out->capacity);
			folder = &out->items[out->count++];
			*folder = (struct gc_folder){.path = path};
		}
		if (!folder->run.length && is_manifest(files[i].path))
			read_labels(&files[i], a, folder);
	}
}

static int compare(const void *x, const void *y)
{
	const struct cluster_finished *a = x, *b = y;
	int order = strcmp(a->run.run, b->run.run);

	if (!order)
		order = str_compare(a->job, b->job);
	return order ? order : str_compare(a->namespace, b->namespace);
}

static const struct cluster_finished *find(const struct cluster_finished_list *finished, const struct gc_folder *folder)
{
	struct cluster_finished key = {.namespace = folder->namespace, .job = folder->job};

	if (folder->run.length != run_id_length || !finished->count)
		return NULL;
	memcpy(key.run.run, folder->run.data, run_id_length);
	return bsearch(&key, finished->items, finished->count, sizeof(key), compare);
}

uint32_t gc_folders_judge(struct gc_folder_list *folders, const struct cluster_finished_list *finished)
{
	uint32_t count = 0;

	if (finished->count)
		qsort(finished->items, finished->count, sizeof(*finished->items), compare);
	for (uint32_t i = 0; i < folders->count; i++) {
		folders->items[i].end = find(finished, &folders->items[i]);
		count += folders->items[i].end != NULL;
	}
	return count;
}

void gc_files_kept(const struct change *files, uint32_t count, const struct gc_folder_list *folders, struct str base,
		   struct file_set *out)
{
	size_t skip = base.length ? base.length + 1 : 0;
	uint32_t at = 0;

	for (uint32_t i = 0; i < count; i++) {
		while (at + 1 < folders->count && !str_equal(folders->items[at].path, path_folder(files[i].path)))
			at++;
		if (!folders->items[at].end)
			file_set_add(out, str_slice(files[i].path, skip, files[i].path.length), files[i].before, true);
	}
}
