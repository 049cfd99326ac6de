/* SPDX-License-Identifier: Apache-2.0 */
/* Options and mpicc.yaml -> a destination; the plan and the act for each kind. */
#include "compiler/cli/destination.h"

#include "compiler/cli/command_line.h"
#include "compiler/cli/fixed_fields.h"
#include "compiler/cli/folder.h"
#include "compiler/cli/kept.h"

const struct option_row destination_option_rows[destination_option_count] = {
	{.name = "output", .letter = 'o', .type = option_text, .complete = complete_folder,
	 .offset = offsetof(struct destination_options, output), .value = "DIR",
	 .help = "the folder that holds the manifests; `-` for standard output"},
	{.name = "repo", .type = option_text, .complete = complete_folder, .offset = offsetof(struct destination_options, repository),
	 .value = "DIR", .help = "the git repository, bare or not; else output.repo of mpicc.yaml"},
	{.name = "branch", .type = option_text, .offset = offsetof(struct destination_options, branch), .value = "NAME",
	 .help = "the branch, made when it is not there; else output.branch, else what the repository's HEAD names"},
	{.name = "base", .type = option_text, .offset = offsetof(struct destination_options, base), .value = "NAME",
	 .help = "the branch that a new --branch begins from, so that one can be merged into the other; else output.base, else nothing"},
	{.name = "path", .type = option_text, .may_be_empty = true, .offset = offsetof(struct destination_options, folder),
	 .value = "FOLDER", .help = "the folder in the repository; else output.path, else its root"},
};

/* What --sign is without a value, so that it differs from no --sign. */
static const char configured_key[] = "";

const struct option_row commit_option_rows[commit_option_count] = {
	{.name = "push", .type = option_optional, .offset = offsetof(struct commit_options, push), .value = "REMOTE",
	 .implied = "origin", .help = "push the branch to a remote afterwards, by name or URL (origin)"},
	{.name = "message", .letter = 'm', .type = option_text, .offset = offsetof(struct commit_options, message),
	 .value = "SUBJECT", .help = "subject of the commit, instead of the one that is made"},
	{.name = "sign", .type = option_optional, .complete = complete_file, .offset = offsetof(struct commit_options, sign),
	 .value = "KEY", .implied = configured_key,
	 .help = "sign the commit, as git does with gpg.format and user.signingkey, or with this key: a file of ssh's, or a name of gpg's"},
	{.name = "no-sign", .type = option_flag, .offset = offsetof(struct commit_options, no_sign),
	 .help = "do not sign, whatever commit.gpgsign says"},
	{.name = "note", .type = option_flag, .offset = offsetof(struct commit_options, note),
	 .help = "note which commit the job files are of in refs/notes/hydrator.metadata, for promotion tools; pushed as the branch is"},
};

/* The first option that is given; NULL: none is. */
static const char *given(const struct commit_options *o)
{
	if (o->push.data)
		return "push";
	if (o->message.data)
		return "message";
	if (o->note)
		return "note";
	return o->sign.data ? "sign" : o->no_sign ? "no-sign" : NULL;
}

int destination_commit_options(struct cli *cli, const struct commit_options *o, struct destination *to)
{
	const char *name = given(o);

	if (to->kind == to_folder && name)
		return cli_usage(cli, "`--%s` is for repositories, not for `--output`", name);
	if (to->kind == to_stdout && name)
		return cli_usage(cli, "`--%s` needs a repository: --repo, or output.repo in mpicc.yaml", name);
	if (o->sign.data && o->no_sign)
		return cli_usage(cli, "`--sign` and `--no-sign` exclude each other");
	to->request.push_remote = o->push;
	to->request.message = o->message;
	to->request.sign = o->sign.data ? sign_always : o->no_sign ? sign_never : sign_as_configured;
	to->request.sign_key = o->sign;
	to->request.note = o->note;
	return exit_fine;
}

/* The first option that says where in a repository; NULL: none is given. */
static const char *placing(const struct destination_options *o)
{
	return o->branch.data ? "branch" : o->folder.data ? "path" : o->base.data ? "base" : NULL;
}

int destination_check(struct cli *cli, const struct destination_options *options)
{
	if (!options->output.data)
		return exit_fine;
	if (options->repository.data)
		return cli_usage(cli, "`--output` and `--repo` exclude each other");
	if (placing(options))
		return cli_usage(cli, "`--%s` is for repositories, not for `--output`", placing(options));
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
	if (!repository.data && placing(options))
		return cli_usage(cli, "`--%s` needs a repository: --repo, or output.repo in mpicc.yaml", placing(options));
	command_line(command, cli->argc, cli->argv);
	out->request = (struct commit_request){
		.repository = repository,
		.branch = first(options->branch, project->branch),
		.base = first(options->base, project->base),
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
			 struct commit_result *out, struct error *err)
{
	struct commit_request request = to->request;
	const struct commit_ops *ops = commit_module_load(err);

	if (!ops || find_origin(cli, ops, &request.origin, err) < 0)
		return -1;
	return (write ? ops->write : ops->plan)(&request, files, cli->arena, out, err);
}

static int in_folder(struct cli *cli, const struct destination *to, const struct file_set *files, bool write,
		     struct commit_result *out, struct error *err)
{
	*out = (struct commit_result){0};
	return (write ? folder_write : folder_plan)(to->folder, files, cli->arena, out, err);
}

int destination_plan(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out,
		     struct error *err)
{
	return (to->kind == to_folder ? in_folder : in_repository)(cli, to, files, false, out, err);
}

int destination_write(struct cli *cli, const struct destination *to, const struct file_set *files, struct commit_result *out,
		      struct error *err)
{
	return (to->kind == to_folder ? in_folder : in_repository)(cli, to, files, true, out, err);
}

void destination_warn(const struct commit_result *done, struct diag_list *diags)
{
	kept_for_others(done->kept, done->kept_count, diags);
	fixed_fields_changed(done->changes, done->change_count, diags);
}

int destination_sync(struct cli *cli, const struct destination *to)
{
	const struct commit_ops *ops;
	struct error err;

	if (to->kind != to_repository || !to->request.push_remote.length)
		return exit_fine;
	ops = commit_module_load(&err);
	return ops && ops->sync(&to->request, cli->arena, &err) == 0 ? exit_fine : cli_error(cli, &err);
}

struct str destination_name(const struct destination *to, const struct commit_result *result)
{
	if (to->kind == to_folder)
		return to->folder;
	return result->branch.length ? result->branch : to->request.repository;
}
