/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that one MPIJob must keep, beyond the types of its fields: what cannot be honoured is said here. */
#include "compiler/kubeflow/mpijob.h"
#include "compiler/kubeflow/mpijob_read.h"

struct checker {
	struct decoder *decoder;
	const struct mpijob *job;
};

/* Where the key of a part stands, else where the document begins: parts themselves span many lines. */
static struct place key_at(const struct mpijob *job, const struct node *parent, const char *key)
{
	const struct member *m = node_member(parent, str_from(key));

	return m ? m->key_at : job->document->at;
}

/* Beside a name, `generateName` says nothing: an object that was read from a cluster has both. */
static void check_name(struct checker *c)
{
	struct diag_list *diags = c->decoder->diags;
	const struct node *generated = c->job->nodes[mpijob_generate_name];
	struct diag *diag;

	if (c->job->nodes[mpijob_name])
		return;
	if (!generated) {
		diag_report(diags, diag_E0202, key_at(c->job, c->job->document, "metadata"), "MPIJob has no `metadata.name`");
		return;
	}
	diag = diag_report(diags, diag_E0257, generated->at, "`generateName` cannot be honoured");
	diag_help(diags, diag, "write `name`: objects of a run are told apart by the hash in their names");
}

/* Fields that only one of the versions has: Kubernetes would drop them without a word. */
static const struct {
	enum mpijob_field field;
	enum mpijob_version version;
	const char *path, *help;
} version_fields[] = {
	{mpijob_main_container, mpijob_v1, "spec.mainContainer", "in v2beta1, MPI runs in the first container of each pod"},
	{mpijob_launcher_ranks, mpijob_v2beta1, "spec.runLauncherAsWorker", "apiVersion: kubeflow.org/v2beta1 has it"},
	{mpijob_ssh_mount_path, mpijob_v2beta1, "spec.sshAuthMountPath", "apiVersion: kubeflow.org/v2beta1 has it"},
	{mpijob_creation, mpijob_v2beta1, "spec.launcherCreationPolicy", "apiVersion: kubeflow.org/v2beta1 has it"},
	{mpijob_implementation, mpijob_v2beta1, "spec.mpiImplementation", "apiVersion: kubeflow.org/v2beta1 has it"},
};

static void check_version_fields(struct checker *c)
{
	struct diag_list *diags = c->decoder->diags;
	struct str version = node_text(node_get(c->job->document, "apiVersion"));

	for (size_t i = 0; i < sizeof(version_fields) / sizeof(*version_fields); i++) {
		const struct node *value = c->job->nodes[version_fields[i].field];
		struct diag *diag;

		if (!value || (int)version_fields[i].version == c->job->version)
			continue;
		diag = diag_report(diags, diag_E0251, value->at, "%.*s has no field `%s`", STR_ARG(version),
				   version_fields[i].path);
		diag_help(diags, diag, "%s", version_fields[i].help);
	}
}

static void check_launcher(struct checker *c)
{
	const struct node *replicas = c->job->nodes[mpijob_launcher_replicas];
	struct diag *diag;

	if (!replicas || c->job->launcher.replicas == 1)
		return;
	diag = diag_report(c->decoder->diags, diag_E0253, replicas->at, "a job has one launcher, not %lld",
			   (long long)c->job->launcher.replicas);
	diag_help(c->decoder->diags, diag, "`replicas: 1`, or no `replicas` at all; the pods to add are under `Worker`");
}

static void check_worker(struct checker *c)
{
	const struct mpijob *job = c->job;
	struct diag_list *diags = c->decoder->diags;
	struct place at = key_at(job, node_path(job->document, "spec.mpiReplicaSpecs"), "Worker");
	struct diag *diag;

	if (!node_is(job->worker.node, node_map))
		return;
	if (!job->nodes[mpijob_worker_replicas] && job->version == mpijob_v2beta1) {
		diag = diag_report(diags, diag_E0252, at, "`Worker` has no `replicas`");
		diag_help(diags, diag,
			  "mpi-operator refuses a `Worker` without it; for a job without workers leave `Worker` out");
	}
	if (!job->nodes[mpijob_worker_template]) {
		diag = diag_report(diags, diag_E0252, at, "`Worker` has no `template`");
		diag_help(diags, diag, "`template: {spec: {containers: [{name: …, image: …}]}}`");
	}
}

