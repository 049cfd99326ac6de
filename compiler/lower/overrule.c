/* SPDX-License-Identifier: Apache-2.0 */
/* The table of what the run decides itself, and the word to whoever wrote something else. */
#include "compiler/lower/overrule.h"

#include <assert.h>

#include "lib/contract/keys.h"

static const struct row {
	const char *key, *help;
	bool stays; /* the line may mean something to another object or pod of the job */
} rows[] = {
	{"restartPolicy", "a pod that fails is replaced by its Job, as often as `retries` says", false},
	{"hostname", "leave it out: hosts are called after the run, and MPI looks for them under these names", false},
	{"subdomain", "leave it out: hosts are found below the run's own Service", false},
	{"dnsPolicy", "leave it out: in the node's network, hosts are found with ClusterFirstWithHostNet alone", true},
	{"schedulerName", "leave it out: `gang` names the scheduler", false},
	{"kueue.x-k8s.io/queue-name", "name the queue with `queue`", false},
	{"kueue.x-k8s.io/pod-group-name", "leave it out: `gang` makes a group of the run's pods", false},
	{"kueue.x-k8s.io/pod-group-total-count", "leave it out: `gang` makes a group of the run's pods", false},
	{"kueue.x-k8s.io/retriable-in-group", "leave it out: `gang` makes a group of the run's pods", false},
	{"scheduling.k8s.io/group-name", "leave it out: `gang` makes a group of the run's pods", false},
	{"scheduling.x-k8s.io/pod-group", "leave it out: `gang` makes a group of the run's pods", false},
	{ANNOTATION_CLEAN, "say it with `clean`", true},
	{ANNOTATION_KEYS, "say it with `keys`", true},
	{ANNOTATION_TTL, "say it with `ttl`", true},
};

static const struct row *row_of(const char *key)
{
	size_t i = 0;

	while (!str_is(str_from(key), rows[i].key)) {
		i++;
		assert(i < sizeof(rows) / sizeof(*rows)); /* a key without a row */
	}
	return &rows[i];
}

static void report(struct lowering *l, const struct member *m, const struct row *row)
{
	struct place job = spec_at(l->plan->spec, spec_name);
	struct diag *d = diag_report(l->diags, diag_W0603, m->value->at, "`%s` has no effect here: the run decides it", row->key);

	diag_help(l->diags, d, "%s", row->help);
	if (m->value->at.source != job.source)
		diag_label(l->diags, d, job, "in this job"); /* to others it may mean something */
	else if (!row->stays)
		diag_fix_remove(d, m->key_at, m->value->at);
}

void overrule(struct lowering *l, struct node *map, const char *key, struct str value)
{
	const struct member *m = node_member(map, str_from(key));

	if (m && m->value->kind != node_null && place_is_users(m->value->at) && !str_equal(node_text(m->value), value))
		report(l, m, row_of(key));
	if (value.length)
		node_put_text(l->arena, map, key, value);
	else
		node_remove(map, str_from(key));
}
