/* SPDX-License-Identifier: Apache-2.0 */
/* The apiserver of the cluster in memory: what it answers, and what its watches show. */
#ifndef MPICC_TESTS_CONTROLLER_FAKE_APISERVER_H
#define MPICC_TESTS_CONTROLLER_FAKE_APISERVER_H

#include "tests/unit/controller/fake_cluster.h"

void fake_new_uid(struct fake_cluster *c, char out[uid_max + 1]);

/* The store of the controller gets an event. */
void fake_show_job(struct fake_cluster *c, struct fake_job *job);
void fake_show_pod(struct fake_cluster *c, struct fake_pod *pod);
void fake_show_gone(struct fake_cluster *c, enum record_kind kind, const char *uid);

struct str fake_config_json(struct fake_cluster *c);

/* Does what is asked for, and gives the body of the answer where there is one. */
enum kube_code fake_serve(struct fake_cluster *c, const struct kube_call *call, struct str *out_body);

#endif
