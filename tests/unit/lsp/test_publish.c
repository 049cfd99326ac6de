/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "tests/unit/lsp/session.h"

#define JOB "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: x:1\nresources: {cpu: 1, memory: 1Gi}\nrun: pi\n"

static bool has(struct str text, const char *part)
{
	return memmem(text.data, text.length, part, strlen(part)) != NULL;
}

TEST(mistakes_are_told_and_taken_back)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_str(session_open(&s, "pi.yaml", JOB "workers: many\n"),
		   "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\",\"params\":{\"uri\":\"file:///work/pi.yaml\","
		   "\"diagnostics\":[{\"range\":{\"start\":{\"line\":6,\"character\":9},\"end\":{\"line\":6,\"character\":13}},"
		   "\"severity\":1,\"code\":\"E0203\",\"source\":\"mpicc-yaml\",\"message\":\"`workers` must be an integer, not a "
		   "string\"}]}}");
	assert_true(has(session_change(&s, "pi.yaml", JOB "workers: 2\n"), "\"diagnostics\":[]"));
	assert_str(session_settle(&s), "");
}

TEST(a_mistake_in_the_project_is_told_in_its_file_and_once)
{
	TEST_ARENA(a);
	SESSION(s, &a);
	struct str said;

	fake_io_put(&s.files, "/work/mpicc.yaml", STR("clusterDomian: x\n"));
	session_initialize(&s);
	session_open(&s, "a.yaml", JOB);
	said = session_open(&s, "b.yaml", JOB);
	assert_true(has(said, "\"uri\":\"file:///work/mpicc.yaml\",\"diagnostics\":[{\"range\":{\"start\":{\"line\":0,\"character\":0}"));
	assert_true(has(said, "did you mean `clusterDomain`?\"}]}"));
	said = session_open(&s, "mpicc.yaml", "clusterDomain: x\n");
	assert_true(has(said, "\"uri\":\"file:///work/mpicc.yaml\",\"diagnostics\":[]"));
}

TEST(open_hooks_are_run_as_they_stand_in_the_editor)
{
	TEST_ARENA(a);
	SESSION(s, &a);
	struct str said;

	fake_io_put(&s.files, "/work/h.lua", STR("return function() end"));
	session_initialize(&s);
	assert_true(has(session_open(&s, "pi.yaml", JOB "hooks: [h.lua]\n"), "\"diagnostics\":[]"));
	said = session_open(&s, "h.lua", "return function()\n  os.exit()\nend");
	assert_true(has(said, "\"uri\":\"file:///work/h.lua\",\"diagnostics\":[{\"range\":{\"start\":{\"line\":1,\"character\":2}"));
	assert_true(has(said, "\"code\":\"E0510\""));
	assert_true(has(said, "\"relatedInformation\":[{\"location\":{\"uri\":\"file:///work/pi.yaml\""));
}

TEST(other_yaml_is_left_in_peace)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_true(has(session_open(&s, "values.yaml", "a: [b\n"), "\"diagnostics\":[]"));
	assert_true(has(session_change(&s, "values.yaml", "kind: MPIJob\na: [b\n"), "E0101"));
}

TEST(a_closed_file_is_forgotten)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	session_open(&s, "pi.yaml", JOB "workers: many\n");
	session_send(&s, "{\"method\":\"textDocument/didClose\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/pi.yaml\"}}}");
	assert_true(has(session_settle(&s), "\"diagnostics\":[]"));
	session_send(&s, "{\"method\":\"workspace/didChangeWatchedFiles\",\"params\":{}}");
	assert_str(session_settle(&s), "");
}
