/* SPDX-License-Identifier: Apache-2.0 */
/* Bodies that an apiserver (Kubernetes 1.34.3) sent, from tests/unit/kube/recorded. */
#ifndef MPICC_TESTS_KUBE_RECORDED_H
#define MPICC_TESTS_KUBE_RECORDED_H

#include "tests/support/test.h"

/* Fails the test when the file cannot be read. */
struct str recorded(struct arena *a, const char *name);

/* Texts that a callback was handed, joined by newlines. */
struct gathered {
	struct arena *arena;
	struct str text;
	uint32_t count;
	int answer; /* what gather returns */
};
int gather(void *gathered, struct str text);

#endif
