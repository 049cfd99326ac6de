/* SPDX-License-Identifier: Apache-2.0 */
/* Options and mpicc.yaml -> a destination; the plan and the act for each kind. */
#include "compiler/cli/destination.h"

#include "compiler/cli/command_line.h"
#include "compiler/cli/folder.h"

const struct option_row destination_option_rows[destination_option_count] = {
	{.name = "output", .letter = 'o', .type = option_text, .complete = complete_folder,
	 .offset = offsetof(struct destination_options, output), .value = "DIR",
	 .help = "the folder that holds the manifests; `-` for standard output"},
	{.name = "repo", .type = option_text, .complete = complete_folder, .offset = offsetof(struct destination_options, repository),
	 .value = "DIR", .help = "the git repository, bare or not; else output.repo of mpicc.yaml"},
	{.name = "branch", .type = option_text, .offset = offsetof(struct destination_options, branch), .value = "NAME",
	 .help = "the branch, made when it is not there; else output.branch, else what the repository's HEAD names"},
	{.name = "path", .type = option_text, .may_be_empty = true, .offset = offsetof(struct destination_options, folder),
	 .value = "FOLDER", .help = "the folder in the repository; else output.path, else its root"},
};

int destination_check(struct cli *cli, const struct destination_options *options)
{
	if (!options->output.data)
		return exit_fine;
	if (options->repository.data)
		return cli_usage(cli, "`--output` and `--repo` exclude each other");
	if (options->branch.data || options->folder.data)
		return cli_usage(cli, "`--%s` is for repositories, not for `--output`", options->branch.data ? "branch" : "path");
	return exit_fine;
}

static struct str first(struct str option, struct str project)
{
	return option.data ? option : project;
}

/* As completion of a shell leaves it: "./clusters/prod/". */
static struct str folder_name(struct str path)
{
	while (str_starts(path, "./"))
		path = str_slice(path, 2, path.length);
	while (str_ends(path, "/") && path.length > 1)
		path.length--;
	return path;
}

int destination_choose(struct cli *cli, const struct destination_options *options, const struct project *project,
		       struct destination *out)
{
	struct str repository = options->repository;
	struct buf *command = cli_buf(cli);

	*out = (struct destination){.kind = str_is(options->output, "-") ? to_stdout : to_folder, .folder = options->output};
	if (options->output.data)
		return exit_fine;
	if (!repository.data && project->repository.length)
		repository = path_beside(cli->arena, project->source->name, project->repository);
	out->kind = repository.data ? to_repository : to_stdout;
	if (!repository.data && (options->branch.data || options->folder.data))
		return cli_usage(cli, "`--%s` needs a repository: --repo, or output.repo in mpicc.yaml",
				 options->branch.data ? "branch" : "path");
	command_line(command, cli->argc, cli->argv);
	out->request = (struct commit_request){
		.repository = repository,
		.branch = first(options->branch, project->branch),
		.folder = folder_name(first(options->folder, project->folder)),
		.tool_version = STR(MPICC_VERSION),
		.command = buf_str(command),
	};
	return exit_fine;
}

/* Where the job files come from matters to the commit's message only; what stands on standard input comes from nowhere. */
static int find_origin(struct cli *cli, const struct commit_ops *ops, struct commit_origin *out, struct error *err)
{
	struct str input = cli->argument_count ? cli->arguments[0] : STR(".");

	return str_is(input, "-") ? 0 : ops->origin(input, cli->arena, out, err);
}

static int in_repository(struct cli *cli, const struct destination *to, const struct file_set *files, bool write,
			 struct commit_result *out)
{
	struct commit_request request = to->request;
	const struct commit_ops *ops;
	struct error err;

	ops = commit_module_load(&err);
	if (!ops || find_origin(cli, ops, &request.origin, &err) < 0)
		return cli_error(cli, &err);
	if ((write ? ops->write : ops->plan)(&request, files, cli->arena, out, &err) < 0)
		return cli_error(cli, &err);
	return exit_fine;
}

static int in_folder(struct cli *cli, const struct destination *to, const struct file_set *files, bool write,
		     struct commit_result *out)
{
	struct error err;

	*out = (struct commit_result){0};
	if ((write ? folder_write : folder_plan)(to->folder, files, cli->arena, out, &err) < 0)
		return cli_error(cli, &err);
	return exit_fine;
}

int destination_plan(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out)
{
	return (to->kind == to_folder ? in_folder : in_repository)(cli, to, files, false, out);
}

int destination_write(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out)
{
	return (to->kind == to_folder ? in_folder : in_repository)(cli, to, files, true, out);
}

struct str destination_name(const struct destination *to, const struct commit_result *result)
{
	if (to->kind == to_folder)
		return to->folder;
	return result->branch.length ? result->branch : to->request.repository;
}
