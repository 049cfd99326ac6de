/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics in the formats of --error-format: one row and one file each.
 *
 * What is for people goes to standard error. What is for programs is the
 * result of a command that does nothing but check (cli_command.reports), and
 * goes to its standard output, empty lists too; for other commands, whose
 * standard output is taken, it goes to standard error as well.
 */
#ifndef MPICC_CLI_REPORT_H
#define MPICC_CLI_REPORT_H

#include "compiler/cli/cli.h"
#include "lib/base/diag.h"
#include "lib/tree/node.h"

enum report_format { report_human, report_short, report_json, report_sarif, report_github, report_junit };

struct report {
	struct arena *arena;
	const struct diag_list *diags; /* sorted */
	enum diag_colour colour;
	struct buf *out;
	struct error *err;             /* NULL where nothing can fail */
};

/* Names of formats, in the order of the enum, NULL-terminated. */
extern const char *const report_format_names[];

/* Prints a sorted list where it belongs. Returns exit_fine or what went wrong making it. */
int report_print(struct cli *cli, const struct diag_list *diags, enum report_format format);

/* One function a format; negative: `err` says why. */
int report_print_json(const struct report *r);
int report_print_sarif(const struct report *r);
int report_print_github(const struct report *r);
int report_print_junit(const struct report *r);

/* What the formats share. */

/* "error" or "warning". */
const char *report_severity(const struct diag *d);
/* The name of a place's file as a path: relative to the current folder where it lies in it. */
struct str report_path(struct arena *a, struct place at);
/* {line, column, endLine, endColumn} under these names; columns count characters from 1, the end is exclusive. */
struct node *report_region(struct arena *a, struct place at, const char *line, const char *column, const char *end_line,
			   const char *end_column);
/* A string that JSON can hold. */
struct node *report_text(struct arena *a, struct str text);
/* Stays the same while the line and what is said of it do, wherever the line moves to. */
uint64_t report_fingerprint(struct arena *a, const struct diag *d);

#endif
