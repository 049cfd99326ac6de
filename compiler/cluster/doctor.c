/* SPDX-License-Identifier: Apache-2.0 */
/* The cluster's side: does the apiserver answer, who are we, what may we do, is the controller there. */
#include "compiler/cluster/doctor.h"

#include "compiler/cluster/finding.h"
#include "compiler/cluster/object.h"
#include "lib/contract/keys.h"
#include "lib/kube/json.h"

enum {
	condition_minor = 31,    /* since 1.31 a condition ends a Job (KEP-3998) */
	lease_patience_ms = 60000 /* four times the Lease's duration; the two clocks may differ a little */
};

/* What the commands ask for, and what is missing without it. */
static const struct right {
	const char *verb, *group, *resource, *subresource;
	const char *without;
	bool optional;
} rights[] = {
	{"list", "batch", "jobs", "", "nothing can be shown", false},
	{"watch", "batch", "jobs", "", "status -w does not work", false},
	{"list", "", "configmaps", "", "status shows no jobs", false},
	{"list", "", "pods", "", "status JOB, logs and doctor JOB do not work", false},
	{"get", "", "pods", "log", "logs does not work", false},
	{"list", "events.k8s.io", "events", "", "doctor JOB does not see quotas and mounts that fail", true},
	{"get", "", "secrets", "", "doctor JOB does not see whether a key is missing; no command reads what Secrets hold", true},
};

static struct str text_of(struct doctor *d, struct str raw)
{
	struct str text;

	return json_text(raw, d->arena, &text) ? text : STR_NONE;
}

/* False: it makes no sense to ask for more. */
static bool check_version(struct doctor *d)
{
	const struct question q = {.path = {.kind = kube_kind_version}};
	struct str where = arena_format(d->arena, "apiserver %.*s", STR_ARG(d->session->config.server)), version, minor;
	struct kube_answer answer;
	struct error err;

	if (session_ask(d->session, &q, &answer, &err) < 0 || answer.status.code == kube_code_transport) {
		finding_add(d->out, finding_problem, where, "check the address in the kubeconfig, the network, a proxy or VPN",
			    "cannot be reached: %s", answer.status.message);
		return false;
	}
	if (answer.status.code != kube_code_ok) {
		finding_add(d->out, finding_problem, where, "get new credentials, or choose another --context",
			    "does not let you in: %s", answer.status.message);
		return false;
	}
	version = text_of(d, json_get(answer.body, "gitVersion"));
	minor = text_of(d, json_get(answer.body, "minor"));
	finding_add(d->out, finding_ok, where, NULL, "answers, version %.*s", STR_ARG(version));
	while (minor.length && (minor.data[minor.length - 1] < '0' || minor.data[minor.length - 1] > '9'))
		minor.length--;
	if (str_to_int(minor, &d->minor) && d->minor < condition_minor)
		finding_add(d->out, finding_note, where, "install the controller from runtime-controller/deploy/before-1.31",
			    "is older than 1.31, where a condition does not end a Job");
	return true;
}

static void check_identity(struct doctor *d)
{
	const struct question q = {
		.path = {.kind = kube_kind_self_subject_review},
		.body = STR("{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"SelfSubjectReview\"}")};
	struct str user;
	const struct json_field fields[] = {{"status.userInfo.username", &user}};
	struct kube_answer answer;
	struct error err;

	if (session_ask(d->session, &q, &answer, &err) < 0)
		return;
	if (answer.status.code == kube_code_unauthorized) {
		finding_add(d->out, finding_problem, STR("you"), "get new credentials, or choose another --context",
			    "the apiserver does not accept these credentials");
		return;
	}
	if (answer.status.code != kube_code_ok || json_pick(answer.body, fields, 1) < 0) {
		finding_add(d->out, finding_note, STR("you"), NULL, "the apiserver does not say who you are: %s",
			    answer.status.message);
		return;
	}
	user = text_of(d, user);
	finding_add(d->out, finding_ok, STR("you"), NULL, "are `%.*s`", STR_ARG(user));
}

static struct str review_body(struct doctor *d, const struct right *right)
{
	struct buf body;
	struct str made;

