/* SPDX-License-Identifier: Apache-2.0 */
/* argocd: the commands of an Argo CD config management plugin, whose standard output holds objects and nothing else. */
#include <stdlib.h>

#include "compiler/cli/argocd.h"
#include "compiler/cli/json.h"
#include "compiler/cli/kept.h"

static const struct str here = {".", 1};

/* The folder that Argo CD starts us in is the Application's. */
static void take_inputs(struct cli *cli)
{
	cli->arguments++;
	cli->argument_count--;
	if (cli->argument_count)
		return;
	cli->arguments = arena_new(cli->arena, struct str);
	*cli->arguments = here;
	cli->argument_count = 1;
}

static int generate(struct cli *cli)
{
	/* One line for each mistake: what Argo CD shows of them has no width to rely on. */
	struct input_options options = {.error_format = report_short};
	struct compile_result compiled;
	struct diag_list diags;
	struct usage usage = {0};
	int code;

	if (!argocd_parameters(cli->arena, str_from(getenv("ARGOCD_APP_PARAMETERS")), &options, &usage))
		return cli_usage_help(cli, &usage);
	take_inputs(cli);
	code = pipeline_compile(cli, &options, &diags, &compiled);
	if (code != exit_fine)
		return code;
	kept_nowhere(&compiled.files, diag_E0654, &diags);
	code = pipeline_report(cli, &diags, report_short);
	return code == exit_fine ? pipeline_print(cli, &compiled.files) : code;
}

static int run(struct cli *cli, const void *options)
{
	struct str word = cli->argument_count ? cli->arguments[0] : STR_NONE;

	(void)options;
	if (str_is(word, "generate"))
		return generate(cli);
	if (!str_is(word, "parameters"))
		return cli_usage(cli, "what to do is missing: `generate` or `parameters`");
	if (cli->argument_count > 1)
		return cli_usage(cli, "`argocd parameters` takes no inputs");
	return json_print(cli, argocd_announcement(cli->arena));
}

static const struct option_group groups[] = {COMMON_OPTIONS};
static const char *const words[] = {"generate", "parameters", NULL};

const struct cli_command cmd_argocd = {
	.name = "argocd",
	.arguments = "generate|parameters [INPUT…]",
	.summary = "be a config management plugin of Argo CD",
	.description =
		"For `generate` of a plugin.yaml: compiles the inputs, by default the folder it is started in, to standard output, as "
		"`compile --output -` does. Mistakes go to standard error, a line each, where Argo CD finds what it shows as the "
		"Application's condition. Output without objects never ends with 0: Argo CD would remove everything.\n"
		"\n"
		"The Application's parameters are read from ARGOCD_APP_PARAMETERS: env, target and keys, as the options of `compile`. "
		"`parameters` announces them, for `parameters.dynamic` of the plugin.yaml. A plugin whose Applications shall set none "
		"runs `compile --output - .` instead.\n"
		"\n"
		"Keys must not come out different each time, or the Application would never be in sync: `sops`, `sealed` and `plain` are refused. "
		"Leave keys to the controller, to External Secrets or to a Secret that exists.\n",
	.examples = "# as Argo CD does it\nARGOCD_APP_PARAMETERS='[{\"name\": \"env\", \"string\": \"prod\"}]' " PROGRAM " argocd generate\n",
	.options = {groups, sizeof(groups) / sizeof(*groups)},
	.options_size = sizeof(struct common_options),
	.argument_max = UINT32_MAX,
	.complete = complete_file,
	.argument_choices = words,
	.run = run,
};
