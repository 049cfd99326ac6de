/* SPDX-License-Identifier: Apache-2.0 */
/* Objects to run hooks over. */
#include "tests/unit/hook/hooked.h"

#include "lib/base/io.h"
#include "lib/contract/keys.h"

const struct script_limits hooked_limits = {10 * 1000 * 1000, 64 << 20, 20000};

static struct str read_file(struct arena *a, const char *path)
{
	struct str name = arena_format(a, "%s/%s", TEST_SOURCE_DIR, path), text;
	struct error err = {0};

	if (io_files.read(NULL, name, 1 << 20, a, &text, &err) < 0)
		fail_msg("%s", err.message);
	return arena_str(a, text);
}

struct hooked hooked_new(struct arena *a)
{
	struct hooked h = {.a = a};

	diag_list_init(&h.diags, a);
	h.objects = tree_from_json(a, read_file(a, "tests/unit/hook/objects.json").data);
	h.job = tree_from_json(a, read_file(a, "tests/unit/hook/job.json").data);
	return h;
}

static bool run(struct hooked *h, struct str name, struct str lua)
{
	struct source *job = source_new(h->a, source_file, STR("job.yaml"), STR("kind: MPIJob\nhooks: [x.lua]\n"));
	struct hook hook = {.source = source_new(h->a, source_hook, name, lua), .user = {job, 20, 7}};

	return hook_run(&hook, &hooked_limits, h->job, node_copy(h->a, h->objects), h->a, &h->diags, &h->out);
}

bool hooked_example(struct hooked *h, const char *name)
{
	struct str path = arena_format(h->a, "examples/hooks/%s.lua", name);

	return run(h, path, read_file(h->a, path.data));
}

bool hooked_text(struct hooked *h, const char *lua)
{
	return run(h, STR("hooks/x.lua"), str_from(lua));
}

struct str hooked_diag(struct hooked *h, uint32_t index)
{
	const struct diag *d;

	assert_true(index < h->diags.count);
	d = &h->diags.items[index];
	assert_non_null(d->at.source);
	return arena_format(h->a, "%s %.*s:%u: %.*s", diag_code_info(d->code)->name, STR_ARG(d->at.source->name),
			    source_position(d->at.source, d->at.offset).line, STR_ARG(d->message));
}

struct node *hooked_pod(const struct node *objects, const char *role)
{
	for (uint32_t i = 0; i < objects->item_count; i++) {
		const struct node *object = objects->items[i], *labels = node_path(object, "metadata.labels");

		if (str_is(node_text(node_get(object, "kind")), "Job") && str_is(node_text(node_get(labels, LABEL_ROLE)), role))
			return node_path(object, "spec.template.spec");
	}
	fail_msg("no Job with the role %s", role);
	return NULL;
}

struct node *hooked_container(const struct node *objects, const char *role)
{
	return node_get(hooked_pod(objects, role), "containers")->items[0];
}
