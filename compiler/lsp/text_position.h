/* SPDX-License-Identifier: Apache-2.0 */
/* Between bytes and what editors count: lines from 0, and in them UTF-16 code units, or bytes where the editor agreed to that. */
#ifndef MPICC_LSP_TEXT_POSITION_H
#define MPICC_LSP_TEXT_POSITION_H

#include "lib/base/str.h"

enum position_unit { position_utf16, position_bytes };

struct text_position {
	uint32_t line, character;
};

/* An offset beyond the end stands at the end. */
struct text_position text_position_of(struct str text, size_t offset, enum position_unit unit);
/* A line beyond the last is the end of the text, a character beyond the line its end. */
size_t text_offset_of(struct str text, struct text_position at, enum position_unit unit);

#endif
