/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are written once -> warnings at the `keys` of their jobs. */
#include "compiler/cli/kept.h"

#include "compiler/secret/recipients.h"

void kept_report(struct cli *cli, const struct kept_file *kept, uint32_t count, enum report_format format)
{
	struct diag_list diags;
	struct diag *d;

	diag_list_init(&diags, cli->arena);
	for (uint32_t i = 0; i < count; i++) {
		const struct file *file = kept[i].file;

		if (recipients_same(kept[i].bytes, file->bytes))
			continue;
		d = diag_report(&diags, diag_W0650, file->at,
				"the key in `%.*s` stays encrypted for others than " PROJECT_FILE " names now",
				STR_ARG(file->path));
		diag_help(&diags, d, "--rotate-keys makes a new key for those");
	}
	diag_sort(&diags);
	if (diags.count)
		pipeline_report(cli, &diags, format);
}

bool kept_nowhere(const struct file_set *files, enum diag_code code, struct diag_list *diags)
{
	bool found = false;
	struct diag *d;

	for (uint32_t i = 0; i < files->count; i++) {
		if (!files->items[i].keep_existing)
			continue;
		found = true;
		d = diag_report(diags, code, files->items[i].at, "`%.*s` has another key each time it is made", STR_ARG(files->items[i].path));
		diag_help(diags, d, code == diag_W0651 ? "--output and --repo keep the key that is there" :
							 "use `controller`, `external-secrets` or `existing/NAME`");
	}
	return found;
}

int kept_report_none(struct cli *cli, const struct file_set *files, enum diag_code code, enum report_format format)
{
	struct diag_list diags;

	diag_list_init(&diags, cli->arena);
	if (!kept_nowhere(files, code, &diags))
		return exit_fine;
	diag_sort(&diags);
	return pipeline_report(cli, &diags, format);
}
