/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan: everything resolved that manifests are made of. Nothing in it is
 * optional any more; lower only writes it down.
 */
#ifndef MPICC_FLAVOUR_PLAN_H
#define MPICC_FLAVOUR_PLAN_H

#include "compiler/spec/project.h"
#include "compiler/spec/spec.h"
#include "lib/contract/names.h"

/*
 * Paths in every pod. The ConfigMap's is mpi-operator's, so that programs which
 * look for /etc/mpi/hostfile or discover_hosts.sh find them.
 */
#define PATH_CONFIG "/etc/mpi"      /* the ConfigMap: hostfile, scripts, ssh settings */
#define PATH_KEYS "/etc/mpi-ssh"    /* the key Secret */
#define PATH_RUN "/run/mpi"         /* made at start: the key as its user's own, known_hosts, the environment */

struct host {
	struct str name;       /* fully qualified */
	struct str short_name; /* the pod's host name */
	int64_t slots;
};

/* What the flavour's Lua made. */
struct launch_plan {
	struct str hostfile;
	struct node *env;      /* map of strings */
	struct node *command;  /* list of strings; NULL when the job brings its own command */
	struct node *files;    /* map of file names to texts, for the ConfigMap; may be empty */
};

struct plan {
	const struct spec *spec;
	const struct project *project;
	struct run_names names;  /* with RUN_ID_PLACEHOLDER where the hash will be */
	bool indexed;            /* the target, resolved */
	struct host *hosts;      /* that run ranks, in rank order */
	uint32_t host_count;
	struct str launcher_host; /* fully qualified */
	struct str search;       /* DNS domain in which short names resolve */
	struct str interface;    /* empty: MPI's own choice */
	int64_t slots, ranks;
	enum gang gang;
	struct launch_plan launch;
};

#endif
