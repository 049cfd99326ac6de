/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which apiserver, how to trust it and who we are: from kubeconfig files
 * (k8s.io/client-go/tools/clientcmd/api/v1) or, in a pod, from its service account.
 */
#ifndef MPICC_KUBE_CONFIG_H
#define MPICC_KUBE_CONFIG_H

#include "lib/base/io.h"
#include "lib/kube/kube_exec.h"

/* What is asked of the environment. Empty views for what is not set. */
struct kube_environment {
	struct str kubeconfig;                 /* KUBECONFIG: paths, joined by ':' */
	struct str home;                       /* HOME */
	struct str service_host, service_port; /* KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT */
};
struct kube_environment kube_environment_read(void);

/* Every text lives in the arena it was read into. Empty: not given. */
struct kube_config {
	struct str server;               /* "https://host:port", no slash at its end */
	struct str namespace;            /* of the context or the pod, else "default" */
	struct str ca;                   /* PEM; empty: what the system trusts */
	struct str ca_file;              /* where `ca` came from and is to be read again; empty when it stood in the kubeconfig */
	struct str client_certificate, client_key; /* PEM */
	struct str client_certificate_file, client_key_file; /* as ca_file */
	struct str tls_server_name;      /* expected of the server instead of its host */
	struct str proxy_url;
	struct str token;
	struct str token_file;           /* goes before `token` */
	struct str username, password;
	struct str as_user;              /* Impersonate-User */
	struct str *as_groups;
	uint32_t as_group_count;
	bool insecure;                   /* the server's certificate is not checked */
	struct kube_exec exec;
};

enum { kube_config_file_max = 4 << 20 }; /* bytes of one kubeconfig, or of one file it names */

#define KUBE_SERVICE_ACCOUNT "/var/run/secrets/kubernetes.io/serviceaccount"

/*
 * The service account mounted at `folder`. Fails without an address, a CA or a token: a client
 * that trusted anybody would hand its token to anybody.
 */
int kube_config_in_cluster(const struct io *io, const struct kube_environment *env, struct str folder, struct arena *a,
			   struct kube_config *out, struct error *err);

/*
 * The files of `paths` (joined by ':'), merged as kubectl does: of clusters, users and contexts of one name the
 * first counts, and so does the first current-context; files that are not there are passed over, unless there is
 * but one. `context` empty: the current one. A credential plugin is noted, not run.
 */
int kube_config_read(const struct io *io, struct str paths, struct str context, struct arena *a, struct kube_config *out,
		     struct error *err);

/* The usual order: `path` when it is not empty, $KUBECONFIG, the pod's service account, ~/.kube/config. */
int kube_config_load(const struct io *io, const struct kube_environment *env, struct str path, struct str context,
		     struct arena *a, struct kube_config *out, struct error *err);

#endif
