/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/cli/status_table.h"

#include "tests/support/test.h"

enum { second = 1000, minute = 60 * second, hour = 60 * minute };

TEST(duration_text_keeps_to_two_units)
{
	static const struct {
		int64_t ms;
		const char *text;
	} rows[] = {{-5, "0s"}, {0, "0s"}, {999, "0s"}, {119 * second, "119s"}, {120 * second, "2m"}, {119 * minute, "119m"},
		    {2 * hour, "2h"}, {3 * hour + 12 * minute, "3h12m"}, {24 * hour + 5 * minute, "24h"}, {47 * hour, "47h"},
		    {53 * (int64_t)hour, "2d5h"}, {96 * (int64_t)hour, "4d"}, {400 * 24 * (int64_t)hour, "400d"}};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(duration_text(&a, rows[i].ms), rows[i].text);
}

#define TABLE(t, out)                                                                  \
	struct status_table t = {0};                                                   \
	__attribute__((cleanup(buf_release))) struct buf out;                          \
	TEST_ARENA(a);                                                                 \
	buf_init(&out, 1 << 16)

TEST(status_table_prints_what_is_unknown_as_a_dash)
{
	const struct cluster_run run = {.namespace = STR("hpc"), .job = STR("a"), .shown = {.run = "rmt9czhg"}};
	TABLE(t, out);

	status_table_print(&t, &run, 1, 5000, &a, &out);
	assert_str(buf_str(&out), "NAMESPACE  JOB  RUN       PHASE      WORKERS  AGE  DURATION  REASON\n"
				  "hpc        a    rmt9czhg  Pending    -        -    -         -\n");
}

TEST(status_table_measures_a_run_to_its_end_or_until_now)
{
	struct cluster_run run = {.namespace = STR("hpc"),
				  .job = STR("a"),
				  .gone = true,
				  .shown = {.run = "rmt9czhg",
					    .phase = run_succeeded,
					    .reason = "Why",
					    .created_ms = second,
					    .started_ms = 2 * second,
					    .finished_ms = 12 * second,
					    .workers = 4,
					    .workers_ready = 3}};
	TABLE(t, out);

	t.has_head = true;
	status_table_print(&t, &run, 1, hour, &a, &out);
	run.shown.finished_ms = 0;
	run.gone = false;
	status_table_print(&t, &run, 1, 22 * second, &a, &out);
	assert_str(buf_str(&out), "hpc        a    rmt9czhg  Succeeded  3/4      59m  10s       Why     (gone)\n"
				  "hpc        a    rmt9czhg  Succeeded  3/4      21s  20s       Why\n");
}

TEST(status_table_colours_the_phase_alone)
{
	const struct cluster_run run = {
		.namespace = STR("hpc"), .job = STR("a"), .shown = {.run = "rmt9czhg", .phase = run_failed}};
	TABLE(t, out);

	t.has_head = t.colour = true;
	status_table_print(&t, &run, 1, 0, &a, &out);
	assert_str(buf_str(&out), "hpc        a    rmt9czhg  \033[31mFailed\033[0m     -        -    -         -\n");
}

TEST(status_print_pods_shows_the_first_line_of_a_message)
{
	const struct cluster_pod pods[] = {{.name = STR("l"),
					    .phase = STR("Running"),
					    .node = STR("n1"),
					    .exit_code = -1,
					    .created_ms = second,
					    .ready = true},
					   {.name = STR("w0"),
					    .phase = STR("Running"),
					    .node = STR("n2"),
					    .exit_code = 1,
					    .restarts = 3,
					    .reason = STR("CrashLoopBackOff"),
					    .message = STR("one\ntwo")}};
	TABLE(t, out);

	(void)t;
	status_print_pods(pods, 2, 6 * second, &a, &out);
	assert_str(buf_str(&out), "POD  STATUS    RESTARTS  AGE  NODE  REASON\n"
				  "l    Running   0         5s   n1\n"
				  "w0   NotReady  3         -    n2    CrashLoopBackOff, exit code 1: one\n");
	buf_clear(&out);
	status_print_pods(pods, 0, 0, &a, &out);
	assert_int_equal(out.length, 0);
}

TEST(status_run_node_leaves_out_what_is_unknown)
{
	const struct cluster_run run = {
		.namespace = STR("hpc"), .job = STR("a"), .shown = {.run = "rmt9czhg", .finished_ms = second}};
	TABLE(t, out);
	const struct node *node = status_run_node(&a, &run);

	(void)t;
	assert_null(node_get(node, "reason"));
	assert_null(node_get(node, "created"));
	assert_str(node_text(node_get(node, "finished")), "1970-01-01T00:00:01Z");
}
