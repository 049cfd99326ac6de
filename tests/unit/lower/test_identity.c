/* SPDX-License-Identifier: Apache-2.0 */
/* A run's hash: what it covers, what it leaves out, and where it goes. */
#include "compiler/lower/identity.h"

#include <string.h>

#include "tests/unit/lower/lower_case.h"

/* The hash of a job's objects, "" after a mistake. */
static struct str identity(struct arena *a, struct lower_case *c)
{
	char id[run_id_length + 1] = "";

	assert_true(c->ok);
	assert_int_equal(identity_apply(&c->objects, c->spec.rerun, a, id, NULL), 0);
	assert_int_equal(strspn(id, "bcdfghjklmnpqrstvwxz2456789"), run_id_length);
	return arena_str(a, str_from(id));
}

static struct str of_text(struct arena *a, const char *text)
{
	struct lower_case c = {0};

	lower_case_text(&c, a, text);
	return identity(a, &c);
}

static struct str of_lines(struct arena *a, const char *lines)
{
	return of_text(a, arena_format(a, JOB "%s", lines).data);
}

/*
 * The one job that must never get another hash: when it does, every finished
 * job of everybody has a new name at the next compilation and runs again. A
 * change that is worth that raises FINGERPRINT_VERSION and this value with it.
 */
TEST(fingerprint_version_is_stable)
{
	TEST_ARENA(a);

	assert_string_equal(FINGERPRINT_VERSION, "h1");
	assert_str(of_lines(&a, "workers: 2\n"), "g2l7f5x7");
}

static void same(const char *lines, const char *other)
{
	TEST_ARENA(a);

	if (!str_equal(of_lines(&a, lines), of_lines(&a, other)))
		fail_msg("a new run between\n%s---\n%s", lines, other);
}

static void different(const char *lines, const char *other)
{
	TEST_ARENA(a);

	if (str_equal(of_lines(&a, lines), of_lines(&a, other)))
		fail_msg("the same run with\n%s---\n%s", lines, other);
}

TEST(what_only_looks_different_is_the_same_run)
{
	same("workers: 2\nslots: 2\n", "slots: 2 # a comment\n\nworkers: 0x2\n");
	same("resources: {cpu: 1, memory: 1Gi}\n", "resources:\n  memory: \"1Gi\"\n  cpu: '1'\n");
	same("", "workers: 1\nclean: Running\nuser: 1000\nretries: 0\nrerun: 0\nmpi: openmpi\n");
	same("env: {A: \"1\"}\n", "env: {A: 1}\n");
	same("pod: {nodeSelector: {a: b, c: d}}\n", "pod: {nodeSelector: {c: d, a: b}}\n");
}

TEST(what_kubernetes_changes_in_place_is_the_same_run)
{
	same("", "retries: 3\n");
	same("", "deadline: 4h\n");
	same("", "suspend: true\n");
	same("", "ttl: 1d\n");
	same("", "clean: All\n");
	same("", "disruptionBudget: true\n");
	same("", "network: {egress: run}\n");
	same("retries: 3\nlauncher: {ranks: true}\n", "retries: 5\ndeadline: 1h\nlauncher: {ranks: true}\n");
}

TEST(labels_and_annotations_of_objects_are_no_part_of_the_run)
{
	TEST_ARENA(a);
	static const char head[] =
		"apiVersion: mpicc.dev/v1\nkind: MPIJob\nimage: img\nrun: ./pi\nmetadata: {name: pi, namespace: hpc";
	struct str plain = of_text(&a, arena_format(&a, "%s}\n", head).data);

	assert_true(str_equal(plain, of_lines(&a, "")));
	assert_true(str_equal(plain, of_text(&a, arena_format(&a, "%s, labels: {a: b}}\n", head).data)));
	assert_true(str_equal(plain, of_text(&a, arena_format(&a, "%s, annotations: {a: b}}\n", head).data)));
}

