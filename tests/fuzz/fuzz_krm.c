/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as a ResourceList: read, its config decoded, a result at each place that was reported, printed. Exercises compiler/cli/krm. */
#include "compiler/cli/fn_config.h"
#include "compiler/cli/krm.h"
#include "compiler/emit/emit.h"
#include "lib/base/scratch.h"
#include "tests/fuzz/fuzz.h"

/* As the compiler would: at an item, and at one of its fields. */
static void report_items(const struct krm_list *list, struct diag_list *diags)
{
	for (uint32_t i = 0; i < list->origin_count; i++) {
		const struct node *item = list->origins[i].item;

		diag_report(diags, diag_E0201, item->at, "item %u", i);
		if (item->kind == node_map && item->member_count)
			diag_report(diags, diag_E0203, item->members[item->member_count - 1].key_at, "field of %u", i);
	}
}

void fuzz_input(struct arena *a, struct str input)
{
	struct source *source = source_new(a, source_file, STR("<stdin>"), input);
	struct buf *out = scratch_buf(a, 256 << 20);
	struct fn_config config;
	struct krm_list list;
	struct diag_list diags;
	struct error err = {0};

	diag_list_init(&diags, a);
	if (!krm_read(source, a, &diags, &list)) {
		FUZZ_CHECK(diags.errors, "refused without a reason");
		return;
	}
	if (!fn_config_read(list.config, a, &diags, &config))
		FUZZ_CHECK(diags.errors, "a config refused without a reason");
	report_items(&list, &diags);
	diag_sort(&diags);
	fuzz_check_diags(&diags);
	krm_put_results(&list, &diags, a);
	FUZZ_CHECK(emit_yaml(list.root, out, &err) == 0, "%s", err.message);
	fuzz_read_again(a, arena_str(a, buf_str(out)));
}
