/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels, annotations and conditions that the compiler writes and the runtime
 * controller relies on. A change here changes both programs.
 */
#ifndef MPICC_CONTRACT_KEYS_H
#define MPICC_CONTRACT_KEYS_H

/* Labels on every object and pod; pods are selected by them. */
#define LABEL_JOB "mpicc.dev/job"    /* the job's metadata.name */
#define LABEL_RUN "mpicc.dev/run"    /* the run's hash, 8 letters and digits */
#define LABEL_ROLE "mpicc.dev/role"  /* launcher, worker, or shared for what belongs to both; status: lib/contract/run_status.h */

#define ROLE_LAUNCHER "launcher"
#define ROLE_WORKER "worker"
#define ROLE_SHARED "shared"
#define ROLE_STATUS "status"

/* Set by the controller on a worker Job when the run is over: how the run ended, a phase of lib/contract/run_status.h. */
#define LABEL_PHASE "mpicc.dev/phase"

/* Kubernetes' recommended labels (kubernetes.io/docs/reference/labels-annotations-taints). */
#define LABEL_APP_NAME "app.kubernetes.io/name"
#define LABEL_APP_INSTANCE "app.kubernetes.io/instance"
#define LABEL_APP_COMPONENT "app.kubernetes.io/component"
#define LABEL_APP_MANAGED_BY "app.kubernetes.io/managed-by"
#define MANAGED_BY "mpicc-yaml"

/* Annotations on the launcher Job (and the only Job of target indexed): what the controller is to do. */
#define ANNOTATION_CLEAN "mpicc.dev/clean-pod-policy"        /* Running, All or None */
#define ANNOTATION_TTL "mpicc.dev/ttl-seconds-after-finished" /* decimal seconds */
#define ANNOTATION_KEYS "mpicc.dev/keys"                      /* controller: make the key Secret */

#define CLEAN_RUNNING "Running"
#define CLEAN_ALL "All"
#define CLEAN_NONE "None"
#define KEYS_CONTROLLER "controller"

/* Reasons of the conditions with which the controller ends Jobs, and of a run's status. */
#define REASON_LAUNCHER_FINISHED "LauncherFinished"      /* a worker Job's: the run is over */
#define REASON_LAUNCHER_DELETED "LauncherDeleted"        /* a worker Job's: the launcher Job is gone */
#define REASON_RUN_FINISHED_BEFORE "RunFinishedBefore"   /* any Job's: the ledger knows this run as finished */
#define REASON_WORKERS_ENDED "WorkersEnded"              /* a launcher Job's: it came after the workers had been ended */

/* Who writes: the field manager of patches, and the reporting controller of Events (a qualified name). */
#define FIELD_MANAGER "mpicc-controller"
#define EVENT_CONTROLLER "mpicc.dev/controller"

/* The Lease by which one of several controllers leads, and where `runtime-controller/deploy` puts it. */
#define LEASE_NAME "mpicc-controller"
#define LEASE_NAMESPACE "mpicc-system"

/* The type and the data of a key Secret (core/v1 SecretTypeSSHAuth, and mpi-operator's second key). */
#define SECRET_TYPE_SSH "kubernetes.io/ssh-auth"
#define SECRET_PRIVATE_KEY "ssh-privatekey"
#define SECRET_PUBLIC_KEY "ssh-publickey"

#endif
