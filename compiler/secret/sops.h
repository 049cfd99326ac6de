/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values encrypted as SOPS does it, with age recipients, in a YAML document: each value by itself, under one data key, which
 * stands in the member `sops` once for each recipient.
 *
 * The authentication code covers the encrypted values only (SOPS's mac_only_encrypted, since 3.9), so that labels may be added
 * to the document afterwards.
 */
#ifndef MPICC_SECRET_SOPS_H
#define MPICC_SECRET_SOPS_H

#include "compiler/secret/age.h"
#include "lib/tree/node.h"

struct sops_value {
	const char *path;  /* keys from the document's root, each with a colon behind it: "data:ssh-privatekey:" */
	struct str plain;  /* not empty */
	struct str sealed; /* out: "ENC[…]" */
};

struct sops_request {
	const struct age_recipient *recipients;
	uint32_t recipient_count;
	const char *encrypted_regex; /* Go's regexp of the keys whose values, and no others, are encrypted */
	int64_t now;                 /* seconds since 1970-01-01 UTC */
	const struct random_source *random;
};

/* Encrypts `values`, which are in the document's order, and makes the tree of `sops`. All texts lie in `a`. */
int sops_encrypt(const struct sops_request *request, struct sops_value *values, uint32_t count, struct arena *a,
		 struct node **out_sops, struct error *err);

#endif