	buf_init(&body, 4096);
	buf_puts(&body, "{\"apiVersion\": \"authorization.k8s.io/v1\", \"kind\": \"SelfSubjectAccessReview\", \"spec\": "
			"{\"resourceAttributes\": {\"namespace\": ");
	json_quote(&body, d->session->namespace);
	buf_printf(&body, ", \"verb\": \"%s\", \"group\": \"%s\", \"resource\": \"%s\", \"subresource\": \"%s\"}}}", right->verb,
		   right->group, right->resource, right->subresource);
	made = arena_str(d->arena, buf_str(&body));
	buf_release(&body);
	return made;
}

static bool is_allowed(struct doctor *d, const struct right *right)
{
	const struct question q = {.path = {.kind = kube_kind_self_subject_access_review}, .body = review_body(d, right)};
	struct str raw;
	const struct json_field fields[] = {{"status.allowed", &raw}};
	struct kube_answer answer;
	struct error err;
	bool allowed = false;

	return session_ask(d->session, &q, &answer, &err) == 0 && answer.status.code == kube_code_ok &&
	       json_pick(answer.body, fields, 1) == 0 && json_boolean(raw, &allowed) && allowed;
}

static void check_rights(struct doctor *d)
{
	struct str where = d->session->namespace.length
				   ? arena_format(d->arena, "rights in namespace %.*s", STR_ARG(d->session->namespace))
				   : STR("rights in all namespaces");
	unsigned missing = 0;

	for (size_t i = 0; i < sizeof(rights) / sizeof(*rights); i++) {
		const struct right *r = &rights[i];

		if (is_allowed(d, r))
			continue;
		missing++;
		finding_add(d->out, r->optional ? finding_note : finding_problem, where,
			    "ask for a Role that allows it, or name another namespace", "you may not %s %s%s%s, so %s", r->verb,
			    r->resource, *r->subresource ? "/" : "", r->subresource, r->without);
	}
	if (!missing)
		finding_add(d->out, finding_ok, where, NULL, "all that is needed is allowed");
}

static const char controller_advice[] = "install it: runtime-controller/deploy; --controller-namespace says where to look";

static void judge_lease(struct doctor *d, struct str where, struct str lease)
{
	struct str holder, renewed;
	const struct json_field fields[] = {{"spec.holderIdentity", &holder}, {"spec.renewTime", &renewed}};
	int64_t age_ms;

	json_pick(lease, fields, 2);
	holder = text_of(d, holder);
	age_ms = d->request->now_ms - object_time(renewed);
	if (!holder.length)
		finding_add(d->out, finding_problem, where, "see whether its Deployment has pods that run",
			    "no controller leads");
	else if (age_ms > lease_patience_ms)
		finding_add(d->out, finding_problem, where, "see whether its Deployment has pods that run",
			    "`%.*s` led, and was last heard of %lld s ago", STR_ARG(holder), (long long)(age_ms / 1000));
	else
		finding_add(d->out, finding_ok, where, NULL, "`%.*s` leads", STR_ARG(holder));
}

static void check_controller(struct doctor *d)
{
	const struct question q = {
		.path = {.kind = kube_kind_lease, .namespace = d->request->controller_namespace, .name = STR(LEASE_NAME)}};
	struct str where = arena_format(d->arena, "controller in namespace %.*s", STR_ARG(d->request->controller_namespace));
	struct kube_answer answer;
	struct error err;

	if (session_ask(d->session, &q, &answer, &err) < 0)
		return;
	if (answer.status.code == kube_code_ok)
		judge_lease(d, where, answer.body);
	else if (answer.status.code == kube_code_not_found)
		finding_add(d->out, finding_problem, where, controller_advice,
			    "there is no Lease `" LEASE_NAME "`, so no controller ran here");
	else
		finding_add(d->out, finding_note, where, NULL, "whether one leads cannot be seen: %s", answer.status.message);
}

void cluster_doctor(const struct cluster_target *target, const struct doctor_request *request, struct arena *a,
		    struct finding_list *out)
{
	struct doctor d = {.arena = a, .request = request, .out = out};
	struct error err;

	*out = (struct finding_list){.arena = a};
	if (session_open(target, a, &d.session, &err) < 0) {
		finding_add(out, finding_problem, STR("kubeconfig"), "set KUBECONFIG, --kubeconfig or --context", "%s",
			    err.message);
		return;
	}
	if (!check_version(&d))
		return;
	check_identity(&d);
	check_rights(&d);
	check_controller(&d);
	if (request->job.length)
		doctor_job(&d);
}
