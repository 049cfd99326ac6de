/* SPDX-License-Identifier: Apache-2.0 */
/* An MPIJob's document -> struct mpijob, by its tables of fields. Rules across fields are mpijob_check.c. */
#include "compiler/kubeflow/mpijob_read.h"

#include "compiler/kubeflow/mpijob.h"

/* What the API server writes: any value, not kept. */
static bool decode_server(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	(void)d, (void)field, (void)value, (void)slot;
	return true;
}

static const struct field_type field_server = {"server", "written by the API server", "{}", decode_server};

#define NONE
#define REQUIRED .required = true,
#define FALLBACK(text) .fallback = (text),
#define RANGE(low, high) .minimum = (low), .maximum = (high),
#define CHOICES(...) .choices = (const char *const[]){__VA_ARGS__, NULL},
#define EXAMPLE(text) .example = (text),
#define FIELD(id, path_, type_, member, options)                                                                                 \
	[mpijob_##id] = {.path = (path_), .type = &field_##type_, .offset = offsetof(struct mpijob, member), options},
#define SERVER(id, path) FIELD(id, path, server, server, NONE)

static const struct field rows[mpijob_field_count] = {
#include "compiler/kubeflow/mpijob_fields.def"
#define POLICY(id, path_, type_, options)                                                                                        \
	[mpijob_policies + policy_##id] = {.path = ("spec." path_),                                                              \
					   .type = &field_##type_,                                                               \
					   .offset = offsetof(struct mpijob, slots_of[0][policy_##id]),                          \
					   options},
#include "compiler/kubeflow/mpijob_policy.def"
#undef POLICY
#define POLICY(id, path_, type_, options)                                                                                        \
	[mpijob_policies + policy_count + policy_##id] = {.path = ("spec.runPolicy." path_),                                     \
							  .type = &field_##type_,                                                \
							  .offset = offsetof(struct mpijob, slots_of[1][policy_##id]),           \
							  options},
#include "compiler/kubeflow/mpijob_policy.def"
};

static const struct field_table table = {"MPIJob", rows, mpijob_field_count};

bool mpijob_version_known(struct str api_version)
{
	for (const char *const *known = rows[mpijob_api_version].choices; *known; known++)
		if (str_is(api_version, *known))
			return true;
	return false;
}

bool mpijob_is(const struct node *document)
{
	return str_is(node_text(node_get(document, "kind")), "MPIJob") &&
	       mpijob_version_known(node_text(node_get(document, "apiVersion")));
}

/* Whether decoding found fault with a value: then it is not worth comparing. */
static bool is_faulty(const struct decoder *d, const struct node *value)
{
	for (uint32_t i = 0; i < d->diags->count; i++)
		if (d->diags->items[i].at.source == value->at.source && d->diags->items[i].at.offset == value->at.offset)
			return true;
	return false;
}

/* A policy may be said in both places as long as they agree. */
static bool resolve_policy(struct decoder *d, struct mpijob *job, unsigned policy)
{
	const struct node *old = job->nodes[mpijob_policies + policy], *new = job->nodes[mpijob_policies + policy_count + policy];
	struct diag *diag;

	job->policy[policy] = new ? new : old;
	if (!old || !new || node_equal(old, new) || is_faulty(d, old) || is_faulty(d, new))
		return true;
	diag = diag_report(d->diags, diag_E0250, new->at, "`%s` and `%s` differ",
			   rows[mpijob_policies + policy_count + policy].path, rows[mpijob_policies + policy].path);
	diag_label(d->diags, diag, old->at, "the other one");
	diag_help(d->diags, diag, "keep the one under `runPolicy`");
	return false;
}

/* The container that MPI runs in: `mainContainer` where the template has it, as v1 does, else the first. */
static const struct node *find_container(const struct replica *replica, struct str name)
{
	const struct node *containers = node_path(replica->template, "spec.containers");

	if (!node_is(containers, node_list) || containers->item_count == 0)
		return NULL;
	for (uint32_t i = 0; name.length && i < containers->item_count; i++)
		if (str_equal(node_text(node_get(containers->items[i], "name")), name))
			return containers->items[i];
	return containers->items[0];
}

static void find_replica(struct mpijob *job, struct replica *replica, const char *name)
{
	const struct node *specs = node_path(job->document, "spec.mpiReplicaSpecs");
	const struct node *found = node_get(specs, name);

	replica->name = name;
	replica->node = node_is(found, node_null) ? NULL : found;
	replica->container = find_container(replica, job->main_container);
}

bool mpijob_read(struct decoder *d, const struct node *document, struct mpijob *out)
{
	bool ok;

	*out = (struct mpijob){.document = document};
	ok = field_decode(d, &table, document, out, out->nodes);
	for (unsigned i = 0; i < policy_count; i++)
		ok &= resolve_policy(d, out, i);
	find_replica(out, &out->launcher, "Launcher");
	find_replica(out, &out->worker, "Worker");
	if (out->version == mpijob_v2beta1 && !out->ssh_mount_path.length)
		out->ssh_mount_path = STR("/root/.ssh");
	return ok;
}

int64_t mpijob_workers(const struct mpijob *job)
{
	return job->worker.node ? job->worker.replicas : 0;
}

const char *mpijob_queue(const struct mpijob *job, const struct node **out_queue)
{
	const struct node *kueue = node_get(job->labels, KUEUE_QUEUE_LABEL);
	const struct node *volcano = job->policy[policy_queue];

	if (!volcano)
		volcano = node_get(job->annotations, VOLCANO_QUEUE_ANNOTATION);
	*out_queue = kueue ? kueue : volcano;
	if (kueue)
		return "kueue";
	return volcano ? "volcano" : NULL;
}

struct str mpijob_flavour(const struct mpijob *job)
{
	static const char *const flavours[] = {"openmpi", "intel", "mpich"};

	return str_from(flavours[job->implementation]);
}

/* Keys that have done their work when the job is translated. */
static bool is_consumed(struct str key)
{
	return str_is(key, "kubectl.kubernetes.io/last-applied-configuration") || str_is(key, KUEUE_QUEUE_LABEL) ||
	       str_is(key, VOLCANO_QUEUE_ANNOTATION);
}

static void put_strings(struct arena *a, struct node *metadata, const char *key, const struct node *strings)
{
	struct node *kept;

	if (!strings)
		return;
	kept = node_new(a, node_map, strings->at);
	for (uint32_t i = 0; i < strings->member_count; i++)
		if (!is_consumed(strings->members[i].key))
			node_append_member(a, kept, strings->members[i]);
	if (kept->member_count)
		node_put(a, metadata, key, kept);
}

struct node *mpijob_metadata(const struct mpijob *job, struct arena *a)
{
	struct node *metadata = node_new(a, node_map, node_get(job->document, "metadata")->at);

	node_put(a, metadata, "name", (struct node *)job->nodes[mpijob_name]);
	if (job->nodes[mpijob_namespace])
		node_put(a, metadata, "namespace", (struct node *)job->nodes[mpijob_namespace]);
	put_strings(a, metadata, "labels", job->labels);
	put_strings(a, metadata, "annotations", job->annotations);
	return metadata;
}
