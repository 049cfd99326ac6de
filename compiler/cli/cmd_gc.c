/* SPDX-License-Identifier: Apache-2.0 */
/* gc: removes jobs from git whose runs have finished, so that a cluster that is built anew does not run them again. */
#include "compiler/cli/destination.h"
#include "compiler/cli/gc.h"
#include "compiler/cli/pipeline.h"
#include "compiler/cli/target.h"
#include "lib/base/rfc3339.h"

struct gc_options {
	struct common_options common;
	struct destination_options destination;
	struct commit_options commit;
	struct target_options target;
	struct str environment, project;
	bool dry_run;
};

static const struct option_row rows[] = {
	{.name = "dry-run",
	 .type = option_flag,
	 .offset = offsetof(struct gc_options, dry_run),
	 .help = "print what would be removed, and write nothing"},
	{.name = "env", .letter = 'e', .type = option_text, .offset = offsetof(struct gc_options, environment), .value = "ENV",
	 .help = "the environment of mpicc.yaml whose output to clean"},
	{.name = "project", .type = option_text, .complete = complete_file, .offset = offsetof(struct gc_options, project),
	 .value = "FILE", .help = "use this file instead of the nearest mpicc.yaml above the current folder"},
};

struct collection {
	struct cli *cli;
	const struct gc_options *options;
	struct destination to;
	const struct cluster_ops *ops;
	struct cluster_target target;
	struct commit_result all;       /* every file that is ours, as if all were to go */
	struct gc_folder_list folders;
	uint32_t finished;              /* of the folders */
};

static int find_folders(struct collection *c)
{
	struct file_set none;
	struct error err;

	file_set_init(&none, c->cli->arena);
	if (destination_plan(c->cli, &c->to, &none, &c->all, &err) < 0)
		return cli_error(c->cli, &err);
	gc_folders_read(c->all.changes, c->all.change_count, c->cli->arena, &c->folders);
	return exit_fine;
}

static bool is_wanted(const struct collection *c, const struct gc_folder *folder)
{
	struct str only = c->options->target.namespace;

	return folder->run.length && folder->namespace.length && (!only.length || str_equal(only, folder->namespace));
}

/* Whether an earlier folder has the namespace, too, and so its ledgers have been read. */
static bool was_asked(const struct collection *c, uint32_t at)
{
	for (uint32_t i = 0; i < at; i++)
		if (is_wanted(c, &c->folders.items[i]) &&
		    str_equal(c->folders.items[i].namespace, c->folders.items[at].namespace))
			return true;
	return false;
}

static int ask_ledgers(struct collection *c, struct cluster_finished_list *out, struct error *err)
{
	if (c->target.all_namespaces)
		return c->ops->finished(&c->target, c->cli->arena, out, err);
	for (uint32_t i = 0; i < c->folders.count; i++) {
		if (!is_wanted(c, &c->folders.items[i]) || was_asked(c, i))
			continue;
		c->target.namespace = c->folders.items[i].namespace;
		if (c->ops->finished(&c->target, c->cli->arena, out, err) < 0)
			return -1;
	}
	return 0;
}

static int print_removed(const struct collection *c)
{
	struct buf *out = cli_buf(c->cli);

	for (uint32_t i = 0; i < c->folders.count; i++) {
		const struct gc_folder *f = &c->folders.items[i];
		char time[rfc3339_size];

		if (!f->end)
			continue;
		rfc3339_seconds(f->end->run.finished_ms, time);
		buf_printf(out, "removed  %.*s  run %s, %s %s\n", STR_ARG(f->path), f->end->run.run,
			   run_phase_name(f->end->run.phase), time);
	}
	return cli_print(c->cli, out);
}

