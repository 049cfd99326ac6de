/* SPDX-License-Identifier: Apache-2.0 */
/* Within lib/kube: the entries of a kubeconfig, field by field. */
#ifndef MPICC_KUBE_CONFIG_ROWS_H
#define MPICC_KUBE_CONFIG_ROWS_H

#include "lib/kube/kube_config.h"
#include "lib/tree/node.h"

struct kube_config_file {
	struct str path;
	const struct node *tree;
};

/* A cluster, user or context, and the file its relative paths count from. */
struct kube_config_entry {
	const struct kube_config_file *file;
	const struct node *node; /* NULL: nothing was said */
};

int kube_config_read_cluster(const struct io *io, const struct kube_config_entry *entry, struct arena *a, struct kube_config *out,
			     struct error *err);
/* After the cluster, which a credential plugin may want to hear of. */
int kube_config_read_user(const struct io *io, const struct kube_config_entry *entry, struct arena *a, struct kube_config *out,
			  struct error *err);

/* A scalar as it was written, whatever its type: a token may look like a number. */
struct str kube_config_scalar(const struct node *n);
/* Whether it is http(s)://HOST… and nothing that could hide another host or a password. */
int kube_config_check_server(struct str url, struct error *err);

#endif
