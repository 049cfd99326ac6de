/* SPDX-License-Identifier: Apache-2.0 */
/* Whose the Secret is that has the name of a run's key. */
#ifndef MPICC_CONTROLLER_RECONCILE_KEY_H
#define MPICC_CONTROLLER_RECONCILE_KEY_H

#include "runtime-controller/store/record.h"

enum key_owner {
	key_ours,     /* the launcher Job's */
	key_leftover, /* an earlier launcher Job's of this run, which makes room for a new one */
	key_foreign   /* made by somebody else: pods use it as it is, and we leave it */
};

/* `secret` as the apiserver gives it; its uid goes to `out_uid`, which is for key_ours and key_leftover only. */
enum key_owner key_judge(struct str secret, const struct run_key *run, const char *job_uid, char out_uid[uid_max + 1]);

#endif
