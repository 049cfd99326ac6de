/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bearer token of the moment. Kubelets replace a service account's token
 * long before it ends, so its file is read again each minute; when that fails, the
 * old one serves on.
 */
#ifndef MPICC_KUBE_TOKEN_H
#define MPICC_KUBE_TOKEN_H

#include "lib/base/buf.h"
#include "lib/kube/kube_config.h"

enum {
	kube_token_max = 64 << 10,      /* bytes */
	kube_token_period_ms = 60000
};

struct kube_token {
	const struct io *io;
	const struct kube_config *config;
	struct buf value;                           /* all three are wiped when they are replaced */
	struct buf client_certificate, client_key;  /* PEM, of a credential plugin; empty when it has none */
	int64_t next_at;       /* monotonic milliseconds: not to be read again before */
	int64_t expires;       /* seconds since 1970, of a plugin's; 0: not told */
	bool is_current;       /* false: to be read before it is used again */
	bool is_failing;       /* the last try, before next_at */
};

/* Both are borrowed and must outlive it. */
void kube_token_init(struct kube_token *t, const struct io *io, const struct kube_config *config);
void kube_token_release(struct kube_token *t);

/*
 * Blocks while a credential plugin runs, which after a failure it does every 10 s at most. Empty `out` when
 * the configuration has no token; it is borrowed until the next call. `now` is monotonic, `wall` in seconds since 1970.
 */
int kube_token_get(struct kube_token *t, int64_t now, int64_t wall, struct str *out, struct error *err);
/* After 401: the next kube_token_get reads it anew, and what cannot be read is then an error. */
void kube_token_drop(struct kube_token *t);

#endif
