/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes pods members of a gang. Sources: Kueue's plain pod groups
 * (kueue.sigs.k8s.io, v0.19), volcano.sh v1.16, scheduler-plugins v0.34.
 */
#include "compiler/lower/pod.h"

#include "compiler/lower/overrule.h"
#include "compiler/lower/values.h"

/*
 * One Indexed Job is one Kueue workload by the label on the Job (lower.c). Two
 * Jobs would be two workloads, admitted apart: their pods join one pod group.
 */
static void join_kueue(struct lowering *l, struct node *metadata)
{
	const struct plan *p = l->plan;
	struct node *labels = node_ensure_map(l->arena, metadata, "labels");
	struct node *annotations;

	if (p->indexed)
		return;
	annotations = node_ensure_map(l->arena, metadata, "annotations");
	overrule(l, labels, "kueue.x-k8s.io/queue-name", p->spec->queue);
	overrule(l, labels, "kueue.x-k8s.io/pod-group-name", p->names.run);
	overrule(l, annotations, "kueue.x-k8s.io/pod-group-total-count",
		 arena_format(l->arena, "%lld", (long long)values_pods(p)));
	overrule(l, annotations, "kueue.x-k8s.io/retriable-in-group", STR("false"));
}

void pod_join_gang(struct lowering *l, struct node *pod)
{
	struct node *metadata = node_ensure_map(l->arena, pod, "metadata");
	struct node *spec = node_ensure_map(l->arena, pod, "spec");

	switch (l->plan->gang) {
	case gang_none:
		return;
	case gang_kueue:
		join_kueue(l, metadata);
		return;
	case gang_volcano:
		overrule(l, node_ensure_map(l->arena, metadata, "annotations"), "scheduling.k8s.io/group-name", l->plan->names.run);
		overrule(l, spec, "schedulerName", STR("volcano"));
		return;
	case gang_coscheduling:
		overrule(l, node_ensure_map(l->arena, metadata, "labels"), "scheduling.x-k8s.io/pod-group", l->plan->names.run);
		overrule(l, spec, "schedulerName", STR("scheduler-plugins-scheduler"));
		return;
	}
}
