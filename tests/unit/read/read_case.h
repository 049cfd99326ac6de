/* SPDX-License-Identifier: Apache-2.0 */
/* One text and what reading it gives. */
#ifndef MPICC_TESTS_READ_CASE_H
#define MPICC_TESTS_READ_CASE_H

#include "lib/read/read.h"
#include "tests/support/tree_text.h"

struct read_case {
	struct arena arena;
	struct source *source;
	struct diag_list diags;
	struct document_list documents;
	bool ok;
};

/* `struct read_case name`, read from a literal; released with the scope. */
#define READ(name, text)                                              \
	__attribute__((cleanup(read_case_release))) struct read_case name; \
	read_case_init(&name, STR(text))
void read_case_init(struct read_case *c, struct str text);
void read_case_release(struct read_case *c);

/* All documents as JSON, a line each, and no diagnostics. */
#define assert_reads(text, json) assert_reads_text(STR(text), json, __FILE__, __LINE__)
void assert_reads_text(struct str text, const char *json, const char *file, int line);

/* The diagnostics in short form, without the file's name and "error": "1:4 E0105 message". */
#define assert_complains(text, complaints) assert_complains_text(STR(text), complaints, __FILE__, __LINE__)
void assert_complains_text(struct str text, const char *complaints, const char *file, int line);

/* The first diagnostic's help. */
struct str read_case_help(const struct read_case *c);

#endif
