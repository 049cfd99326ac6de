/* SPDX-License-Identifier: Apache-2.0 */
/* The base protocol of language servers: messages with a Content-Length in front, cut out of a stream of bytes. */
#ifndef MPICC_LSP_RPC_H
#define MPICC_LSP_RPC_H

#include "lib/base/buf.h"

/* A longer message breaks the connection. An editor sends whole files. */
enum { rpc_message_max = 64 << 20, rpc_header_max = 4096 };

struct rpc {
	struct buf bytes;
	size_t taken; /* of `bytes`, by rpc_next */
};

enum rpc_status {
	rpc_more,    /* nothing whole is there yet */
	rpc_message,
	rpc_broken   /* no header, none that makes sense, or no memory: there is no way on */
};

void rpc_init(struct rpc *r);
void rpc_release(struct rpc *r);
void rpc_feed(struct rpc *r, struct str bytes);
/* The next message, borrowed until the next call of rpc_feed. */
enum rpc_status rpc_next(struct rpc *r, struct str *out);

/* Appends `body` with its header, or nothing where `out` has no room for both. */
void rpc_send(struct buf *out, struct str body);

#endif