TEST(what_the_pods_do_is_the_run)
{
	static const char *const changes[] = {
		"workers: 2\n",
		"slots: 2\n",
		"rerun: 1\n",
		"env: {A: b}\n",
		"workdir: /x\n",
		"resources: {cpu: 1}\n",
		"user: 5\n",
		"mpi: mpich\n",
		"mounts: [shm:1Gi]\n",
		"podMetadata: {labels: {a: b}}\n",
		"podMetadata: {annotations: {a: b}}\n",
		"pod: {hostIPC: true}\n",
		"worker: {pod: {hostIPC: true}}\n",
		"launcher: {pod: {hostIPC: true}}\n",
		"launcher: {ranks: true}\n",
		"network: {hostNetwork: true}\n",
		"startDeadline: 1h\n",
		"priority: high\n",
		"queue: q\n",
		"keys: existing/team\n",
	};

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		different("", changes[i]);
		for (size_t k = 0; k < i; k++)
			different(changes[k], changes[i]);
	}
	different("rerun: 1\n", "rerun: 2\n");
	different("launcher: {ranks: true}\n", "launcher: {ranks: true}\ntarget: split\n");
}

TEST(image_command_and_place_are_the_run)
{
	static const char form[] =
		"{apiVersion: mpicc.dev/v1, kind: MPIJob, metadata: {name: %s, namespace: %s}, image: %s, run: %s}";
	TEST_ARENA(a);
	struct str plain = of_text(&a, arena_format(&a, form, "pi", "hpc", "img", "./pi").data);

	assert_true(str_equal(plain, of_lines(&a, "")));
	assert_false(str_equal(plain, of_text(&a, arena_format(&a, form, "pj", "hpc", "img", "./pi").data)));
	assert_false(str_equal(plain, of_text(&a, arena_format(&a, form, "pi", "hpd", "img", "./pi").data)));
	assert_false(str_equal(plain, of_text(&a, arena_format(&a, form, "pi", "hpc", "img:2", "./pi").data)));
	assert_false(str_equal(plain, of_text(&a, arena_format(&a, form, "pi", "hpc", "img", "./pj").data)));
}

/* The hash after a change that a hook could make. */
static struct str hooked(struct arena *a, const char *file, const char *path, const char *key, const char *value)
{
	struct lower_case c = {0};
	struct node *at;

	lower_case_make(&c, a, "");
	at = test_find(lower_case_object(&c, file), path);
	assert_non_null(at);
	node_put_text(a, at, key, str_from(value));
	return identity(a, &c);
}

TEST(hooks_change_the_run_where_they_change_pods)
{
	TEST_ARENA(a);
	struct str plain = of_lines(&a, "");

	assert_false(str_equal(plain, hooked(&a, WORKER, "spec.template.spec.containers[mpi]", "image", "mirror/img")));
	assert_false(str_equal(plain, hooked(&a, LAUNCHER, "spec.template.metadata.labels", "a", "b")));
	assert_false(str_equal(plain, hooked(&a, LAUNCHER, "spec", "completionMode", "NonIndexed")));
	assert_false(str_equal(plain, hooked(&a, "config.yaml", "data", "hostfile", "other")));
	assert_false(str_equal(plain, hooked(&a, "config.yaml", "data", "more", "text")));
	assert_true(str_equal(plain, hooked(&a, LAUNCHER, "metadata.labels", "a", "b")));
	assert_true(str_equal(plain, hooked(&a, LAUNCHER, "metadata.annotations", "a", "b")));
	assert_true(str_equal(plain, hooked(&a, "service.yaml", "spec", "clusterIP", "x")));
	assert_true(str_equal(plain, hooked(&a, LAUNCHER, "spec", "backoffLimit", "7")));
}

TEST(files_of_the_tool_are_no_part_of_the_run)
{
	static const char *const files[] = {"start.sh", "session.sh", "ssh_config", "sshd_config", "passwd", "group"};
	TEST_ARENA(a);
	struct str plain = of_lines(&a, "");

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		assert_true(str_equal(plain, hooked(&a, "config.yaml", "data", files[i], "a new version")));
}

