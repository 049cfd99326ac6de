/* SPDX-License-Identifier: Apache-2.0 */
/* Reads texts, makes MPIJobs of parts, compares trees. */
#include "tests/unit/kubeflow/kubeflow_case.h"

#include <stdio.h>

#include "lib/read/read.h"
#include "lib/base/io.h"

struct node *kubeflow_read(struct arena *a, struct str text)
{
	struct source *source = source_new(a, source_file, STR("job.yaml"), text);
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	assert_true(read_documents(source, a, &diags, &documents));
	assert_int_equal(documents.count, 1);
	return documents.items[0];
}

struct str kubeflow_example(struct arena *a, const char *name)
{
	struct str path = arena_format(a, "%s/examples/kubeflow/%s", TEST_SOURCE_DIR, name), text;

	assert_int_equal(io_files.read(NULL, path, 1 << 20, a, &text, NULL), 0);
	return text;
}

void kubeflow_translate(struct kubeflow_case *c, struct arena *a, struct str text)
{
	*c = (struct kubeflow_case){.arena = a};
	diag_list_init(&c->diags, a);
	c->decoder = (struct decoder){a, &c->diags};
	c->document = kubeflow_read(a, text);
	c->ok = mpijob_translate(&c->decoder, c->document, &c->compact, &c->kubeflow);
	diag_sort(&c->diags);
}

static const char *or_nothing(const char *text)
{
	return text ? text : "";
}

struct str kubeflow_text(struct arena *a, struct kubeflow_parts p)
{
	struct str worker = STR_NONE;

	if (p.worker)
		worker = arena_format(a, "    Worker: {template: {spec: {containers: [{name: w, image: img}]%s}}%s}\n",
				      or_nothing(p.worker_pod), p.worker);
	return arena_format(a,
			    "apiVersion: kubeflow.org/%s\n"
			    "kind: MPIJob\n"
			    "metadata: {name: pi%s}\n"
			    "spec:\n"
			    "  runPolicy: {cleanPodPolicy: Running}\n"
			    "%s"
			    "  mpiReplicaSpecs:\n"
			    "    Launcher: {template: {spec: {containers: [{name: l, image: img}]%s}}%s}\n"
			    "%.*s",
			    p.version ? p.version : "v2beta1", or_nothing(p.metadata), or_nothing(p.spec),
			    or_nothing(p.launcher_pod), or_nothing(p.launcher), STR_ARG(worker));
}

const struct diag *kubeflow_find(const struct kubeflow_case *c, enum diag_code code)
{
	for (uint32_t i = 0; i < c->diags.count; i++)
		if (c->diags.items[i].code == code)
			return &c->diags.items[i];
	return NULL;
}

struct str kubeflow_at(struct place at)
{
	assert_non_null(at.source);
	return str_slice(at.source->text, at.offset, at.offset + at.length);
}

static void show(const struct node *n, int depth)
{
	fprintf(stderr, n->kind <= node_string ? " %.*s(%d)\n" : "\n", STR_ARG(n->kind <= node_string ? n->text : STR_NONE),
		(int)n->kind);
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++) {
		fprintf(stderr, "%*s-", depth, "");
		show(n->items[i], depth + 2);
	}
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++) {
		fprintf(stderr, "%*s%.*s:", depth, "", STR_ARG(n->members[i].key));
		show(n->members[i].value, depth + 2);
	}
}

void kubeflow_assert_tree(const struct node *actual, const char *expected, const char *file, int line)
{
	TEST_ARENA(a);
	const struct node *wanted = kubeflow_read(&a, str_from(expected));

	if (node_equal(actual, wanted))
		return;
	fprintf(stderr, "expected:\n%s\ngot:\n", expected);
	show(actual, 0);
	_fail(file, line);
}
