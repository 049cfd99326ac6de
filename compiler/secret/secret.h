/* SPDX-License-Identifier: Apache-2.0 */
/*
 * secret: a key pair -> what of it may stand in git.
 *
 * The one place where compiling depends on more than its input: a new key is another one each time. So its file is written once
 * and then left alone.
 */
#ifndef MPICC_SECRET_SECRET_H
#define MPICC_SECRET_SECRET_H

#include "compiler/secret/sealed.h"
#include "compiler/secret/sops.h"
#include "lib/keys/key_pair.h"

/* Files of its own for each form: a job that goes over to another form must not keep the old file. */
#define SECRET_FILE "secret.yaml"
#define SOPS_FILE "secret.sops.yaml"
#define SEALED_FILE "sealed-secret.yaml"

/* A key pair as a manifest holds it. */
struct key_secret {
	const char *template_name, *file;
	struct str private_key, public_key; /* values of `data` or `encryptedData` */
	struct node *sops;                  /* the manifest's member of that name; NULL for other forms */
	struct str sealed_for;              /* the certificate's fingerprint; empty for other forms */
};

/*
 * All make `out` in `a`. The encrypting ones overwrite the private key of `pair` afterwards, also when they fail. `label`
 * is that of sealed_encrypt.
 */
void secret_plain(const struct key_pair *pair, struct arena *a, struct key_secret *out);
int secret_sops(struct key_pair *pair, const struct age_recipient *recipients, uint32_t count, int64_t now,
		const struct random_source *random, struct arena *a, struct key_secret *out, struct error *err);
int secret_sealed(struct key_pair *pair, const struct certificate *certificate, struct str label,
		  const struct random_source *random, struct arena *a, struct key_secret *out, struct error *err);

#endif