static void check_restart(struct checker *c, const struct replica *replica, enum mpijob_field field)
{
	static const char *const help[] = {
		[restart_always] = "use `OnFailure`: a finished launcher is started again only when it failed",
		[restart_exit_code] =
			"use `OnFailure`, or `Never` with `backoffLimit: 0` when no exit code is worth a second try",
	};
	static const char *const words[] = {[restart_always] = "Always", [restart_exit_code] = "ExitCode"};
	struct diag *diag;

	if (!c->job->nodes[field] || replica->restart < restart_always)
		return;
	diag = diag_report(c->decoder->diags, diag_E0254, c->job->nodes[field]->at,
			   "`restartPolicy: %s` of `%s` cannot be honoured", words[replica->restart], replica->name);
	diag_help(c->decoder->diags, diag, "%s", help[replica->restart]);
}

/* The template's own restart policy has no effect; that is worth a word when it says something else. */
static void check_template_restart(struct checker *c, const struct replica *replica)
{
	static const char *const words[] = {"OnFailure", "Never"};
	const struct node *own = node_path(replica->template, "spec.restartPolicy");
	struct diag *diag;

	if (!own || replica->restart > restart_never || str_is(node_text(own), words[replica->restart]))
		return;
	diag = diag_report(c->decoder->diags, diag_W0252, own->at,
			   "`restartPolicy` of the pod template is overridden by `%s` of `%s`", words[replica->restart],
			   replica->name);
	diag_help(c->decoder->diags, diag, "write `restartPolicy` beside `template`, or remove it");
	diag_fix_remove(diag, key_at(c->job, node_get(replica->template, "spec"), "restartPolicy"), own->at);
}

static void check_container(struct checker *c, const struct replica *replica)
{
	struct diag_list *diags = c->decoder->diags;
	const struct node *image = node_get(replica->container, "image");
	struct diag *diag;

	if (replica->container->kind != node_map) {
		diag_report(diags, diag_E0255, replica->container->at, "a container must be a map, not %s",
			    node_kind_name(replica->container->kind));
	} else if (!image || (image->kind == node_string && image->text.length == 0) || image->kind == node_null) {
		diag = diag_report(diags, diag_E0255, image ? image->at : replica->container->at,
				   "the container of `%s` has no `image`", replica->name);
		diag_help(diags, diag, "for example: image: registry.example.com/pi:1");
	} else if (image->kind != node_string) {
		diag_report(diags, diag_E0255, image->at, "`image` must be a string, not %s", node_kind_name(image->kind));
	}
}

static void check_template(struct checker *c, const struct replica *replica)
{
	const struct node *containers = node_path(replica->template, "spec.containers");
	struct diag_list *diags = c->decoder->diags;

	if (!replica->template)
		return;
	check_template_restart(c, replica);
	if (replica->container)
		check_container(c, replica);
	else if (containers && containers->kind != node_list && containers->kind != node_null)
		diag_report(diags, diag_E0255, containers->at, "`containers` must be a list, not %s",
			    node_kind_name(containers->kind));
	else
		diag_report(diags, diag_E0255, containers ? containers->at : replica->template->at,
			    "the template of `%s` must have a container under `spec.containers`", replica->name);
}

/* v1 runs the ranks in `mainContainer` of the workers; the launcher's may be called otherwise. */
static void check_main_container(struct checker *c)
{
	const struct replica *replica = c->job->worker.node ? &c->job->worker : &c->job->launcher;
	const struct node *containers = node_path(replica->template, "spec.containers");
	struct str wanted = c->job->main_container, *names;
	struct diag *diag;

	if (!wanted.length || !replica->container || str_equal(node_text(node_get(replica->container, "name")), wanted))
		return;
	names = arena_array(c->decoder->arena, struct str, containers->item_count);
	for (uint32_t i = 0; i < containers->item_count; i++)
		names[i] = node_text(node_get(containers->items[i], "name"));
	diag = diag_report(c->decoder->diags, diag_E0256, c->job->nodes[mpijob_main_container]->at,
			   "no container of `%s` is called `%.*s`", replica->name, STR_ARG(wanted));
	diag_suggest(c->decoder->diags, diag, wanted, names, containers->item_count);
}

static void check_managed_by(struct checker *c)
{
	const struct node *managed_by = c->job->policy[policy_managed_by];
	struct diag *diag;

	if (!managed_by || str_is(node_text(managed_by), "kubeflow.org/mpi-operator"))
		return;
	diag = diag_report(c->decoder->diags, diag_E0257, managed_by->at, "`managedBy: %.*s` cannot be honoured",
			   STR_ARG(node_text(managed_by)));
	diag_help(c->decoder->diags, diag, "the manifests made of this file run where they are applied; leave `managedBy` out");
}

