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

static const struct rule rules[] = {
	{diag_E0620, bad_name, "an object's name must be a DNS-1123 subdomain", "lower-case letters, digits, `-` and `.`"},
	{diag_E0621, long_job_name, "a Job's name has at most 63 characters", "it is the value of a label of its pods"},
	{diag_E0622, bare_pod, "a bare Pod or StatefulSet would be made again whenever it is gone", "put pods into Jobs"},
	{diag_E0623, ttl, "a TTL on a Job that git tracks runs it again", "`ttl` of the job file has the controller remove pods and keys instead"},
	{diag_E0624, hook, "an Argo CD hook runs at every sync", "leave it out: the run's hash starts a new run when there is one"},
	{diag_E0625, wave, "a sync wave waits for workers that wait for the launcher", "leave it out: the launcher waits for its workers by itself"},
};

bool validate_object(const struct node *object, struct place job, struct diag_list *diags)
{
	uint32_t before = diags->errors;

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *r = &rules[i];
		const struct node *at = r->find(object);
		struct diag *d;

		if (!at)
			continue;
		d = diag_report(diags, r->code, at->at.source ? at->at : job, "%s", r->message);
		diag_help(diags, d, "%s", r->help);
		if (at->at.source && at->at.source != job.source)
			diag_label(diags, d, job, "in this job");
	}
	return diags->errors == before;
}
