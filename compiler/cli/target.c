/* SPDX-License-Identifier: Apache-2.0 */
/* Options -> a cluster's target and the module that knows clusters. */
#include "compiler/cli/target.h"

#include <time.h>

#include "lib/contract/names.h"

const struct option_row target_option_rows[target_option_count] = {
	{.name = "namespace",
	 .letter = 'n',
	 .type = option_text,
	 .offset = offsetof(struct target_options, namespace),
	 .value = "NAME",
	 .help = "the namespace to look in; else that of the kubeconfig's context"},
	{.name = "all-namespaces",
	 .letter = 'A',
	 .type = option_flag,
	 .offset = offsetof(struct target_options, all_namespaces),
	 .help = "look in all namespaces"},
	{.name = "kubeconfig",
	 .type = option_text,
	 .complete = complete_file,
	 .offset = offsetof(struct target_options, kubeconfig),
	 .value = "FILE",
	 .help = "how to reach the cluster; else $KUBECONFIG, the pod's service account, ~/.kube/config"},
	{.name = "context",
	 .type = option_text,
	 .offset = offsetof(struct target_options, context),
	 .value = "NAME",
	 .help = "the kubeconfig's context; else its current one"},
};

int target_begin(struct cli *cli, const struct target_options *options, struct cluster_target *out_target, struct str *out_job,
		 const struct cluster_ops **out_ops)
{
	struct error err;

	*out_job = cli->argument_count ? cli->arguments[0] : STR_NONE;
	if (cli->argument_count && (!out_job->length || !name_is_label_value(*out_job)))
		return cli_usage(cli, "`%.*s` is no name of a job", STR_ARG(*out_job));
	if (options->namespace.data && !name_is_dns1123_label(options->namespace))
		return cli_usage(cli, "`%.*s` is no name of a namespace", STR_ARG(options->namespace));
	if (options->namespace.data && options->all_namespaces)
		return cli_usage(cli, "`--namespace` and `--all-namespaces` exclude each other");
	*out_target = (struct cluster_target){options->kubeconfig, options->context, options->namespace, options->all_namespaces};
	*out_ops = cluster_module_load(&err);
	return *out_ops ? exit_fine : cli_error(cli, &err);
}

int64_t target_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
