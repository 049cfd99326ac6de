/* SPDX-License-Identifier: Apache-2.0 */
/* libFuzzer's entry point, and what the targets share. */
#include "tests/fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

enum { input_max = 1 << 16 };

void fuzz_fail(const char *condition, const char *format, ...)
{
	va_list args;

	fprintf(stderr, "fuzz: does not hold: %s\n", condition);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

static void check_place(struct place at)
{
	if (!at.source)
		return;
	FUZZ_CHECK(at.offset <= at.source->text.length && at.length <= at.source->text.length - at.offset, "%.*s: %u + %u of %zu",
		   STR_ARG(at.source->name), at.offset, at.length, at.source->text.length);
}

static void check_print(const struct diag_list *diags)
{
	struct buf out;

	buf_init(&out, 64 << 20);
	diag_print(&out, diags, diag_coloured);
	diag_print_short(&out, diags);
	FUZZ_CHECK(!out.failed, "printing");
	buf_release(&out);
}

void fuzz_check_diags(const struct diag_list *diags)
{
	uint32_t errors = 0;

	for (uint32_t i = 0; i < diags->count; i++) {
		const struct diag *d = &diags->items[i];

		FUZZ_CHECK(d->message.length > 0, "%s", diag_code_info(d->code)->name);
		check_place(d->at);
		for (uint32_t k = 0; k < d->label_count; k++)
			check_place(d->labels[k].at);
		errors += diag_code_info(d->code)->severity == diag_error;
	}
	FUZZ_CHECK(errors == diags->errors, "%u counted, %u said", errors, diags->errors);
	check_print(diags);
}

static double number_of(const struct node *n)
{
	return n->kind == node_int ? (double)n->integer : n->number;
}

bool fuzz_same(const struct node *a, const struct node *b)
{
	if (a->kind == node_float && (b->kind == node_int || b->kind == node_float))
		return number_of(a) == number_of(b);
	if (a->kind != b->kind)
		return false;
	if (a->kind == node_list) {
		for (uint32_t i = 0; i < a->item_count && i < b->item_count; i++)
			if (!fuzz_same(a->items[i], b->items[i]))
				return false;
		return a->item_count == b->item_count;
	}
	if (a->kind != node_map)
		return node_equal(a, b);
	for (uint32_t i = 0; i < a->member_count; i++) {
		const struct node *other = node_get_str(b, a->members[i].key);

		if (!other || !fuzz_same(a->members[i].value, other))
			return false;
	}
	return a->member_count == b->member_count;
}

struct node *fuzz_read_again(struct arena *a, struct str bytes)
{
	struct document_list documents = {0};
	struct diag_list diags;

	diag_list_init(&diags, a);
	read_documents(source_new(a, source_file, STR("again"), bytes), a, &diags, &documents);
	for (uint32_t i = 0; i < diags.count; i++) {
		if (diags.items[i].code == diag_E0112)
			return NULL;
		FUZZ_CHECK(diags.items[i].code == diag_E0105, "%.*s:\n%.*s", STR_ARG(diags.items[i].message), STR_ARG(bytes));
	}
	FUZZ_CHECK(documents.count == 1, "%u documents:\n%.*s", documents.count, STR_ARG(bytes));
	return documents.items[0];
}

static int run(struct arena *a, struct str input)
{
	jmp_buf oom;

	arena_init(a, &oom);
	if (setjmp(oom))
		return 0;
	fuzz_input(a, arena_str(a, input));
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;

	if (size > input_max)
		return 0;
	run(&a, (struct str){(const char *)data, size});
	arena_release(&a);
	return 0;
}
