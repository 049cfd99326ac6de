/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8, one character at a time. */
#ifndef MPICC_BASE_UTF8_H
#define MPICC_BASE_UTF8_H

#include "lib/base/str.h"

/*
 * The character that begins at byte `at` of `s`, and its length in bytes; 0
 * when no valid one does (RFC 3629: no surrogates, nothing overlong).
 */
size_t utf8_decode(struct str s, size_t at, uint32_t *out);

/* Control characters that YAML and Kubernetes' tools refuse: all but tab, LF, CR and U+0085, and the non-characters U+FFFE, U+FFFF. */
bool utf8_is_control(uint32_t character);

#endif
