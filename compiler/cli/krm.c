/* SPDX-License-Identifier: Apache-2.0 */
/* A ResourceList in, its jobs and the rest out; and manifests back into it. */
#include "compiler/cli/krm.h"

#include "compiler/kubeflow/mpijob.h"
#include "lib/read/read.h"

/* Those of the specification, and the older spelling, which kustomize still writes beside it. */
static const char *const path_keys[] = {"internal.config.kubernetes.io/path", "config.kubernetes.io/path"};
static const char *const index_keys[] = {"internal.config.kubernetes.io/index", "config.kubernetes.io/index"};

bool krm_is_job(const struct node *document)
{
	return (str_starts(node_text(node_get(document, "apiVersion")), "mpicc.dev/") &&
		str_is(node_text(node_get(document, "kind")), "MPIJob")) ||
	       mpijob_is(document);
}

static bool is_callers(struct str key)
{
	return str_starts(key, "config.kubernetes.io/") || str_starts(key, "internal.config.kubernetes.io/") ||
	       str_starts(key, "config.k8s.io/") || str_starts(key, "kustomize.config.k8s.io/");
}

void krm_forget_origin(struct node *object)
{
	struct node *metadata = node_get(object, "metadata"), *annotations = node_get(metadata, "annotations");
	uint32_t kept = 0;

	if (!node_is(annotations, node_map))
		return;
	for (uint32_t i = 0; i < annotations->member_count; i++)
		if (!is_callers(annotations->members[i].key))
			annotations->members[kept++] = annotations->members[i];
	annotations->member_count = kept;
	if (!kept)
		node_remove(metadata, STR("annotations"));
}

static const struct node *first_of(const struct node *map, const char *const keys[2])
{
	const struct node *found = node_get(map, keys[0]);

	return found ? found : node_get(map, keys[1]);
}

static bool same_text(const struct node *a, const struct node *b, const char *path)
{
	return str_equal(node_text(node_path(a, path)), node_text(node_path(b, path)));
}

/* kustomize hands a generator its own config as an item, too, and throws that away afterwards. */
static bool is_config(const struct krm_list *list, const struct node *item)
{
	return list->config && same_text(list->config, item, "kind") && same_text(list->config, item, "apiVersion") &&
	       same_text(list->config, item, "metadata.name") && same_text(list->config, item, "metadata.namespace");
}

static void add_item(struct krm_list *list, struct node *item, struct arena *a)
{
	const struct node *annotations = node_path(item, "metadata.annotations");
	struct node *job;

	arena_grow(a, list->origins, list->origin_count, list->origin_capacity);
	list->origins[list->origin_count++] =
		(struct krm_origin){item, node_text(first_of(annotations, path_keys)), first_of(annotations, index_keys)};
	if (!krm_is_job(item) || is_config(list, item)) {
		node_add(a, list->others, item);
		return;
	}
	job = node_copy(a, item);
	krm_forget_origin(job);
	arena_grow(a, list->jobs, list->job_count, list->job_capacity);
	list->jobs[list->job_count++] = job;
}

static bool check_list(const struct source *source, const struct document_list *documents, struct diag_list *diags)
{
	const struct place start = {source, 0, 0};
	const struct node *root = documents->count ? documents->items[0] : NULL, *items = node_get(root, "items");

	if (documents->count != 1 || !str_is(node_text(node_get(root, "kind")), "ResourceList") ||
	    !str_starts(node_text(node_get(root, "apiVersion")), "config.kubernetes.io/")) {
		diag_report(diags, diag_E0303, root ? root->at : start,
			    "a function reads one ResourceList of config.kubernetes.io; this is none");
		return false;
	}
	if (!items || items->kind == node_list || items->kind == node_null)
		return true;
	diag_report(diags, diag_E0203, items->at, "`items` must be a list, not %s", node_kind_name(items->kind));
	return false;
}

bool krm_read(const struct source *source, struct arena *a, struct diag_list *diags, struct krm_list *out)
{
	struct document_list documents = {0};
	const struct node *items;

	*out = (struct krm_list){.others = node_new(a, node_list, PLACE_NONE)};
	if (!read_documents(source, a, diags, &documents) || !check_list(source, &documents, diags))
		return false;
	out->root = documents.items[0];
	out->config = node_get(out->root, "functionConfig");
	if (node_is(out->config, node_null))
		out->config = NULL;
	items = node_get(out->root, "items");
	for (uint32_t i = 0; node_is(items, node_list) && i < items->item_count; i++)
		add_item(out, items->items[i], a);
	return true;
}

/* What we print ourselves reads without mistakes, except where a hook put something in that readers disagree about. */
static bool add_objects(struct node *items, const struct file *file, struct arena *a, struct diag_list *diags)
{
	struct document_list documents = {0};

	if (!read_documents(source_new(a, source_template, file->path, file->bytes), a, diags, &documents))
		return false;
	for (uint32_t i = 0; i < documents.count; i++) {
		struct node *metadata = node_ensure_map(a, documents.items[i], "metadata");

		node_put_text(a, node_ensure_map(a, metadata, "annotations"), path_keys[0], file->path);
		node_add(a, items, documents.items[i]);
	}
	return true;
}

bool krm_put_files(struct krm_list *list, const struct file_set *files, struct arena *a, struct diag_list *diags)
{
	bool ok = true;

	for (uint32_t i = 0; i < files->count; i++)
		ok &= add_objects(list->others, &files->items[i], a, diags);
	node_put(a, list->root, "items", list->others);
	return ok;
}
