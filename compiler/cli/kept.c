/* SPDX-License-Identifier: Apache-2.0 */
/* Files that are written once -> warnings at the `keys` of their jobs. */
#include "compiler/cli/kept.h"

#include "compiler/secret/recipients.h"

void kept_for_others(const struct kept_file *kept, uint32_t count, struct diag_list *diags)
{
	struct diag *d;

	for (uint32_t i = 0; i < count; i++) {
		const struct file *file = kept[i].file;

		if (recipients_same(kept[i].bytes, file->bytes))
			continue;
		d = diag_report(diags, diag_W0650, file->at,
				"the key in `%.*s` stays encrypted for others than " PROJECT_FILE " names now",
				STR_ARG(file->path));
		diag_help(diags, d, "--rotate-keys makes a new key for those");
	}
}

void kept_nowhere(const struct file_set *files, enum diag_code code, struct diag_list *diags)
{
	struct diag *d;

	for (uint32_t i = 0; i < files->count; i++) {
		if (!files->items[i].keep_existing)
			continue;
		d = diag_report(diags, code, files->items[i].at, "`%.*s` has another key each time it is made", STR_ARG(files->items[i].path));
		diag_help(diags, d, code == diag_W0651 ? "--output and --repo keep the key that is there" :
							 "use `controller`, `external-secrets` or `existing/NAME`");
	}
}
