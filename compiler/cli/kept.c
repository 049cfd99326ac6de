/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are written once -> warnings at the `keys` of their jobs. */
#include "compiler/cli/kept.h"

#include "compiler/secret/recipients.h"

static void print(struct cli *cli, struct diag_list *diags, enum report_format format)
{
	diag_sort(diags);
	if (diags->count)
		pipeline_report(cli, diags, format);
}

void kept_report(struct cli *cli, const struct kept_file *kept, uint32_t count, enum report_format format)
{
	struct diag_list diags;
	struct diag *d;

	diag_list_init(&diags, cli->arena);
	for (uint32_t i = 0; i < count; i++) {
		const struct file *file = kept[i].file;

		if (recipients_same(kept[i].bytes, file->bytes))
			continue;
		d = diag_report(&diags, diag_W0650, file->at, "the key in `%.*s` stays encrypted for others than " PROJECT_FILE " names now",
				STR_ARG(file->path));
		diag_help(&diags, d, "--rotate-keys makes a new key for those");
	}
	print(cli, &diags, format);
}

void kept_report_none(struct cli *cli, const struct file_set *files, enum report_format format)
{
	struct diag_list diags;
	struct diag *d;

	diag_list_init(&diags, cli->arena);
	for (uint32_t i = 0; i < files->count; i++) {
		if (!files->items[i].keep_existing)
			continue;
		d = diag_report(&diags, diag_W0651, files->items[i].at, "`%.*s` has another key each time it is printed",
				STR_ARG(files->items[i].path));
		diag_help(&diags, d, "--output and --repo keep the key that is there");
	}
	print(cli, &diags, format);
}
