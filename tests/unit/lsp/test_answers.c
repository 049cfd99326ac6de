/* SPDX-License-Identifier: Apache-2.0 */
/* Hover, completion, definition: what the table and mpicc.yaml say about the place of the cursor. */
#include <string.h>

#include "tests/unit/lsp/session.h"

#define PROJECT                                  \
	"defaults:\n  queue: batch\n  launcher:\n" \
	"    ranks: true\nenvironments:\n  prod:\n    overrides: {queue: gold}\n"

static bool has(struct str text, const char *part)
{
	return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

TEST(where_nothing_is_known_nothing_is_said)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_str(session_ask(&s, "hover", "pi.yaml", "nonsense|: 1\n"), "null");
	assert_str(session_ask(&s, "hover", "pi.yaml", "apiVersion: v1\nworkers|: 1\n"), "null");
	assert_str(session_ask(&s, "definition", "pi.yaml", "workers|: 1\n"), "[]");
	assert_str(session_labels(&s, "pi.yaml", "apiVersion: kubeflow.org/v2beta1\n|"), "");
	assert_str(session_labels(&s, "pi.yaml", "env:\n  |"), "");
}

TEST(hover_tells_about_the_field_and_who_sets_it)
{
	TEST_ARENA(a);
	SESSION(s, &a);
	struct str said;

	fake_io_put(&s.files, "/work/mpicc.yaml", STR(PROJECT));
	session_initialize(&s);
	said = session_ask(&s, "hover", "jobs/pi.yaml", "apiVersion: mpicc.dev/v1\nqu|eue: x\n");
	assert_true(has(said, "queue: "));
	assert_true(has(said, "`batch` by `defaults` in mpicc.yaml, line 2"));
	assert_true(has(said, "`gold` by `environments.prod.overrides` in mpicc.yaml, line 7"));
	assert_true(has(session_ask(&s, "hover", "mpicc.yaml", "defaults:\n  clea|n: All\n"), "cleanPodPolicy"));
}

TEST(keys_are_offered_where_they_may_stand)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_str(session_labels(&s, "pi.yaml", "launcher:\n  |"), "resources ranks pod");
	assert_str(session_labels(&s, "pi.yaml", "kind: MPIJob\nlauncher: {|}"), "resources ranks pod");
	assert_str(session_labels(&s, "mpicc.yaml", "defaults:\n  launcher:\n    r|"), "resources ranks pod");
	assert_str(session_labels(&s, "mpicc.yaml", "environments:\n  prod:\n    |"),
		   "defaults overrides kubernetes clusterDomain hooks keys output quotas");
	assert_str(session_labels(&s, "mpicc.yaml", "environments:\n  |"), "");
	assert_true(has(session_labels(&s, "pi.yaml", "|"), "apiVersion kind metadata"));
}

TEST(values_are_offered_where_they_are_few)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_str(session_labels(&s, "pi.yaml", "target: |"), "auto split indexed");
	assert_str(session_labels(&s, "pi.yaml", "network: {fabric: r|}"), "tcp rdma auto");
	assert_str(session_labels(&s, "pi.yaml", "suspend: |"), "true false");
	assert_true(has(session_labels(&s, "pi.yaml", "mpi: |"), "openmpi"));
	assert_str(session_labels(&s, "pi.yaml", "image: |"), "");
}

TEST(a_choice_replaces_what_was_begun)
{
	TEST_ARENA(a);
	SESSION(s, &a);
	struct str said;

	session_initialize(&s);
	said = session_ask(&s, "completion", "pi.yaml", "\xC3\xBC: 1\nlaun|\n");
	assert_true(has(said, "\"range\":{\"start\":{\"line\":1,\"character\":0},\"end\":{\"line\":1,\"character\":4}},\"newText\":\"launch: \""));
	assert_true(has(said, "\"newText\":\"launcher:\""));
	said = session_ask(&s, "completion", "pi.yaml", "wo|rkers: 2\n");
	assert_true(has(said, "\"newText\":\"workers\""));
}

TEST(definition_leads_to_the_lines_that_set_a_field)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	fake_io_put(&s.files, "/work/mpicc.yaml", STR(PROJECT));
	session_initialize(&s);
	assert_str(session_ask(&s, "definition", "pi.yaml", "launcher: {ra|nks: false}\n"),
		   "[{\"uri\":\"file:///work/mpicc.yaml\",\"range\":{\"start\":{\"line\":3,\"character\":4},\"end\":{\"line\":3,\"character\":"
		   "9}}}]");
	s.server.environment = STR("dev");
	assert_true(has(session_ask(&s, "definition", "pi.yaml", "queue: |x\n"), "\"line\":1,"));
	assert_false(has(session_ask(&s, "definition", "pi.yaml", "queue: |x\n"), "\"line\":6,"));
}

TEST(definition_leads_into_lua_files)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	fake_io_put(&s.files, "/work/hooks/h.lua", STR("return function() end"));
	session_initialize(&s);
	assert_str(session_ask(&s, "definition", "jobs/pi.yaml", "hooks: [../hooks/|h.lua]\n"),
		   "[{\"uri\":\"file:///work/hooks/h.lua\",\"range\":{\"start\":{\"line\":0,\"character\":0},\"end\":{\"line\":0,"
		   "\"character\":0}}}]");
	assert_str(session_ask(&s, "definition", "jobs/pi.yaml", "hooks: [../hooks/|none.lua]\n"), "[]");
}
