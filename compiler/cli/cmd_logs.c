/* SPDX-License-Identifier: Apache-2.0 */
/* logs: what a run's launcher, or one of its workers, has printed. */
#include "compiler/cli/target.h"
#include "lib/contract/names.h"

struct logs_options {
	struct common_options common;
	struct target_options target;
	struct str run;
	int64_t worker;
	bool follow, previous;
};

enum { worker_max = 1000000 };

static const struct option_row rows[] = {
	{.name = "follow", .letter = 'f', .type = option_flag, .offset = offsetof(struct logs_options, follow),
	 .help = "wait until it starts, and go on until it ends"},
	{.name = "worker", .type = option_int, .offset = offsetof(struct logs_options, worker), .value = "N", .minimum = 0,
	 .maximum = worker_max, .help = "the log of the worker with index N, from 0, instead of the launcher's"},
	{.name = "previous", .letter = 'p', .type = option_flag, .offset = offsetof(struct logs_options, previous),
	 .help = "of the container before its last restart"},
	{.name = "run", .type = option_text, .offset = offsetof(struct logs_options, run), .value = "ID",
	 .help = "of this run; else of the newest"},
};

static int write_bytes(void *payload, struct str bytes)
{
	struct cli *cli = payload;

	output_write(&cli->out, bytes);
	return cli->out.failed ? -1 : 0;
}

static void tell_waiting(void *payload, struct str message)
{
	cli_tell(payload, PROGRAM ": waiting: %.*s", STR_ARG(message));
}

static int run(struct cli *cli, const void *options)
{
	const struct logs_options *o = options;
	struct log_request request = {.run = o->run,
				      .worker = o->worker,
				      .follow = o->follow,
				      .previous = o->previous,
				      .payload = cli,
				      .write = write_bytes,
				      .waiting = tell_waiting};
	const struct cluster_ops *ops;
	struct cluster_target target;
	struct error err;
	int code;

	if (!cli->argument_count)
		return cli_usage(cli, "the name of a job is missing");
	if (o->run.data && (o->run.length != run_id_length || !name_is_dns1123_label(o->run)))
		return cli_usage(cli, "`%.*s` is no run's id, which has %d letters and digits", STR_ARG(o->run), run_id_length);
	code = target_begin(cli, &o->target, &target, &request.job, &ops);
	if (code != exit_fine)
		return code;
	return ops->logs(&target, &request, cli->arena, &err) < 0 ? cli_error(cli, &err) : exit_fine;
}

static const struct option_group groups[] = {
	COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}, TARGET_OPTIONS(logs_options)};

static const struct logs_options defaults = {.worker = -1};

const struct cli_command cmd_logs = {
	.name = "logs",
	.arguments = "JOB",
	.summary = "print the log of a run's launcher or of a worker",
	.description = "The log of the newest run's launcher, which is where mpirun prints what the ranks say; of its last "
		       "attempt, when there "
		       "were several. Workers mostly log what sshd says.\n",
	.examples = PROGRAM " logs resnet -f\n" PROGRAM " logs resnet --worker 3 -n hpc\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct logs_options),
	.defaults = &defaults,
	.argument_max = 1,
	.run = run,
};
