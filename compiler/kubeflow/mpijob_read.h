/* SPDX-License-Identifier: Apache-2.0 */
/* An MPIJob as decoded by its tables, before anybody asks whether it makes sense. Used within this folder. */
#ifndef MPICC_KUBEFLOW_MPIJOB_READ_H
#define MPICC_KUBEFLOW_MPIJOB_READ_H

#include "compiler/spec/field_types.h"

enum mpijob_version { mpijob_v1, mpijob_v2beta1 };
enum mpijob_restart { restart_on_failure, restart_never, restart_always, restart_exit_code };

enum mpijob_policy {
#define POLICY(id, ...) policy_##id,
#include "compiler/kubeflow/mpijob_policy.def"
#undef POLICY
	policy_count
};

/* Index of each row: the fields, then the policies under `spec`, then those under `spec.runPolicy`. */
enum mpijob_field {
#define FIELD(id, ...) mpijob_##id,
#define SERVER(id, path) mpijob_##id,
#include "compiler/kubeflow/mpijob_fields.def"
#undef FIELD
#undef SERVER
	mpijob_policies,
	mpijob_field_count = mpijob_policies + 2 * policy_count
};

/* Any of the slots that policies decode into; what they say is read off their nodes. */
union policy_slot {
	int choice;
	int64_t integer;
	bool boolean;
	struct str text;
	struct node *map;
};

struct replica {
	const char *name;              /* "Launcher" */
	const struct node *node;       /* the replica spec; NULL when the job has none */
	int64_t replicas;
	int restart;                   /* enum mpijob_restart */
	struct node *template;         /* NULL: absent */
	const struct node *container;  /* of the template, the one that MPI runs in; NULL: absent */
};

struct mpijob {
	const struct node *document;
	int version, kind;             /* enum mpijob_version */
	struct str name, generate_name, namespace_;
	struct node *labels, *annotations;
	int64_t slots;
	struct str main_container, ssh_mount_path;
	bool launcher_ranks;
	int creation, implementation;  /* 0 OpenMPI, 1 Intel, 2 MPICH */
	struct replica launcher, worker;
	bool server;                   /* what the API server writes is not kept */
	union policy_slot slots_of[2][policy_count];
	const struct node *policy[policy_count];      /* who sets each policy, in either place; NULL: nobody */
	const struct node *nodes[mpijob_field_count]; /* who sets each row; NULL: nobody */
};

/* Decodes and finds replicas, policies and containers. False: an error was reported; `out` is filled as far as it goes. */
bool mpijob_read(struct decoder *d, const struct node *document, struct mpijob *out);

/* Rules that one MPIJob must keep. False: an error was reported. */
bool mpijob_check(struct decoder *d, const struct mpijob *job);

/* Pods of the gang: launcher and workers. */
int64_t mpijob_workers(const struct mpijob *job);

/* The queue the job is in, and the gang scheduler it belongs to: "kueue", "volcano", or NULL without a queue. */
const char *mpijob_queue(const struct mpijob *job, const struct node **out_queue);

/* Flavour of the job's MPI implementation. */
struct str mpijob_flavour(const struct mpijob *job);

/* `metadata` of the compact form: without what kubectl and queues had put there. */
struct node *mpijob_metadata(const struct mpijob *job, struct arena *a);

#endif
