/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Options of commands: one table row each. A row drives parsing, help,
 * completion and docs/CLI.md.
 *
 * Options and arguments may stand in any order, `--` ends the options, the last
 * of repeated options counts, unless it takes all (option_texts). `--name=value`, `--name value`, `-nvalue` and
 * `-n value` are the same; flags may be put together: -qn value.
 */
#ifndef MPICC_CLI_OPTIONS_H
#define MPICC_CLI_OPTIONS_H

#include "lib/base/arena.h"

/* Words of the command line. */
struct option_arguments {
	struct str *items;
	uint32_t count, capacity;
	int used;          /* of arguments: how many words of argv were read, options and all */
};

enum option_type {
	option_flag,     /* bool */
	option_text,     /* struct str; data is NULL when not given */
	option_texts,    /* struct option_arguments: all of them, in their order */
	option_optional, /* the same, but the value may be left out, and must follow a `=` */
	option_int,      /* int64_t */
	option_choice    /* int: index into choices */
};

/* What a shell offers for a value. */
enum option_complete { complete_nothing, complete_file, complete_folder };

struct option_row {
	const char *name;            /* "branch" for --branch */
	char letter;                 /* 'b' for -b, 0 for none */
	enum option_type type;
	bool may_be_empty;           /* texts: else `--repo "$unset"` is a mistake */
	enum option_complete complete;
	size_t offset;               /* of the slot, from the group's base */
	const char *value;           /* what help calls the value: "NAME" */
	const char *implied;         /* option_optional: the value when it is left out */
	const char *const *choices;  /* NULL-terminated */
	int64_t minimum, maximum;    /* of integers */
	const char *help;            /* a sentence without full stop */
};

/* Rows that share a struct, which lies at `base` in the command's. */
struct option_group {
	const struct option_row *rows;
	uint32_t count;
	size_t base;
};

struct option_set {
	const struct option_group *groups;
	uint32_t count;
};

/* What was wrong with the command line. */
struct usage {
	struct str message;
	struct str help; /* may be empty */
};

enum option_order { options_anywhere, options_before_arguments /* stop at the first argument */ };

/*
 * Reads argv[0..argc) and stores values in `slots`, which hold the defaults.
 * False: *out_usage says why. Texts are views of argv.
 */
bool options_parse(const struct option_set *set, enum option_order order, struct arena *a, char **argv, int argc, void *slots,
		   struct option_arguments *out, struct usage *out_usage);

#endif
