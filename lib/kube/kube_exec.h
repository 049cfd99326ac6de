/* SPDX-License-Identifier: Apache-2.0 */
/* Credential plugins of kubeconfigs (client.authentication.k8s.io/v1): a program is run, its answer read. */
#ifndef MPICC_KUBE_EXEC_H
#define MPICC_KUBE_EXEC_H

#include "lib/base/arena.h"
#include "lib/base/error.h"

enum {
	kube_exec_answer_max = 1 << 20, /* bytes */
	kube_exec_seconds_max = 60
};

struct kube_exec_variable {
	struct str name, value;
};

struct kube_exec {
	struct str command;            /* searched for in PATH when it has no slash; empty: there is no plugin */
	struct str *arguments;
	uint32_t argument_count;
	struct kube_exec_variable *variables; /* added to the environment */
	uint32_t variable_count;
	struct str api_version;        /* which the answer must have, too */
	struct str cluster;            /* the JSON of spec.cluster for provideClusterInfo, or empty */
	struct str install_hint;       /* shown when the command is not there */
};

struct kube_credential {
	struct str token;
	struct str client_certificate, client_key; /* PEM; both or none */
	int64_t expires;               /* seconds since 1970; 0: not told */
};

/* Blocks until the program ends, is too slow (it is killed) or says too much. Its standard error is ours. */
int kube_exec_run(const struct kube_exec *exec, struct arena *a, struct kube_credential *out, struct error *err);

/* The program's answer, checked; pure. */
int kube_exec_read(struct str answer, struct str api_version, struct arena *a, struct kube_credential *out, struct error *err);

#endif
