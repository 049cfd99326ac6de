/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Test program: reads YAML or JSON from standard input, prints each document
 * again as kubectl would, `---` between them. With `json`: canonical JSON, a
 * line each. Diagnostics go to standard error; what could be read is printed
 * all the same, and the exit code is 1.
 */
#include <stdio.h>
#include <string.h>

#include "compiler/emit/emit.h"
#include "lib/read/read.h"
#include "lib/base/io.h"

enum { output_max = 1 << 30 };

static int print_documents(const struct document_list *documents, bool json, struct buf *out, struct error *err)
{
	int failed = 0;

	for (uint32_t i = 0; i < documents->count && !failed; i++) {
		if (i && !json)
			buf_puts(out, "---\n");
		failed = json ? emit_json(documents->items[i], out, err) : emit_yaml(documents->items[i], out, err);
		if (json)
			buf_putc(out, '\n');
	}
	return failed;
}

static int run(struct arena *a, bool json, struct buf *out, struct buf *complaints)
{
	struct document_list documents;
	struct diag_list diags;
	struct error err = {0};
	struct str text;
	bool valid;

	diag_list_init(&diags, a);
	if (io_files.read(NULL, STR("-"), SOURCE_MAX_BYTES, a, &text, &err))
		return buf_printf(complaints, "%s\n", err.message), 3;
	valid = read_documents(source_new(a, source_file, STR("<stdin>"), text), a, &diags, &documents);
	diag_sort(&diags);
	diag_print_short(complaints, &diags);
	if (print_documents(&documents, json, out, &err))
		return buf_printf(complaints, "%s\n", err.message), 3;
	return valid ? 0 : 1;
}

static void flush(struct buf *b, FILE *file)
{
	if (b->length)
		fwrite(b->data, 1, b->length, file);
	buf_release(b);
}

int main(int argc, char **argv)
{
	bool json = argc > 1 && strcmp(argv[1], "json") == 0;
	struct buf out, complaints;
	struct arena a;
	jmp_buf oom;
	int status;

	buf_init(&out, output_max);
	buf_init(&complaints, output_max);
	arena_init(&a, &oom);
	if (setjmp(oom)) {
		arena_release(&a);
		fputs("out of memory\n", stderr);
		return 3;
	}
	status = run(&a, json, &out, &complaints);
	flush(&out, stdout);
	flush(&complaints, stderr);
	arena_release(&a);
	return status;
}
