/* SPDX-License-Identifier: Apache-2.0 */
/* doctor: is the cluster ready for runs, and why is this one not starting. */
#include "compiler/cli/target.h"
#include "lib/contract/keys.h"

struct doctor_options {
	struct common_options common;
	struct target_options target;
	struct str controller_namespace;
};

static const struct option_row rows[] = {
	{.name = "controller-namespace", .type = option_text, .offset = offsetof(struct doctor_options, controller_namespace),
	 .value = "NAME", .help = "where the runtime controller's Lease is (" LEASE_NAMESPACE ")"},
};

static const struct {
	const char *word, *colour;
} levels[] = {
	[finding_ok] = {"ok", "\033[32m"},
	[finding_note] = {"note", "\033[33m"},
	[finding_problem] = {"problem", "\033[31m"},
};

static void print_lines(struct buf *out, struct str lines)
{
	struct str line;

	while (str_cut(&lines, '\n', &line))
		if (str_trim(line).length)
			buf_printf(out, "         | %.*s\n", STR_ARG(line));
}

static void print_finding(struct buf *out, const struct finding *f, bool colour)
{
	buf_printf(out, "%s%-7s%s  %.*s: %.*s", colour ? levels[f->level].colour : "", levels[f->level].word,
		   colour ? "\033[0m" : "", STR_ARG(f->where), STR_ARG(f->what));
	if (f->advice.length)
		buf_printf(out, " -> %.*s", STR_ARG(f->advice));
	buf_putc(out, '\n');
	print_lines(out, f->lines);
}

static int run(struct cli *cli, const void *options)
{
	const struct doctor_options *o = options;
	struct doctor_request request = {.controller_namespace = o->controller_namespace, .now_ms = target_now()};
	const struct cluster_ops *ops;
	struct cluster_target target;
	struct finding_list found;
	struct buf *out = cli_buf(cli);
	bool problem = false;
	int code = target_begin(cli, &o->target, &target, &request.job, &ops);

	if (code != exit_fine)
		return code;
	ops->doctor(&target, &request, cli->arena, &found);
	for (uint32_t i = 0; i < found.count; i++) {
		print_finding(out, &found.items[i], cli->out.terminal.colour);
		problem = problem || found.items[i].level == finding_problem;
	}
	code = cli_print(cli, out);
	return code == exit_fine && problem ? exit_found : code;
}

static const struct option_group groups[] = {
	COMMON_OPTIONS, {rows, sizeof(rows) / sizeof(*rows), 0}, TARGET_OPTIONS(doctor_options)};

static const struct doctor_options defaults = {.controller_namespace = {LEASE_NAMESPACE, sizeof(LEASE_NAMESPACE) - 1}};

const struct cli_command cmd_doctor = {
	.name = "doctor",
	.arguments = "[JOB]",
	.summary = "say why a job is not starting",
	.description = "Without JOB: does the apiserver answer, which version, who are you, what may you do, is there a runtime "
		       "controller that "
		       "leads. With JOB also why its newest run does not start, or why it failed: a key or another mount that is "
		       "missing, a run "
		       "that the ledger knows as finished, quotas and Pod Security, images, nodes, a queue, workers whose names "
		       "do not resolve, "
		       "exit codes and the last lines of the launcher's log.\n"
		       "\n"
		       "Each finding is a line: ok, note or problem; where, what, and what to do. Nothing is changed, and no "
		       "Secret's data is "
		       "read. The exit code is 1 when there is a problem.\n",
	.examples = PROGRAM " doctor\n" PROGRAM " doctor resnet -n hpc\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct doctor_options),
	.defaults = &defaults,
	.argument_max = 1,
	.run = run,
};
