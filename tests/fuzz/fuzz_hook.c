/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as the text of a Lua hook, with a small budget: what comes back can be written. Exercises compiler/hook and
 * compiler/script. */
#include "compiler/emit/emit.h"
#include "compiler/hook/hook.h"
#include "lib/base/scratch.h"
#include "tests/fuzz/fuzz.h"

static const char objects[] =
	"- {apiVersion: v1, kind: Service, metadata: {name: s, labels: {a: b}}, spec: {clusterIP: None, ports: []}}\n"
	"- {apiVersion: batch/v1, kind: Job, metadata: {name: j}, spec: {template: {spec: {containers: [{name: mpi, "
	"env: [{name: A, value: '1'}], resources: {limits: {cpu: 0.5, gpu: 2}}}], tolerations: []}}}}\n";
static const char job[] =
	"{name: j, namespace: ns, workers: 2, hosts: [{name: a, slots: 1}], run: [./a], labels: {}, root: false}";

/* As much as hooks need, as little as finishes soon; time does not end anything. */
static const struct script_limits limits = {50000, 4 << 20, 600000};

static struct node *read_text(struct arena *a, const char *text)
{
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	FUZZ_CHECK(read_documents(source_new(a, source_file, STR("objects"), str_from(text)), a, &diags, &documents), "%s", text);
	return documents.items[0];
}

static void check_objects(struct arena *a, const struct node *list)
{
	struct buf *out = scratch_buf(a, 64 << 20);
	struct error err = {0};

	for (uint32_t i = 0; i < list->item_count; i++) {
		buf_clear(out);
		FUZZ_CHECK(emit_yaml(list->items[i], out, &err) == 0, "%s", err.message);
		fuzz_read_again(a, arena_str(a, buf_str(out)));
	}
}

void fuzz_input(struct arena *a, struct str input)
{
	struct hook hook = {source_new(a, source_hook, STR("hook.lua"), input), PLACE_NONE, NULL};
	struct node *result = NULL;
	struct diag_list diags;
	bool ok;

	diag_list_init(&diags, a);
	ok = hook_run(&hook, &limits, read_text(a, job), read_text(a, objects), a, &diags, &result);
	FUZZ_CHECK(ok == (diags.errors == 0), "%u errors", diags.errors);
	fuzz_check_diags(&diags);
	if (ok)
		check_objects(a, result);
}
