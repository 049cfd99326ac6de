/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the YAML emitter's files share: the place on the page. The rules are
 * go-yaml v2's, which are libyaml's: block style, 2 columns a level, lines
 * broken at the first space after column 80.
 */
#ifndef MPICC_EMIT_YAML_WRITER_H
#define MPICC_EMIT_YAML_WRITER_H

#include "lib/base/buf.h"

enum { yaml_indent = 2, yaml_width = 80, yaml_simple_key_max = 128 };

struct yaml_writer {
	struct buf *out;
	int indent;      /* of the enclosing collection; -1 before the first */
	int column;      /* in characters */
	bool whitespace; /* nothing, or a blank, stands before this place */
	bool indention;  /* only blanks and indicators stand before this place in the line */
};

/* Begins a line at the indent, unless this one has not got so far yet. */
void yaml_begin_line(struct yaml_writer *w);
/* "-", "?", ":" or a bracket pair, after a blank where one is needed. */
void yaml_put_indicator(struct yaml_writer *w, struct str text, bool needs_blank);

enum scalar_use {
	scalar_value,
	scalar_simple_key, /* on one line, before its colon */
	scalar_long_key    /* on lines of its own after "?" */
};

/* A string as go-yaml writes it; as a key it decides itself between the last two. False: it is not UTF-8. */
bool yaml_put_string(struct yaml_writer *w, struct str text, bool key, enum scalar_use *out_use);
/* null, true, 12: text that needs no look. */
void yaml_put_word(struct yaml_writer *w, struct str text);

#endif
