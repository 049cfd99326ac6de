/* SPDX-License-Identifier: Apache-2.0 */
/* Makes MPIJobs of parts and imports them. */
#include "tests/unit/kubeflow/import_case.h"

#include "compiler/kubeflow/import.h"

void import_text(struct import_case *c, struct arena *a, struct str text)
{
	bool ok;

	*c = (struct import_case){0};
	diag_list_init(&c->diags, a);
	c->decoder = (struct decoder){a, &c->diags};
	ok = mpijob_import(&c->decoder, kubeflow_read(a, text), &c->compact, &c->notes) &&
	     spec_decode(&c->decoder, c->compact, &c->spec);
	for (uint32_t i = 0; i < c->diags.count; i++)
		print_error("%.*s\n", STR_ARG(c->diags.items[i].message));
	assert_true(ok);
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

static struct str pod(struct arena *a, const char *container, const char *spec, const char *template)
{
	return arena_format(
		a,
		"{template: {spec: {containers: [{name: c, image: img, securityContext: {runAsUser: 1000}%s}]%s}%s}, replicas: ",
		or_nothing(container), or_nothing(spec), or_nothing(template));
}

void import_parts(struct import_case *c, struct arena *a, struct import_parts p)
{
	struct str worker = STR_NONE;

	if (p.worker)
		worker = arena_format(a, "    Worker: %.*s2}\n", STR_ARG(pod(a, p.worker, p.worker_pod, p.worker_template)));
	import_text(c, a,
		    arena_format(a,
				 "apiVersion: kubeflow.org/v2beta1\n"
				 "kind: MPIJob\n"
				 "metadata: {name: pi}\n"
				 "spec:\n"
				 "  slotsPerWorker: 2\n"
				 "  runPolicy: {cleanPodPolicy: Running, backoffLimit: 0}\n"
				 "%s"
				 "  mpiReplicaSpecs:\n"
				 "    Launcher: %.*s1}\n"
				 "%.*s",
				 or_nothing(p.spec), STR_ARG(pod(a, p.launcher, p.launcher_pod, p.launcher_template)),
				 STR_ARG(worker)));
}

void assert_notes(const struct import_case *c, uint32_t count)
{
	if (c->notes->item_count == count)
		return;
	for (uint32_t i = 0; i < c->notes->item_count; i++)
		print_error("note: %.*s\n", STR_ARG(c->notes->items[i]->text));
	assert_int_equal(c->notes->item_count, count);
}
