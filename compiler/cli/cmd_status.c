/* SPDX-License-Identifier: Apache-2.0 */
/* status: how the runs in the cluster are going, once or continually. */
#include "compiler/cli/status_table.h"
#include "compiler/cli/target.h"
#include "compiler/emit/emit.h"

enum status_format { status_format_text, status_format_json };

struct status_options {
	struct common_options common;
	struct target_options target;
	bool watch;
	int format;
};

static const char *const format_choices[] = {"text", "json", NULL};

static const struct option_row rows[] = {
	{.name = "watch", .letter = 'w', .type = option_flag, .offset = offsetof(struct status_options, watch),
	 .help = "go on, and print each run that changes; with one JOB, until its run is over"},
	{.name = "output", .letter = 'o', .type = option_choice, .offset = offsetof(struct status_options, format),
	 .value = "FORMAT", .choices = format_choices, .help = "a table (text), or JSON (json); with --watch one object a line"},
};

static int print_json(struct cli *cli, const struct cluster_status *status)
{
	struct node *root = node_new(cli->arena, node_map, PLACE_NONE), *jobs = node_ensure_list(cli->arena, root, "jobs"), *pods;

	for (uint32_t i = 0; i < status->run_count; i++)
		node_add(cli->arena, jobs, status_run_node(cli->arena, &status->runs[i]));
	if (status->pod_count) {
		pods = node_ensure_list(cli->arena, jobs->items[0], "pods");
		for (uint32_t i = 0; i < status->pod_count; i++)
			node_add(cli->arena, pods, status_pod_node(cli->arena, &status->pods[i]));
	}
	return json_print(cli, root);
}

static int print_text(struct cli *cli, const struct cluster_status *status)
{
	struct status_table table = {.colour = cli->out.terminal.colour};
	struct buf *out = cli_buf(cli);
	int64_t now_ms = target_now();

	if (!status->run_count) {
		cli_tell(cli, "no jobs found");
		return exit_fine;
	}
	status_table_print(&table, status->runs, status->run_count, now_ms, cli->arena, out);
	if (status->pod_count)
		buf_putc(out, '\n');
	status_print_pods(status->pods, status->pod_count, now_ms, cli->arena, out);
	return cli_print(cli, out);
}

struct watcher {
	struct cli *cli;
	struct status_table table;
	bool json, one;
	int code;             /* not exit_fine: what was printed could not be */
	bool failed;          /* the one run that is watched */
	struct str trouble;   /* told last */
};

static int write_change(struct watcher *w, const struct cluster_run *run, struct arena *a, struct buf *out)
{
	struct error err;

	if (!w->json)
		status_table_print(&w->table, run, 1, target_now(), a, out);
	else if (emit_json(status_run_node(a, run), out, &err) < 0)
		return cli_error(w->cli, &err);
	else
		buf_putc(out, '\n');
	return cli_print(w->cli, out);
}

static int changed(void *payload, const struct cluster_run *run)
{
	struct watcher *w = payload;
	struct arena a;
	struct buf out;

	arena_init(&a, w->cli->arena->oom);
	buf_init(&out, 1 << 16);
	w->code = write_change(w, run, &a, &out);
	buf_release(&out);
	arena_release(&a);
	w->trouble = STR_NONE;
	w->failed = w->one && run->shown.phase == run_failed;
	return w->code != exit_fine || w->cli->out.failed || (w->one && run_phase_is_over(run->shown.phase)) ? -1 : 0;
}

/* Once, however often the connection is tried again. */
static void trouble(void *payload, struct str message)
{
	struct watcher *w = payload;

	if (str_equal(w->trouble, message))
		return;
	cli_tell(w->cli, PROGRAM ": %.*s; trying again", STR_ARG(message));
	w->trouble = arena_str(w->cli->arena, message);
}

static int watch(struct cli *cli, const struct status_options *o, const struct cluster_ops *ops,
		 const struct cluster_target *target, struct str job)
{
	struct watcher w = {.cli = cli, .json = o->format == status_format_json, .one = job.length > 0};
	const struct cluster_listener listener = {&w, changed, trouble};
	struct error err;

	w.table.colour = cli->out.terminal.colour;
	if (ops->follow(target, job, &listener, cli->arena, &err) < 0)
		return cli_error(cli, &err);
	return w.code != exit_fine ? w.code : w.failed ? exit_found : exit_fine;
}

static int run(struct cli *cli, const void *options)
{
	const struct status_options *o = options;
	const struct cluster_ops *ops;
	struct cluster_target target;
	struct cluster_status status;
	struct error err;
	struct str job;
	int code = target_begin(cli, &o->target, &target, &job, &ops);

	if (code != exit_fine)
		return code;
	if (o->watch)
		return watch(cli, o, ops, &target, job);
	if (ops->status(&target, job, cli->arena, &status, &err) < 0)
		return cli_error(cli, &err);
	code = (o->format == status_format_json ? print_json : print_text)(cli, &status);
	if (code == exit_fine && job.length && status.runs[0].shown.phase == run_failed)
		return exit_found;
	return code;
}

static const struct option_group groups[] = {
	COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}, TARGET_OPTIONS(status_options)};

const struct cli_command cmd_status = {
	.name = "status",
	.arguments = "[JOB]",
	.summary = "show how runs in the cluster are going",
	.description =
		"The newest run of each job: its phase (Pending, Suspended, Running, Succeeded, Failed), how many workers are "
		"ready of how "
		"many, its age, how long it ran, and why it ended. It comes from the Jobs themselves and from what the runtime "
		"controller "
		"wrote down; `(gone)` stands where only the latter is left. Without the controller there is a little less to "
		"see.\n"
		"\n"
		"With JOB: that job only, with its pods and why they wait. The exit code is then 1 when the run has failed.\n",
	.examples = PROGRAM " status -A\n\n# wait for a run, in a script\n" PROGRAM " status -n hpc -w resnet && echo done\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct status_options),
	.argument_max = 1,
	.run = run,
};
