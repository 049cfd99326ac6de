/* SPDX-License-Identifier: Apache-2.0 */
/* What rules see of a job, and how they report. A rule's code and advice stand in its row of rules.c. */
#ifndef MPICC_RULES_RULE_H
#define MPICC_RULES_RULE_H

#include "compiler/rules/rules.h"

/* The pods of one Job. */
struct rule_pod {
	const struct node *template, *spec;
	const struct node *mpi;  /* the container that MPI runs in; NULL: a hook took it */
	int64_t count;
	bool launches;           /* runs the launch command */
	bool ranks;              /* hosts ranks */
};

enum { rule_pod_max = 2 };

struct rule;
struct rule_job {
	const struct plan *plan;
	const struct object_list *objects;
	struct rule_pod pods[rule_pod_max];
	uint32_t pod_count;
	struct arena *arena;
	struct diag_list *diags;
	const struct rule *rule; /* being checked */
};

struct rule {
	enum diag_code code;
	void (*check)(const struct rule_job *job);
	const char *help;
};

/* Fills in all but `rule`. */
void rule_job_init(struct rule_job *job, const struct plan *plan, const struct object_list *objects, struct arena *a,
		   struct diag_list *diags);

/* Reports the rule at hand where `at` was written, or at the job's name when no user wrote it (NULL too). */
struct diag *rule_report(const struct rule_job *job, const struct node *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
struct diag *rule_report_at(const struct rule_job *job, struct place at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Calls `visit` for every container of every pod, init containers included. */
void rule_containers(const struct rule_job *job,
		     void (*visit)(const struct rule_job *job, const struct rule_pod *pod, const struct node *container));

/* The value that stands for a resource under `part` ("requests", "limits"); NULL where it is not set. */
const struct node *rule_resource(const struct node *container, const char *part, const char *resource);
/* The limit, else the request, as a number; false where neither is set or it is no quantity. */
bool rule_amount(const struct node *container, const char *resource, double *out);
bool rule_quantity(const struct node *value, double *out);
/* Devices of `container` that are GPUs. */
int64_t rule_gpus(const struct node *container);

/* The entry of a container's `env` of that name. */
const struct node *rule_env(const struct node *container, const char *name);
bool rule_is_true(const struct node *value);
/* Item i; NULL past the list's end, and of what is no list. */
const struct node *rule_item(const struct node *list, uint32_t i);

/* One function a row of rules.c, by the file they stand in. */
/* rule_resources.c */
void rule_request_above_limit(const struct rule_job *job);
void rule_devices(const struct rule_job *job);
void rule_hugepages(const struct rule_job *job);
void rule_launcher_gpus(const struct rule_job *job);
void rule_no_requests(const struct rule_job *job);
void rule_implausible(const struct rule_job *job);
void rule_few_cpus(const struct rule_job *job);
void rule_shared_gpus(const struct rule_job *job);
void rule_shared_memory(const struct rule_job *job);
void rule_threads(const struct rule_job *job);
void rule_rdma_device(const struct rule_job *job);
/* rule_launch.c */
void rule_run_launches(const struct rule_job *job);
void rule_too_many_ranks(const struct rule_job *job);
void rule_ranks_disagree(const struct rule_job *job);
void rule_no_launcher(const struct rule_job *job);
void rule_own_hosts(const struct rule_job *job);
/* rule_pod.c */
void rule_reserved_env(const struct rule_job *job);
void rule_flavour_env(const struct rule_job *job);
void rule_port_taken(const struct rule_job *job);
void rule_missing_volume(const struct rule_job *job);
void rule_unreadable_key(const struct rule_job *job);
void rule_open_key(const struct rule_job *job);
void rule_other_user(const struct rule_job *job);
void rule_no_dns(const struct rule_job *job);
void rule_read_only_root(const struct rule_job *job);
void rule_gpu_variable(const struct rule_job *job);
/* rule_security.c */
void rule_moving_tag(const struct rule_job *job);
void rule_plain_secret(const struct rule_job *job);
void rule_host_namespaces(const struct rule_job *job);
void rule_privileged(const struct rule_job *job);
void rule_host_path(const struct rule_job *job);
void rule_sysctl(const struct rule_job *job);
void rule_system_namespace(const struct rule_job *job);
/* rule_life.c */
void rule_no_deadline(const struct rule_job *job);
void rule_short_deadline(const struct rule_job *job);
void rule_mesh(const struct rule_job *job);
void rule_sidecar(const struct rule_job *job);
void rule_budget(const struct rule_job *job);
void rule_system_priority(const struct rule_job *job);
void rule_scheduler(const struct rule_job *job);
void rule_evictable(const struct rule_job *job);

#endif
