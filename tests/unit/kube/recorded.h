/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bodies that an apiserver (Kubernetes 1.34.3) sent, from tests/unit/kube/recorded; recorded with curl:
 *
 *     watchlist_pods.jsonl   a WatchList of two pods, while a third is made, the first gets a phase and the second is deleted
 *     watch_expired.jsonl    a watch from resourceVersion 1, after a compaction of etcd
 *     list_jobs_page_*.json  three jobs with limit=2; list_jobs_pretty.json as curl gets the first page when it says its name
 *     list_expired.json      the second page, asked for after a compaction
 *     too_new.json           a list from resourceVersion 99999999
 */
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
