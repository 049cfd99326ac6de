/* SPDX-License-Identifier: Apache-2.0 */
/*
 * emit: trees -> the bytes that `kubectl -o yaml` and `kustomize build` print
 * for the same object (sigs.k8s.io/yaml, that is go-yaml v2: keys in natural
 * order, lists not indented, its quoting rules, folding at 80 columns), so
 * that passing a file through either changes nothing.
 */
#ifndef MPICC_EMIT_EMIT_H
#define MPICC_EMIT_EMIT_H

#include "lib/tree/node.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"

/* Deeper trees are an error: a bug of ours or of a script's. */
enum { emit_max_depth = 1000 };

/*
 * Appends one document, without `---`. The order of members in `n` does not
 * matter. When it fails, `out` holds what it held before; strings that are not
 * UTF-8 and numbers that are infinite or not a number make it fail.
 */
int emit_yaml(const struct node *n, struct buf *out, struct error *err);

/* The same for compact JSON with sorted (bytewise) keys and no blanks: the canonical form that fingerprints are made of. */
int emit_json(const struct node *n, struct buf *out, struct error *err);

/* go-yaml's natural order of keys: <0, 0, >0. */
int emit_key_compare(struct str a, struct str b);

#endif