static void check_gang_minimum(struct checker *c)
{
	const struct node *minimum = c->job->policy[policy_minimum];
	int64_t pods = mpijob_workers(c->job) + 1;
	struct diag *diag;

	if (!minimum || minimum->kind != node_int || minimum->integer <= pods)
		return;
	diag = diag_report(c->decoder->diags, diag_E0258, minimum->at, "`minAvailable` is %lld, and the job has %lld pods",
			   (long long)minimum->integer, (long long)pods);
	diag_help(c->decoder->diags, diag, "it would never start; leave `minAvailable` out to wait for all pods");
}

static void check_queues(struct checker *c)
{
	const struct node *kueue, *volcano = c->job->policy[policy_queue];
	const char *gang = mpijob_queue(c->job, &kueue);
	struct diag *diag;

	if (!volcano)
		volcano = node_get(c->job->annotations, VOLCANO_QUEUE_ANNOTATION);
	if (!gang || !volcano || kueue == volcano)
		return;
	diag = diag_report(c->decoder->diags, diag_E0259, volcano->at, "the job is in a queue of Volcano and in one of Kueue");
	diag_label(c->decoder->diags, diag, kueue->at, "the Kueue queue");
	diag_help(c->decoder->diags, diag, "keep one of them");
}

/* A gang counts the launcher, so one that waits for the others would keep them waiting: mpi-operator does that, no Job here. */
static void warn_creation(struct checker *c)
{
	const struct node *creation = c->job->nodes[mpijob_creation], *queue;
	struct diag *diag;

	if (!creation || !str_is(node_text(creation), "WaitForWorkersReady"))
		return;
	if (!c->job->policy[policy_minimum] && !mpijob_queue(c->job, &queue))
		return;
	diag = diag_report(c->decoder->diags, diag_W0925, creation->at, "a launcher that waits for its workers is missing from their gang");
	diag_help(c->decoder->diags, diag, "leave it out: all pods are made at once, and the launcher waits by itself");
}

static void warn_clean(struct checker *c)
{
	struct diag *diag;

	if (c->job->policy[policy_clean] || !c->job->worker.node)
		return;
	diag = diag_report(c->decoder->diags, diag_W0250, key_at(c->job, c->job->document, "spec"),
			   "no `cleanPodPolicy`: workers end when the launcher has ended");
	diag_help(c->decoder->diags, diag,
		  "mpi-operator's default, None, would leave them holding their GPUs; say which with `runPolicy: "
		  "{cleanPodPolicy: Running}`");
}

static bool is_empty(const struct node *n)
{
	return (n->kind == node_map && n->member_count == 0) || (n->kind == node_list && n->item_count == 0);
}

/* One warning for all of them: such a file came from `kubectl get -o yaml`. */
static void warn_server_fields(struct checker *c)
{
	static const char *const paths[] = {
#define FIELD(...)
#define SERVER(id, path) path,
#include "compiler/kubeflow/mpijob_fields.def"
#undef FIELD
#undef SERVER
	};
	const struct node *const *nodes = &c->job->nodes[mpijob_uid];
	const struct node *first = NULL;
	struct str names = STR_NONE;
	struct diag *diag;

	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		if (!nodes[i] || is_empty(nodes[i]))
			continue;
		names = arena_format(c->decoder->arena, "%.*s%s`%s`", STR_ARG(names), names.length ? ", " : "", paths[i]);
		if (!first || nodes[i]->at.offset < first->at.offset)
			first = nodes[i];
	}
	if (!first)
		return;
	diag = diag_report(c->decoder->diags, diag_W0251, first->at, "ignored: %.*s", STR_ARG(names));
	diag_help(c->decoder->diags, diag, "the API server writes these; they do not belong in a file");
}

bool mpijob_check(struct decoder *d, const struct mpijob *job)
{
	struct checker c = {d, job};
	uint32_t before = d->diags->errors;

	check_name(&c);
	check_version_fields(&c);
	check_launcher(&c);
	check_worker(&c);
	check_restart(&c, &job->launcher, mpijob_launcher_restart);
	check_restart(&c, &job->worker, mpijob_worker_restart);
	check_template(&c, &job->launcher);
	check_template(&c, &job->worker);
	check_main_container(&c);
	check_managed_by(&c);
	check_gang_minimum(&c);
	check_queues(&c);
	warn_creation(&c);
	warn_clean(&c);
	warn_server_fields(&c);
	return d->diags->errors == before;
}
