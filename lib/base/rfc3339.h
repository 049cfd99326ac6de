/* SPDX-License-Identifier: Apache-2.0 */
/* Points in time as Kubernetes writes them (RFC 3339); as numbers they are milliseconds since 1970-01-01 UTC. */
#ifndef MPICC_BASE_RFC3339_H
#define MPICC_BASE_RFC3339_H

#include "lib/base/str.h"

enum { rfc3339_size = 28 }; /* bytes of the longest text below, with NUL */

/* "2026-11-25T17:29:01Z", with any number of decimals and any offset; false when it is none of the years 1970 to 9999. */
bool rfc3339_parse(struct str text, int64_t *out_ms);

/* Whole seconds ("…01Z", metav1.Time) or microseconds ("…01.234000Z", metav1.MicroTime). */
void rfc3339_seconds(int64_t ms, char out[rfc3339_size]);
void rfc3339_micro(int64_t ms, char out[rfc3339_size]);

#endif