TEST(the_order_of_objects_does_not_matter)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	struct object first;

	lower_case_make(&c, &a, "");
	first = c.objects.items[0];
	c.objects.items[0] = c.objects.items[c.objects.count - 1];
	c.objects.items[c.objects.count - 1] = first;
	assert_true(str_equal(identity(&a, &c), of_lines(&a, "")));
}

TEST(odd_objects_of_hooks_do_no_harm)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	static const char *const odd[] = {"{kind: Job}", "{kind: Job, spec: [1]}", "{kind: ConfigMap, data: text}",
					  "{kind: Job, spec: {}}", "{}"};

	lower_case_make(&c, &a, "");
	c.objects.capacity = c.objects.count;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		arena_grow(&a, c.objects.items, c.objects.count, c.objects.capacity);
		c.objects.items[c.objects.count++] = (struct object){.tree = test_read(&a, odd[i]), .file = STR("odd.yaml")};
	}
	assert_int_equal(identity(&a, &c).length, 8);
}

static void assert_no_placeholder(const struct node *n)
{
	if (n->kind == node_string)
		assert_null(memmem(n->text.data, n->text.length, RUN_ID_PLACEHOLDER, run_id_length));
	for (uint32_t i = 0; n->kind == node_list && i < n->item_count; i++)
		assert_no_placeholder(n->items[i]);
	for (uint32_t i = 0; n->kind == node_map && i < n->member_count; i++) {
		struct str key = n->members[i].key;

		assert_null(memmem(key.data, key.length, RUN_ID_PLACEHOLDER, run_id_length));
		assert_no_placeholder(n->members[i].value);
	}
}

TEST(the_hash_replaces_its_placeholder_everywhere)
{
	static const char *const jobs[] = {
		"", "launcher: {ranks: true}\ngang: coscheduling\n", "gang: volcano\ndisruptionBudget: true\nworkers: 40\n",
		"network: {hostNetwork: true, egress: run}\nqueue: q\n", "mpi: intel\nkeys: plain\nworkers: 0\n"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(jobs) / sizeof(*jobs); i++) {
		struct lower_case c = {0};
		struct str id, name;

		lower_case_make(&c, &a, jobs[i]);
		id = identity(&a, &c);
		for (uint32_t k = 0; k < c.objects.count; k++)
			assert_no_placeholder(c.objects.items[k].tree);
		name = node_text(test_find(lower_case_object(&c, "service.yaml"), "metadata.name"));
		assert_str(name, arena_format(&a, "pi-%.*s", STR_ARG(id)).data);
	}
}

TEST(placeholders_in_keys_and_several_in_a_text_are_replaced)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	struct str id;
	struct node *data;

	lower_case_make(&c, &a, "");
	data = test_find(lower_case_object(&c, "config.yaml"), "data");
	node_put_text(&a, data, "key-" RUN_ID_PLACEHOLDER,
		      STR(RUN_ID_PLACEHOLDER RUN_ID_PLACEHOLDER " 0mpicc0 " RUN_ID_PLACEHOLDER "x"));
	id = identity(&a, &c);
	assert_at(data, arena_format(&a, "[key-%.*s]", STR_ARG(id)).data,
		  arena_format(&a, "%.*s%.*s 0mpicc0 %.*sx", STR_ARG(id), STR_ARG(id), STR_ARG(id)).data);
}

TEST(what_cannot_be_written_is_an_error)
{
	TEST_ARENA(a);
	struct lower_case c = {0};
	struct error err = {0};
	char id[run_id_length + 1];
	struct node *bad = node_new(&a, node_float, PLACE_NONE);

	lower_case_make(&c, &a, "");
	bad->number = 1e308 * 10;
	node_put(&a, test_find(lower_case_object(&c, WORKER), "spec"), "x", bad);
	assert_true(identity_apply(&c.objects, 0, &a, id, &err) < 0);
	assert_true(err.code != error_none);
}
