/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as a job file and as an mpicc.yaml, decoded without the rest of the pipeline, and as an expectation. Exercises
 * compiler/spec and compiler/expect.
 */
#include "compiler/expect/expect.h"
#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "tests/fuzz/fuzz.h"

static void decode_job(struct arena *a, const struct project *project, const struct node *document)
{
	struct diag_list diags;
	struct decoder d = {a, &diags};
	struct spec spec;
	bool ok;

	diag_list_init(&diags, a);
	ok = spec_decode(&d, project_apply(a, project, document), &spec) && spec_check(&d, &spec);
	FUZZ_CHECK(ok == (diags.errors == 0), "%u errors", diags.errors);
	fuzz_check_diags(&diags);
	if (!ok)
		return;
	FUZZ_CHECK(spec.name.length && spec.name.length <= 63 && spec_total_ranks(&spec) > 0, "%.*s", STR_ARG(spec.name));
	FUZZ_CHECK(str_find(spec.namespace_, '/') == SIZE_MAX && !str_starts(spec.namespace_, "."), "%.*s", STR_ARG(spec.namespace_));
}

static void decode_expectation(struct arena *a, const struct node *document)
{
	struct node *objects = node_new(a, node_list, PLACE_NONE);
	struct diag_list diags, none;
	struct outcome outcome = {objects, &none};
	struct expectation e;
	bool ok;

	diag_list_init(&diags, a);
	diag_list_init(&none, a);
	node_add(a, objects, (struct node *)document);
	ok = expectation_decode(document, &diags, &e) && expectation_check(&e, &outcome, &diags);
	FUZZ_CHECK(ok == (diags.errors == 0), "%u errors", diags.errors);
	fuzz_check_diags(&diags);
}

static void decode(struct arena *a, const struct node *document, struct str environment)
{
	struct project project, none;
	struct diag_list diags;
	struct decoder d = {a, &diags};

	diag_list_init(&diags, a);
	FUZZ_CHECK(project_decode(&d, NULL, STR_NONE, &none), "%u errors", diags.errors);
	if (!node_is(document, node_map))
		return; /* nothing that says it is a job */
	if (project_decode(&d, document, environment, &project))
		decode_job(a, &project, document);
	decode_job(a, &none, document);
	fuzz_check_diags(&diags);
}

void fuzz_input(struct arena *a, struct str input)
{
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	read_documents(source_new(a, source_file, STR("input"), input), a, &diags, &documents);
	for (uint32_t i = 0; i < documents.count; i++) {
		decode(a, documents.items[i], STR_NONE);
		decode(a, documents.items[i], STR("prod"));
		decode_expectation(a, documents.items[i]);
	}
}
