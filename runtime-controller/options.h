/* SPDX-License-Identifier: Apache-2.0 */
/* The controller's options: one table, from which they are read, explained and documented. */
#ifndef MPICC_CONTROLLER_OPTIONS_H
#define MPICC_CONTROLLER_OPTIONS_H

#include "lib/base/buf.h"
#include "runtime-controller/report/log.h"

struct options {
	const char *namespace;       /* "": the configuration's */
	const char *all_namespaces;  /* "true" or "" */
	const char *kubeconfig, *context;
	const char *lease_namespace, *lease_name;
	const char *identity;        /* "": host name and a random number */
	const char *listen;
	const char *log_format, *log_level;
	bool help, version;
};

/*
 * argv goes before the environment, that before the default. `environment` is getenv or a test's. False: `message` says what is
 * wrong. Texts are views of argv, the environment and constants.
 */
bool options_read(int argc, char **argv, const char *(*environment)(const char *name), struct options *out, struct buf *message);

void options_help(struct buf *out);

#endif
