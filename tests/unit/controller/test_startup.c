/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runtime-controller/startup.h"
#include "tests/unit/kube/client_case.h"

#define ITEM(job, run)                                                                                                           \
	"{\"metadata\": {\"namespace\": \"hpc\", \"name\": \"" job "-mpicc\", \"resourceVersion\": \"5\", \"labels\": "          \
	"{\"mpicc.dev/job\": \"" job "\", \"mpicc.dev/role\": \"status\"}}, \"data\": {\"ledger\": \"" run                       \
	" Failed 2026-11-25T17:29:01Z u\\n\"}}"
#define LIST(token, items)                                                                                                       \
	STR("{\"kind\": \"ConfigMapList\", \"metadata\": {\"resourceVersion\": \"9\"" token "}, \"items\": [" items "]}")
#define VERSION {.status = 200, .body = STR("{\"major\": \"1\", \"minor\": \"30+\"}")}

static void no_log(__attribute__((unused)) void *payload, __attribute__((unused)) struct str line)
{
}

static int64_t no_time(__attribute__((unused)) void *payload)
{
	return 0;
}

struct startup_case {
	struct startup startup;
	struct ledger ledger;
	struct log log;
	struct arena scratch;
};

static bool run(struct client_case *c, struct startup_case *s, const char *namespace, int64_t limit_ms)
{
	struct error err;
	bool done = false;

	*s = (struct startup_case){.log = {.write = no_log, .wall_ms = no_time}, .scratch = test_arena()};
	ledger_init(&s->ledger);
	s->startup = (struct startup){
		.client = c->client, .ledger = &s->ledger, .log = &s->log, .scratch = &s->scratch, .namespace = namespace};
	startup_init(&s->startup);
	for (int64_t end = kube_now() + limit_ms; !done && kube_now() < end;) {
		done = startup_run(&s->startup);
		assert_int_equal(kube_client_poll(c->client, NULL, 0, 10, &err), 0);
	}
	return done;
}

static void release(struct startup_case *s)
{
	startup_release(&s->startup);
	ledger_release(&s->ledger);
	arena_release(&s->scratch);
}

TEST(startup_reads_the_version_and_every_page_of_the_ledger)
{
	struct fake_reply pages[3] = {
		VERSION,
		{.status = 200,
		 .piece = 7,
		 .body = LIST(", \"continue\": \"next/page\"", ITEM("one", "aaaaaaaa") ", " ITEM("two", "bbbbbbbb"))},
		{.status = 200, .body = LIST("", ITEM("three", "cccccccc"))}};
	struct run_key key = {"hpc", "three", ""};
	struct startup_case s;
	CLIENT_CASE(c);

	client_case_init(&c, pages, 3);
	client_case_connect(&c);
	assert_true(run(&c, &s, "hpc", 8000));
	assert_int_equal(s.startup.minor, 30);
	assert_int_equal(s.ledger.jobs.count, 3);
	assert_non_null(job_ledger_find(ledger_find(&s.ledger, &key), "cccccccc"));
	assert_string_equal(fake_kube_request(&c.server, 0)->path, "/version");
	assert_string_equal(fake_kube_request(&c.server, 1)->path,
			    "/api/v1/namespaces/hpc/configmaps?labelSelector=mpicc.dev%2Frole%3Dstatus&limit=500");
	assert_non_null(strstr(fake_kube_request(&c.server, 2)->path, "&continue=next%2Fpage"));
	assert_int_equal(startup_wait(&s.startup, kube_now()), -1);
	release(&s);
}

TEST(startup_begins_the_ledger_again_when_a_page_is_refused_or_cut)
{
	struct fake_reply replies[] = {
		VERSION,
		{.status = 200, .body = LIST(", \"continue\": \"x\"", ITEM("one", "aaaaaaaa"))},
		{.status = 410, .body = STR("{\"kind\": \"Status\", \"reason\": \"Expired\"}")},
		{.status = 200, .body = LIST("", ITEM("one", "aaaaaaaa")), .cut = true, .cut_at = 150},
		{.status = 200, .body = LIST("", ITEM("one", "aaaaaaaa") ", " ITEM("two", "bbbbbbbb"))},
	};
	struct startup_case s;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 5);
	client_case_connect(&c);
	assert_true(run(&c, &s, "", 8000));
	assert_int_equal(s.ledger.jobs.count, 2);
	assert_null(strstr(fake_kube_request(&c.server, 3)->path, "continue="));
	assert_string_equal(fake_kube_request(&c.server, 4)->path,
			    "/api/v1/configmaps?labelSelector=mpicc.dev%2Frole%3Dstatus&limit=500");
	release(&s);
}

TEST(startup_is_never_done_while_the_ledger_cannot_be_read)
{
	struct fake_reply replies[] = {VERSION, {.status = 403, .body = STR("{\"kind\": \"Status\", \"reason\": \"Forbidden\"}")},
				       {.status = 403, .body = STR("{\"kind\": \"Status\", \"reason\": \"Forbidden\"}")}};
	struct startup_case s;
	CLIENT_CASE(c);

	client_case_init(&c, replies, 3);
	client_case_connect(&c);
	assert_false(run(&c, &s, "", 1500));
	release(&s);
}
