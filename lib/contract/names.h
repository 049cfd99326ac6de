/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of objects and pods, made in one place, and their limits.
 *
 * A run is called <job>-<h8>; its Jobs <job>-<h8>-launcher and -worker (target
 * indexed: <job>-<h8>), pod i of an Indexed Job has the host name
 * <Job's name>-<i> (batch/v1, completionMode Indexed).
 */
#ifndef MPICC_CONTRACT_NAMES_H
#define MPICC_CONTRACT_NAMES_H

#include "lib/base/arena.h"

enum {
	name_label_max = 63,      /* DNS-1123 label, and the value of a label */
	name_subdomain_max = 253, /* DNS-1123 subdomain */
	run_id_length = 8
};

/*
 * Stands for the run's hash while the objects that the hash is made of are
 * built and hooked; replaced in every text afterwards. As long as the hash.
 */
#define RUN_ID_PLACEHOLDER "0mpicc0h"

struct run_names {
	struct str run;      /* <job>-<h8>: the Service, and the subdomain of its pods */
	struct str launcher; /* the launcher Job, and its pod's host name */
	struct str worker;   /* the worker Job */
	struct str config;   /* the ConfigMap */
	struct str secret;   /* the key Secret */
};

void run_names_make(struct arena *a, struct str job, struct str run_id, struct run_names *out);

/* <job>-ssh: the Secret with a key that is the job's, whatever its runs. */
struct str job_secret_name_make(struct arena *a, struct str job);

/* <job>-mpicc: the ConfigMap with a job's status and ledger (lib/contract/run_status.h). */
struct str status_name_make(struct arena *a, struct str job);

/* Lower-case letters, digits and '-', beginning with a letter, at most 63 characters (RFC 1035 label; Service names). */
bool name_is_dns1035_label(struct str name);
/* The same, but may begin with a digit (RFC 1123 label). */
bool name_is_dns1123_label(struct str name);
bool name_is_dns1123_subdomain(struct str name);
/* A label's key ([prefix/]name) and value (k8s.io/apimachinery validation, 1.34). */
bool name_is_label_key(struct str key);
bool name_is_label_value(struct str value);
/* A key of a ConfigMap's or Secret's data, which is a file's name in a volume (IsConfigMapKey, 1.34). */
bool name_is_data_key(struct str key);
/* A variable's name that every shell can export (POSIX 3.216). */
bool name_is_variable(struct str name);

#endif
