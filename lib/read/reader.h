/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of this folder share while one source is read. */
#ifndef MPICC_READ_READER_H
#define MPICC_READ_READER_H

#include <yaml.h>

#include "lib/read/scalar.h"

/* Not in read.h: more anchors than this in one document would make looking them up slow. */
enum { read_max_anchors = 1000 };

/* The parser and its latest event: foreign memory, freed also when the arena jumps out. */
struct parser_handle {
	yaml_parser_t parser;
	yaml_event_t event;
	bool open;
};

/* The node is NULL while it is being read. */
struct anchor {
	struct str name;
	const struct node *node;
};

struct reader {
	const struct source *source;
	struct arena *a;
	struct diag_list *diags;
	struct parser_handle *handle;

	struct str text;      /* the source's, after a byte order mark */
	uint32_t text_offset; /* where it begins in the source */
	bool ascii;           /* one byte a character: libyaml's marks are byte offsets */
	size_t mark_index;    /* the last place that was converted, in characters … */
	size_t mark_byte;     /* … and in bytes of `text` */

	struct anchor *anchors; /* of the current document */
	uint32_t anchor_count, anchor_capacity;
	uint32_t alias_nodes;   /* added by aliases of the current document */
	uint32_t nodes;         /* of the source */
	uint32_t depth;
	bool stopped;           /* nothing more can be read; why has been reported */
};

/* parser.c: libyaml, its events and its marks. */
void parser_open(struct reader *r);
void parser_close(struct reader *r);
/* Frees the event before. False (and stopped) at a syntax error. */
bool parser_next(struct reader *r);
/* Bytes in the source; cheap as long as calls go roughly forward. */
uint32_t parser_offset(struct reader *r, const yaml_mark_t *mark);
struct place parser_event_place(struct reader *r);
/* Reports, and reads nothing more. */
void parser_stop(struct reader *r, enum diag_code code, struct place at, const char *message);
void parser_count_nodes(struct reader *r, uint32_t count, struct place at);
void parser_check_depth(struct reader *r, uint32_t depth, struct place at);

/* encoding.c: UTF-8 without control characters? Sets text, text_offset and ascii. */
bool encoding_check(struct reader *r);
/* Reports a control character that an escape put into `text`, the value of the scalar at `at`. */
void encoding_check_escapes(struct reader *r, struct str text, struct place at);

/* syntax_error.c: the parser's complaint as E0101. */
void syntax_error_report(struct reader *r);

/*
 * alias.c: anchors are opened where their node begins and closed where it
 * ends; no_anchor for a node that has none.
 */
#define NO_ANCHOR UINT32_MAX
uint32_t anchor_open(struct reader *r, const yaml_char_t *name, struct place at);
void anchor_close(struct reader *r, uint32_t anchor, const struct node *n);
/* A copy of what the current alias event stands for; null where it stands for nothing, NULL when stopped. */
struct node *alias_read(struct reader *r);

/* scalar_node.c: the current scalar event, not typed yet: a string. */
struct node *scalar_read(struct reader *r);
/* Gives it the type that its tag, or its looks when it is plain, ask for. */
void scalar_type(struct reader *r, struct node *n);
/* The name of a core tag ("str"), an empty view without a tag; false and reported for any other. */
bool tag_read(struct reader *r, const yaml_char_t *tag, struct place at, struct str *out);
void scalar_report_doubtful(struct reader *r, struct str text, struct place at, const char *what);

/*
 * members.c: the first `own` members of `map` were written there, the rest came
 * by merge keys. The first of equal keys stays; an own one that repeats is reported.
 */
void members_report_duplicate(struct reader *r, const struct member *first, const struct member *again);
void members_make_unique(struct reader *r, struct node *map, uint32_t own);
/* Appends what the merge key's value gives. */
void members_merge(struct reader *r, struct node *map, const struct member *merge);

#endif
