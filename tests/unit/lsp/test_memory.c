/* SPDX-License-Identifier: Apache-2.0 */
/* Memory runs out at the n-th allocation, for every n: the editor gets whole messages, and is told when something is missing. */
#include <limits.h>
#include <string.h>

#include "lib/base/alloc.h"
#include "tests/unit/lsp/session.h"

#define JOB "apiVersion: mpicc.dev/v1\\nkind: MPIJob\\nmetadata: {name: pi}\\nimage: x:1\\nworkers: many\\nrun: pi\\n"

static const char open_job[] = "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"file:///work/pi.yaml\","
			       "\"text\":\"" JOB "\"}}}";
static const char hover[] = "{\"id\":\"q\",\"method\":\"textDocument/hover\",\"params\":{\"textDocument\":{\"uri\":"
			    "\"file:///work/pi.yaml\"},\"position\":{\"line\":4,\"character\":2}}}";
static const char defaults[] = "defaults: {workers: 2}\n";

/* What is said after `allocations` of them; *out_calls is how many there were. */
static struct str say(struct session *s, bool asks, long allocations, long *out_calls)
{
	char room[8192] = "";
	struct buf out;

	session_initialize(s);
	session_send(s, open_job);
	buf_init(&out, 1 << 24);
	buf_add(&out, (struct str){room, sizeof(room)}); /* the channel itself has memory */
	buf_clear(&out);
	mem_fail_after(allocations);
	if (asks)
		lsp_take(&s->server, STR(hover), &out);
	else
		lsp_settle(&s->server, &out);
	*out_calls = mem_calls();
	mem_fail_after(-1);
	return session_bodies(s, &out);
}

static struct str say_anew(struct arena *a, bool asks, long allocations, long *out_calls)
{
	SESSION(s, a);

	fake_io_put(&s.files, "/work/mpicc.yaml", STR(defaults));
	return say(&s, asks, allocations, out_calls);
}

static void fail_each(bool asks, const char *complaint)
{
	TEST_ARENA(a);
	long calls, ignored;
	struct str whole = say_anew(&a, asks, LONG_MAX, &calls);

	assert_true(calls > 2);
	for (long n = 0; n < calls; n++) {
		struct str said = say_anew(&a, asks, n, &ignored);

		if (!str_equal(said, whole) && !memmem(said.data, said.length, complaint, strlen(complaint)))
			fail_msg("after %ld allocations: %.*s", n, STR_ARG(said));
	}
}

TEST(a_question_that_cannot_be_answered_gets_an_error)
{
	fail_each(true, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32603,\"message\":\"no memory\"}}");
}

TEST(mistakes_that_cannot_be_told_are_missed)
{
	fail_each(false, "no memory left");
}

TEST(what_could_not_be_told_is_told_after_the_next_change)
{
	TEST_ARENA(a);
	SESSION(s, &a);
	long ignored;

	say(&s, false, 0, &ignored);
	s.server.changed = true;
	assert_true(str_starts(session_settle(&s), "{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/publishDiagnostics\""));
}
