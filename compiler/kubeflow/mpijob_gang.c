/* SPDX-License-Identifier: Apache-2.0 */
/* schedulingPolicy and the gang scheduler that a job ends up with: what of the policy comes to nothing. */
#include "compiler/kubeflow/mpijob.h"

/* The gang scheduler that lower will use: a queue alone means Kueue. */
static enum gang resolved(const struct spec *spec)
{
	if (spec->gang == gang_none && spec->queue.length)
		return gang_kueue;
	return (enum gang)spec->gang;
}

/* What each scheduler takes from a schedulingPolicy besides queue and priority. */
static const struct {
	const char *name;
	bool minimum, resources, timeout;
} schedulers[] = {
	[gang_none] = {"no gang scheduler", false, false, false},
	[gang_kueue] = {"Kueue", false, false, false},
	[gang_volcano] = {"Volcano", true, true, false},
	[gang_coscheduling] = {"coscheduling", true, true, true},
};

static void warn_unused(struct decoder *d, const struct spec *spec, const char *field)
{
	enum gang gang = resolved(spec);
	struct diag *diag = diag_report(d->diags, diag_W0253, spec->kubeflow.gang_at,
					"`schedulingPolicy.%s` has no effect with %s", field, schedulers[gang].name);

	if (gang == gang_none)
		diag_help(d->diags, diag,
			  "mpi-operator's own flag names the scheduler; here mpicc.yaml does: `defaults: {gang: volcano}`");
	else if (gang == gang_kueue)
		diag_help(d->diags, diag, "Kueue admits all pods of a run together, by what they ask for");
}

void mpijob_check_gang(struct decoder *d, const struct spec *spec)
{
	const struct spec_kubeflow *k = &spec->kubeflow;
	enum gang gang = resolved(spec);

	if (k->gang_minimum && k->gang_minimum != spec->workers + 1 && !schedulers[gang].minimum)
		warn_unused(d, spec, "minAvailable");
	if (k->gang_resources && !schedulers[gang].resources)
		warn_unused(d, spec, "minResources");
	if (k->gang_timeout && !schedulers[gang].timeout)
		warn_unused(d, spec, "scheduleTimeoutSeconds");
}
