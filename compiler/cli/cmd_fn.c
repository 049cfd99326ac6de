/* SPDX-License-Identifier: Apache-2.0 */
/* fn: a KRM function. A ResourceList with jobs in, one with their manifests out. */
#include "compiler/cli/fn_config.h"
#include "compiler/cli/kept.h"
#include "compiler/cli/krm.h"
#include "compiler/cli/pipeline.h"
#include "compiler/emit/emit.h"

struct fn_options {
	struct common_options common;
	struct input_options input;
};

static struct str either(struct str config, struct str option)
{
	return config.length ? config : option;
}

static void take_inputs(const struct node *inputs, struct arena *a, struct compile_request *request)
{
	struct str *paths;

	if (!inputs)
		return;
	paths = arena_array(a, struct str, inputs->item_count);
	for (uint32_t i = 0; i < inputs->item_count; i++)
		paths[i] = inputs->items[i]->text;
	request->inputs = paths;
	request->input_count = inputs->item_count;
}

/* A job that is the functionConfig comes first. */
static void take_jobs(struct krm_list *list, const struct fn_config *config, struct arena *a, struct compile_request *request)
{
	const struct node **jobs = arena_array(a, const struct node *, list->job_count + 1u);
	uint32_t count = 0;

	if (config->job)
		jobs[count++] = config->job;
	for (uint32_t i = 0; i < list->job_count; i++)
		jobs[count++] = list->jobs[i];
	request->documents = jobs;
	request->document_count = count;
}

static int compile_list(struct cli *cli, const struct input_options *options, struct krm_list *list, struct diag_list *diags,
			struct error *err)
{
	struct compile_request request = pipeline_request(options);
	struct compile_result result;
	struct fn_config config;

	if (!fn_config_read(list->config, cli->arena, diags, &config))
		return 0;
	request.environment = either(config.environment, request.environment);
	request.project_file = either(config.project, request.project_file);
	request.keys = either(config.keys, request.keys);
	if (config.target != target_auto)
		request.target = (enum target_choice)config.target;
	take_inputs(config.inputs, cli->arena, &request);
	take_jobs(list, &config, cli->arena, &request);
	if (compile(&request, cli->arena, diags, &result, err) < 0)
		return -1;
	kept_nowhere(&result.files, diag_W0651, diags);
	if (!diags->errors)
		krm_put_files(list, &result.files, cli->arena, diags);
	return 0;
}

/* Callers read results where the function failed, too; what cannot be read at all has nowhere to put them. */
static int print_list(struct cli *cli, struct krm_list *list, const struct diag_list *diags)
{
	struct buf *text = cli_buf(cli);
	struct error err;

	if (!list->root)
		return exit_fine;
	krm_put_results(list, diags, cli->arena);
	if (emit_yaml(list->root, text, &err) < 0)
		return cli_error(cli, &err);
	return cli_print(cli, text);
}

static int run(struct cli *cli, const void *options)
{
	const struct fn_options *o = options;
	struct krm_list list;
	struct diag_list diags;
	struct error err;
	struct str text;
	int code, failed = 0;

	if (io_files.read(io_files.payload, STR("-"), SOURCE_MAX_BYTES + 1, cli->arena, &text, &err) < 0)
		return cli_error(cli, &err);
	diag_list_init(&diags, cli->arena);
	if (krm_read(source_new(cli->arena, source_file, STR("<stdin>"), text), cli->arena, &diags, &list))
		failed = compile_list(cli, &o->input, &list, &diags, &err);
	diag_sort(&diags);
	code = failed ? exit_fine : print_list(cli, &list, &diags);
	if (code == exit_fine)
		code = pipeline_report(cli, &diags, (enum report_format)o->input.error_format);
	return failed ? cli_error(cli, &err) : code;
}

static const struct option_group groups[] = {COMMON_OPTIONS, INPUT_OPTIONS(fn_options)};

const struct cli_command cmd_fn = {
	.name = "fn",
	.arguments = "",
	.summary = "be a KRM function for kustomize, kpt and others",
	.description =
		"Reads a ResourceList from standard input and prints it with manifests in it: a generator, a transformer, or both at once.\n"
		"\n"
		"Items that are MPI jobs, in the compact form or MPIJobs of Kubeflow's, are replaced by their manifests. Other items pass "
		"as they are. The functionConfig may be a job itself; or `apiVersion: mpicc.dev/v1`, `kind: Compile` with any of `inputs` "
		"(job files and folders), `environment`, `project`, `target` and `keys`; or a ConfigMap with these in `data`. What it says "
		"goes before options.\n"
		"\n"
		"What is wrong with jobs stands in `results`, with file and field, and on standard error; then the exit code is 1 and the items are "
		"unchanged.\n",
	.examples = "# by kustomize, named in a kustomization's `generators` or `transformers`\nkustomize build --enable-alpha-plugins "
		    "--enable-exec overlay/\n\n# by hand\n" PROGRAM " fn < resource-list.yaml\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct fn_options),
	.run = run,
};
