/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Diagnostics: the user's input is wrong. They are collected, all of them,
 * sorted by place and printed once by the program. The other channel, "the
 * world failed", is lib/base/error.h.
 *
 * Wording: lower case, no full stop, backticks round what the user wrote,
 * "invalid", never "illegal". The message alone must make sense; advice goes
 * into `help`.
 */
#ifndef MPICC_BASE_DIAG_H
#define MPICC_BASE_DIAG_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/source.h"

enum diag_severity { diag_error, diag_warning };

/* One row a code, in lib/base/diag_codes.def: E… are errors, W… are warnings. */
enum diag_code {
#define DIAG(code, title, explanation) diag_##code,
#include "lib/base/diag_codes.def"
#undef DIAG
	diag_code_count
};

struct diag_code_info {
	const char *name;        /* "E0107" */
	const char *title;       /* a few words */
	const char *explanation; /* what is wrong and how to mend it, for `explain E0107` */
	enum diag_severity severity;
};
const struct diag_code_info *diag_code_info(enum diag_code code);
bool diag_code_find(struct str name, enum diag_code *out);

/* A second place that belongs to a diagnostic, with what it says. */
struct diag_label {
	struct place at;
	struct str text;
};

enum { diag_label_max = 3 };

struct diag {
	enum diag_code code;
	struct place at;
	struct str message;
	struct str help;                          /* advice; may be empty */
	struct diag_label labels[diag_label_max];
	uint32_t label_count;
	struct place fix_at;                      /* what a safe fix replaces; no source: there is none */
	struct str fix_text;                      /* by what */
	uint32_t order;                           /* of reporting, keeps the sort stable */
};

/* Longer messages, labels and help are cut, in bytes: they repeat what the user wrote, and that may be a megabyte. */
enum { diag_text_max = 1000 };

/* Messages are copied into `arena`, which must outlive the list; sources too. */
struct diag_list {
	struct arena *arena;
	struct diag *items;
	uint32_t count, capacity;
	uint32_t errors; /* of severity error */
};

void diag_list_init(struct diag_list *list, struct arena *arena);

/* Adds one and returns it for diag_help and diag_label; valid until the next call. */
struct diag *diag_report(struct diag_list *list, enum diag_code code, struct place at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void diag_help(struct diag_list *list, struct diag *d, const char *format, ...) __attribute__((format(printf, 3, 4)));
void diag_label(struct diag_list *list, struct diag *d, struct place at, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * A safe fix: the bytes at `at`, in a file of the user's, give way to `text`. Safe is what can only have been meant, and changes
 * nothing of a job that compiles. Places elsewhere are ignored. `text` must live as long as the list.
 */
void diag_fix(struct diag *d, struct place at, struct str text);
/* A fix that takes out the line of a map's member, where nothing but the member stands on it. */
void diag_fix_remove(struct diag *d, struct place key, struct place value);

/*
 * "did you mean `x`?" as help, when one of `candidates` is near enough to
 * `word`; otherwise nothing, or, for 8 candidates or fewer, the list of them.
 * Returns the near one, or an empty view.
 */
struct str diag_suggest(struct diag_list *list, struct diag *d, struct str word, const struct str *candidates, size_t count);

/* As if what is in `more` had been reported here, in its order. Texts are shared. */
void diag_list_append(struct diag_list *list, const struct diag_list *more);

/* By source name, offset and order of reporting; repeated ones are dropped. */
void diag_sort(struct diag_list *list);

enum diag_colour { diag_plain, diag_coloured };

/* At most this many are printed in full; the summary says how many more there are. */
enum { diag_shown_max = 50 };

/*
 * The human form: message, file:line:column, the source line, a caret, labels,
 * help, and a summary line. For a sorted list.
 */
void diag_print(struct buf *out, const struct diag_list *list, enum diag_colour colour);
/* One line each: file:line:column: error[E0107]: message. */
void diag_print_short(struct buf *out, const struct diag_list *list);

#endif
