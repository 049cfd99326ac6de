/* SPDX-License-Identifier: Apache-2.0 */
/* What jobs of a namespace ask for together, against `quotas` of mpicc.yaml. */
#include "compiler/rules/rule.h"

struct quota_use {
	struct str namespace_, resource;
	double sum;
	uint32_t jobs;
	bool reported;
};

/* ResourceQuota counts what is requested, and the limit where no request is set. */
static double asked(const struct node *container, struct str resource)
{
	const struct node *resources = node_get(container, "resources");
	double amount = 0;

	if (!rule_quantity(node_get_str(node_get(resources, "requests"), resource), &amount))
		rule_quantity(node_get_str(node_get(resources, "limits"), resource), &amount);
	return amount;
}

static double asked_by_job(const struct rule_job *job, struct str resource)
{
	const struct node *c;
	double sum = 0;

	for (uint32_t p = 0; p < job->pod_count; p++)
		for (uint32_t i = 0; (c = rule_item(node_get(job->pods[p].spec, "containers"), i)); i++)
			sum += (double)job->pods[p].count * asked(c, resource);
	return sum;
}

static struct quota_use *use_of(struct quota_ledger *ledger, struct str namespace_, struct str resource)
{
	for (uint32_t i = 0; i < ledger->count; i++)
		if (str_equal(ledger->items[i].namespace_, namespace_) && str_equal(ledger->items[i].resource, resource))
			return &ledger->items[i];
	arena_grow(ledger->arena, ledger->items, ledger->count, ledger->capacity);
	ledger->items[ledger->count] = (struct quota_use){.namespace_ = arena_str(ledger->arena, namespace_),
							 .resource = arena_str(ledger->arena, resource)};
	return &ledger->items[ledger->count++];
}

static const struct rule alone = {diag_E0912, NULL, "no pod beyond the quota is made: the run would wait for ever"};
static const struct rule together = {diag_W0909, NULL, "some of them wait until others have ended: queue them (`gang: kueue`), or raise the quota"};

static void check(struct rule_job *job, struct quota_ledger *ledger, const struct member *quota)
{
	const struct spec *s = job->plan->spec;
	struct quota_use *use = use_of(ledger, s->namespace_, quota->key);
	double amount = asked_by_job(job, quota->key), most;
	struct diag *d;

	if (amount <= 0 || !rule_quantity(quota->value, &most))
		return;
	use->sum += amount;
	use->jobs++;
	if (amount > most * (1 + 1e-9)) {
		job->rule = &alone;
		d = rule_report_at(job, spec_at(s, s->nodes[spec_resources] ? spec_resources : spec_name),
				   "the job asks for %.15g `%.*s`, more than there is in namespace `%.*s`", amount, STR_ARG(quota->key),
				   STR_ARG(s->namespace_));
	} else if (use->sum > most * (1 + 1e-9) && !use->reported) {
		use->reported = true;
		job->rule = &together;
		d = rule_report_at(job, spec_at(s, spec_name), "with this job, %u jobs of namespace `%.*s` ask for %.15g `%.*s`", use->jobs,
				   STR_ARG(s->namespace_), use->sum, STR_ARG(quota->key));
	} else {
		return;
	}
	diag_label(job->diags, d, quota->value->at, "the quota");
}

/* Jobs that wait in a queue, or suspended, take nothing yet. */
static bool waits(const struct plan *plan)
{
	return plan->spec->suspend || plan->gang == gang_kueue;
}

bool rules_quota(struct quota_ledger *ledger, const struct plan *plan, const struct object_list *objects, struct diag_list *diags)
{
	const struct node *quota = node_get_str(plan->project->quotas, plan->spec->namespace_);
	uint32_t before = diags->errors;
	struct rule_job job;

	if (!quota || waits(plan))
		return true;
	rule_job_init(&job, plan, objects, diags->arena, diags);
	for (uint32_t i = 0; i < quota->member_count; i++)
		check(&job, ledger, &quota->members[i]);
	return diags->errors == before;
}
