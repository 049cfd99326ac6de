/* SPDX-License-Identifier: Apache-2.0 */
/* Commands: one constant each, in its own file cmd_….c; help, completion and docs/CLI.md are made from them. */
#ifndef MPICC_CLI_COMMAND_H
#define MPICC_CLI_COMMAND_H

#include "compiler/cli/options.h"

struct cli;

struct cli_command {
	const char *name;
	const char *arguments;        /* as in usage: "[INPUT…]"; "" for none */
	const char *summary;          /* a few words, for the list of commands */
	const char *description;      /* paragraphs, each one line */
	const char *examples;         /* lines of shell, with comments */
	struct option_set options;    /* the first group is common_options_group */
	size_t options_size;          /* of the command's struct, which begins with struct common_options */
	const void *defaults;         /* such a struct; NULL: all zero */
	uint32_t argument_max;
	enum option_complete complete;         /* of arguments */
	const char *const *argument_choices;   /* NULL-terminated; may be NULL */
	bool names_commands;          /* arguments are names of commands */
	bool reports;                 /* standard output is for diagnostics in formats for programs */
	bool hidden;                  /* of no use to users */
	int (*run)(struct cli *cli, const void *options);
};

/* Options of every command; they may stand before the command, too. */
struct common_options {
	bool help, quiet;
	int colour; /* enum colour_choice */
};

enum { common_option_count = 3 };
extern const struct option_row common_option_rows[common_option_count];
#define COMMON_OPTIONS {common_option_rows, common_option_count, 0}

extern const struct cli_command cmd_argocd, cmd_check, cmd_compile, cmd_completion, cmd_diff, cmd_docs, cmd_doctor,
cmd_explain, cmd_fn, cmd_gc, cmd_help, cmd_import, cmd_logs, cmd_lsp, cmd_new, cmd_schema, cmd_status, cmd_test, cmd_version;

/* NULL-terminated, in the order of help. */
extern const struct cli_command *const commands[];

const struct cli_command *command_find(struct str name);
/* The command that may have been meant; empty when there is none. */
struct str command_nearest(struct str name);

#endif
