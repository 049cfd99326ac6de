/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What plain scalars mean, to whom. Two readers count: YAML 1.2's core schema
 * (ours) and go-yaml v2 (kubectl, the API server; YAML 1.1 with its own ideas).
 */
#ifndef MPICC_READ_SCALAR_H
#define MPICC_READ_SCALAR_H

#include "lib/read/read.h"

/* Whether go-yaml v2 writes the string `text` without quotes: plain, it is read as a string again. */
bool scalar_go_text(struct str text);

/* A date or time as go-yaml resolves it: 2001-01-01, 2001-1-1 12:00:00, RFC 3339. */
bool scalar_is_timestamp(struct str text);

/* How a text looks as a number; a shape is syntax only. */
enum number_shape { number_none, number_int, number_float };

/* By the core schema: decimal, 0x, 0o, floats. */
enum number_shape number_core(struct str text);
/* By go-yaml v2: also 0777, 0b11, 1_000, signs anywhere, but nothing that does not fit 64 bits or a double. */
bool number_go(struct str text);
/* YAML 1.1's sexagesimal: 1:30, 190:20:30.15. */
bool number_is_base60(struct str text);
/* A decimal that begins with a superfluous zero: octal to some. */
bool number_leads_zero(struct str text);

/* The value of a text that number_core calls number_int; false when it does not fit int64. */
bool number_to_int(struct str text, int64_t *out);

#endif
