/* SPDX-License-Identifier: Apache-2.0 */
/*
 * spec: trees -> a job, decoded and complete. Both kinds of job file, the
 * compact form and Kubeflow's MPIJob, become a struct spec; after this stage
 * nobody asks which it was.
 */
#ifndef MPICC_SPEC_SPEC_H
#define MPICC_SPEC_SPEC_H

#include "compiler/spec/field_types.h"

enum clean_policy { clean_running, clean_all, clean_none };
enum target_choice { target_auto, target_split, target_indexed };
enum fabric { fabric_tcp, fabric_rdma, fabric_auto };
enum egress { egress_open, egress_run };
enum gang { gang_none, gang_kueue, gang_volcano, gang_coscheduling };

/* Index of each row of spec_fields.def: spec->nodes[field_workers]. */
enum spec_field {
#define FIELD(id, ...) spec_##id,
#include "compiler/spec/spec_fields.def"
#undef FIELD
	spec_field_count
};

/* What only a Kubeflow MPIJob can say; zero for the compact form. */
struct spec_kubeflow {
	bool is;
	struct node *launcher_template;  /* core/v1 PodTemplateSpec, whole */
	struct node *worker_template;    /* NULL: no workers */
	struct str main_container;       /* the container MPI runs in; a template without one of that name, or empty: its first */
	struct str ssh_mount_path;       /* where the keys are mounted as well; empty: nowhere */
	int64_t backoff_limit;           /* -1: not set */
	bool launcher_on_failure;        /* restart policies: OnFailure rather than Never */
	bool worker_on_failure;
	int64_t gang_minimum;            /* schedulingPolicy.minAvailable; 0: all */
	struct node *gang_resources;     /* schedulingPolicy.minResources */
	int64_t gang_timeout;            /* schedulingPolicy.scheduleTimeoutSeconds; 0: not set */
	struct place gang_at;            /* of the first of these three that is set */
};

struct spec {
	int api_version, kind;
	struct str name, namespace_;
	struct node *labels, *annotations;
	struct node *pod_labels, *pod_annotations;

	struct str image, workdir;
	int pull_policy;               /* 0: not set, else index into Always, IfNotPresent, Never, plus 1 */
	struct node *pull_secrets;
	struct flavour_choice mpi;
	int64_t workers, slots;        /* slots 0: not set */
	struct resource_choice resources, launcher_resources;
	struct command run, launch;
	bool launcher_ranks;
	struct node *env;
	struct mount_list mounts;
	struct user_choice user;

	int clean;                     /* enum clean_policy */
	int target;                    /* enum target_choice */
	int64_t retries, rerun;
	int64_t deadline, ttl, start_deadline; /* seconds; 0: none */
	bool suspend, disruption_budget;

	struct str interface;
	int fabric;                    /* enum fabric */
	int egress;                    /* enum egress */
	bool host_network;
	int64_t port;

	struct str queue, priority;
	int gang;                      /* enum gang */
	struct key_choice keys;
	struct node *hooks;
	struct node *pod, *launcher_pod, *worker_pod;

	struct spec_kubeflow kubeflow;

	const struct source *source;
	const struct node *root;                      /* the merged document */
	const struct node *nodes[spec_field_count];   /* who set each field; NULL: a default */
};

extern const struct field_table spec_table;

/* Decodes a merged document in the compact form and checks rules across its fields. False: something was reported. */
bool spec_decode(struct decoder *d, const struct node *document, struct spec *out);

/* Rules across fields, for both forms: ranks, names, targets. False: an error was reported. */
bool spec_check(struct decoder *d, const struct spec *spec);

/* Where a field was set, or where the job's name stands when a default set it. */
struct place spec_at(const struct spec *spec, enum spec_field field);

/* Slots of one host: `slots`, else the pod's GPUs, else 1. */
int64_t spec_host_slots(const struct spec *spec);
/* All ranks: the workers', and the launcher's when it hosts ranks. */
int64_t spec_total_ranks(const struct spec *spec);

/* JSON Schema of the compact form. */
struct node *spec_schema(struct arena *a);

#endif
