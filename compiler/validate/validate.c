/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on finished objects: a table of {what it applies to, predicate, what to say}. */
#include "compiler/validate/validate.h"

#include "lib/contract/names.h"

struct rule {
	enum diag_code code;
	const struct node *(*find)(const struct node *object); /* the offending node; NULL: fine */
	const char *message, *help;
};

static bool is_kind(const struct node *object, const char *kind)
{
	return str_is(node_text(node_get(object, "kind")), kind);
}

static const struct node *bad_name(const struct node *object)
{
	const struct node *name = node_path(object, "metadata.name");

	return name_is_dns1123_subdomain(node_text(name)) ? NULL : name ? name : object;
}

static const struct node *long_job_name(const struct node *object)
{
	const struct node *name = node_path(object, "metadata.name");

	return is_kind(object, "Job") && node_text(name).length > name_label_max ? name : NULL;
}

static const struct node *bare_pod(const struct node *object)
{
	return is_kind(object, "Pod") || is_kind(object, "StatefulSet") ? node_get(object, "kind") : NULL;
}

static const struct node *ttl(const struct node *object)
{
	return is_kind(object, "Job") ? node_path(object, "spec.ttlSecondsAfterFinished") : NULL;
}

/* Kubernetes' limit on the values of a ConfigMap or Secret together (MaxSecretSize, 1.34). */
enum { data_max = 1 << 20 };

/* The longest of the values that are too much together. */
static const struct node *large_data(const struct node *object)
{
	const struct node *data = node_get(object, "data"), *longest = data;
	size_t length = 0;

	for (uint32_t i = 0; is_kind(object, "ConfigMap") && node_is(data, node_map) && i < data->member_count; i++) {
		const struct node *value = data->members[i].value;

		length += node_text(value).length;
		if (node_text(value).length > node_text(longest).length)
			longest = value;
	}
	return length > data_max ? longest : NULL;
}

static const struct node *bad_data_key(const struct node *object)
{
	const struct node *data = is_kind(object, "ConfigMap") || is_kind(object, "Secret") ? node_get(object, "data") : NULL;

	for (uint32_t i = 0; node_is(data, node_map) && i < data->member_count; i++)
		if (!name_is_data_key(data->members[i].key))
			return data->members[i].value;
	return NULL;
}

static const struct node *annotation_with(const struct node *object, const char *prefix)
{
	const struct node *annotations = node_path(object, "metadata.annotations");

	for (uint32_t i = 0; node_is(annotations, node_map) && i < annotations->member_count; i++)
		if (str_starts(annotations->members[i].key, prefix))
			return annotations->members[i].value;
	return NULL;
}

static const struct node *hook(const struct node *object)
{
	return annotation_with(object, "argocd.argoproj.io/hook");
}

static const struct node *wave(const struct node *object)
{
	return annotation_with(object, "argocd.argoproj.io/sync-wave");
}

/* Whether one of a comma-separated list is an option that runs a Job again, or keeps a sync from ending before the run does. */
static bool harmful_option(struct str options)
{
	struct str option;

	while (str_cut(&options, ',', &option)) {
		option = str_trim(option);
		if (str_is(option, "Force=true") || str_is(option, "Replace=true") || str_is(option, "PruneLast=true"))
			return true;
	}
	return false;
}

static const struct node *delivery_option(const struct node *object)
{
	const struct node *options = annotation_with(object, "argocd.argoproj.io/sync-options");

	return harmful_option(node_text(options)) ? options : annotation_with(object, "kustomize.toolkit.fluxcd.io/force");
}

static const struct rule rules[] = {
	{diag_E0620, bad_name, "an object's name must be a DNS-1123 subdomain", "lower-case letters, digits, `-` and `.`"},
	{diag_E0621, long_job_name, "a Job's name has at most 63 characters", "it is the value of a label of its pods"},
	{diag_E0622, bare_pod, "a bare Pod or StatefulSet would be made again whenever it is gone", "put pods into Jobs"},
	{diag_E0623, ttl, "a TTL on a Job that git tracks runs it again", "`ttl` of the job file has the controller remove pods and keys instead"},
	{diag_E0624, hook, "an Argo CD hook runs at every sync", "leave it out: the run's hash starts a new run when there is one"},
	{diag_E0625, wave, "a sync wave waits for workers that wait for the launcher", "leave it out: the launcher waits for its workers by itself"},
	{diag_E0626, large_data, "a ConfigMap holds at most 1 MiB", "the host file names every worker, and so does the list of hosts: have fewer workers"},
	{diag_E0627, bad_data_key, "the data's keys must be names of files", "letters, digits, `-`, `_` and `.`"},
	{diag_E0628, delivery_option, "an option of the delivery tool runs Jobs again, or waits for them", "leave it out: a changed job has a new name, so nothing needs force"},
};

bool validate_object(const struct node *object, struct place job, struct diag_list *diags)
{
	uint32_t before = diags->errors;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *r = &rules[i];
		const struct node *at = r->find(object);
		struct place place;
		struct diag *d;

		if (!at)
			continue;
		place = place_is_users(at->at) ? at->at : job;
		d = diag_report(diags, r->code, place, "%s", r->message);
		diag_help(diags, d, "%s", r->help);
		if (place.source != job.source)
			diag_label(diags, d, job, "in this job");
	}
	return diags->errors == before;
}
