/* SPDX-License-Identifier: Apache-2.0 */
/* The sequence of import, and what comes straight from the MPIJob's own fields. */
#include "compiler/kubeflow/import.h"

#include <stdarg.h>

#include "compiler/kubeflow/import_job.h"

void import_note(struct import *im, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	node_add_text(im->arena, im->notes, arena_vformat(im->arena, format, args));
	va_end(args);
}

void import_put_text(struct import *im, const char *key, struct str text)
{
	node_put_text(im->arena, im->out, key, text);
}

struct node *import_take(struct node *map, const char *key)
{
	struct node *value = node_get(map, key);

	if (value)
		node_remove(map, str_from(key));
	return value;
}

void import_prune(struct node *map, struct str key)
{
	const struct node *value = node_get_str(map, key);

	if (node_is(value, node_null) || (node_is(value, node_map) && value->member_count == 0) ||
	    (node_is(value, node_list) && value->item_count == 0))
		node_remove(map, key);
}

int64_t import_ranks(const struct import *im)
{
	int64_t workers = mpijob_workers(im->job);
	bool launcher = im->job->launcher_ranks || workers == 0;

	return (workers + (launcher ? 1 : 0)) * im->job->slots;
}

static void import_head(struct import *im)
{
	import_put_text(im, "apiVersion", STR("mpicc.dev/v1"));
	import_put_text(im, "kind", STR("MPIJob"));
	node_put(im->arena, im->out, "metadata", mpijob_metadata(im->job, im->arena));
	import_put_text(im, "mpi", mpijob_flavour(im->job));
	node_put(im->arena, im->out, "workers", node_new_int(im->arena, mpijob_workers(im->job), im->out->at));
	if (im->job->launcher_ranks)
		node_put(im->arena, node_ensure_map(im->arena, im->out, "launcher"), "ranks",
			 node_new_bool(im->arena, true, im->out->at));
}

static void (*const parts[])(struct import *im) = {
	import_head,   import_roles, import_policies,  import_command, import_env,
	import_mounts, import_user,  import_resources, import_fields,  import_rest,
};

/* Members in the order of the table of fields: the order in which the documentation tells them. */
static struct node *in_order(struct import *im)
{
	struct node *out = node_new(im->arena, node_map, im->out->at);

	for (unsigned i = 0; i < spec_table.count; i++) {
		struct str rest = str_from(spec_table.rows[i].path), key;
		struct node *value;

		str_cut(&rest, '.', &key);
		value = node_get_str(im->out, key);
		if (value && !node_get_str(out, key))
			node_set(im->arena, out, key, value);
	}
	return out;
}

bool mpijob_import(struct decoder *d, const struct node *document, struct node **out_compact, struct node **out_notes)
{
	struct mpijob job;
	bool read = mpijob_read(d, document, &job);
	struct import im = {.decoder = d, .arena = d->arena, .job = &job};

	if (!mpijob_check(d, &job) || !read)
		return false;
	im.out = node_new(d->arena, node_map, document->at);
	im.notes = node_new(d->arena, node_list, document->at);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		parts[i](&im);
	*out_compact = in_order(&im);
	*out_notes = im.notes;
	return true;
}