static void tell(const struct collection *c, const struct commit_result *done)
{
	struct str where = destination_name(&c->to, done);

	if (c->options->dry_run)
		cli_tell(c->cli, "would remove %u of %u jobs from %.*s", c->finished, c->folders.count, STR_ARG(where));
	else
		cli_tell(c->cli, "removed %u of %u jobs from %.*s", c->finished, c->folders.count, STR_ARG(where));
	if (done->pushed)
		cli_tell(c->cli, "pushed %.*s", STR_ARG(done->branch));
}

static int remove_finished(struct collection *c)
{
	struct commit_result done = c->all;
	struct file_set kept;
	struct error err;
	int code;

	file_set_init(&kept, c->cli->arena);
	gc_files_kept(c->all.changes, c->all.change_count, &c->folders, c->to.request.folder, &kept);
	c->to.request.parent = c->all.parent;
	if (!c->options->dry_run && destination_write(c->cli, &c->to, &kept, &done, &err) < 0)
		return cli_error(c->cli, &err);
	code = print_removed(c);
	if (code == exit_fine)
		tell(c, &done);
	return code;
}

static int begin(struct collection *c)
{
	const struct gc_options *o = c->options;
	struct project project;
	struct str job;
	int code = destination_check(c->cli, &o->destination);

	if (code == exit_fine)
		code = pipeline_project(c->cli, o->environment, o->project, &project);
	if (code == exit_fine)
		code = destination_choose(c->cli, &o->destination, &project, &c->to);
	if (code == exit_fine && c->to.kind == to_stdout)
		return cli_usage(c->cli, "say what to clean: --repo, --output DIR, or output.repo in mpicc.yaml");
	if (code == exit_fine)
		code = destination_commit_options(c->cli, &o->commit, &c->to);
	return code == exit_fine ? target_begin(c->cli, &o->target, &c->target, &job, &c->ops) : code;
}

static int run(struct cli *cli, const void *options)
{
	struct collection c = {.cli = cli, .options = options};
	struct cluster_finished_list finished = {0};
	struct error err;
	int code = begin(&c);

	if (code == exit_fine && !c.options->dry_run)
		code = destination_sync(cli, &c.to);
	if (code == exit_fine)
		code = find_folders(&c);
	if (code != exit_fine)
		return code;
	if (ask_ledgers(&c, &finished, &err) < 0)
		return cli_error(cli, &err);
	c.finished = gc_folders_judge(&c.folders, &finished);
	if (c.finished || c.options->commit.push.data)
		return remove_finished(&c);
	cli_tell(cli, "nothing to remove: 0 of %u jobs have finished", c.folders.count);
	return exit_fine;
}

static const struct option_group groups[] = {COMMON_OPTIONS,
					     DESTINATION_OPTIONS(gc_options),
					     COMMIT_OPTIONS(gc_options),
					     {rows, sizeof(rows) / sizeof(*rows), 0},
					     TARGET_OPTIONS(gc_options)};

const struct cli_command cmd_gc = {
	.name = "gc",
	.arguments = "",
	.summary = "remove jobs from git whose runs have finished",
	.description = "Looks at the manifests that `compile` wrote to a repository (--repo) or a folder (--output), and removes "
		       "those of each job "
		       "whose run the cluster's ledger knows as finished, succeeded or failed, in one commit. So a cluster that "
		       "is built anew does "
		       "not run them again. Only files that this tool wrote are removed; jobs that run, wait or are unknown to "
		       "the ledger stay.\n"
		       "\n"
		       "What applies the repository then removes the Jobs and their pods from the cluster, logs and all; the "
		       "ledger stays. The job "
		       "files stay where they are, and the next `compile` of them writes their manifests again.\n"
		       "\n"
		       "The ledgers of the jobs' own namespaces are read; -n keeps to one namespace, -A asks for all at once.\n",
	.examples = PROGRAM " gc --repo deploy.git --branch main --path clusters/prod --dry-run\n" PROGRAM
		    " gc --repo deploy.git --branch main --path clusters/prod --push\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct gc_options),
	.run = run,
};
