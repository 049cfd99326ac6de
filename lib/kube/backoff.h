/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long to wait before the next try: 0.8 s, doubled each time up to 30 s,
 * plus a random part of up to as much again; from the start again when no wait
 * was asked for during two minutes. The numbers of client-go's reflector.
 */
#ifndef MPICC_KUBE_BACKOFF_H
#define MPICC_KUBE_BACKOFF_H

#include <stdint.h>

enum { backoff_first_ms = 800, backoff_max_ms = 30000, backoff_reset_ms = 120000 };

/* Zeroed is ready. */
struct backoff {
	int64_t next_ms; /* of the next wait, without its random part; 0: the first */
	int64_t until;   /* end of the last wait */
};

/* The wait in milliseconds. `now` is any monotonic clock's in milliseconds, `random` any 32 bits. */
int64_t backoff_next(struct backoff *b, int64_t now, uint32_t random);

#endif
