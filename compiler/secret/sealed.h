/* SPDX-License-Identifier: Apache-2.0 */
/* Values of a SealedSecret (bitnami.com/v1alpha1). */
#ifndef MPICC_SECRET_SEALED_H
#define MPICC_SECRET_SEALED_H

#include "compiler/secret/certificate.h"
#include "compiler/secret/random.h"

/*
 * Encrypts `plain` for the certificate's controller; base64, in `a`. `label` binds the value to a Secret, "NAMESPACE/NAME": the
 * controller makes it for no other. The padding of RSA takes its random bytes from OpenSSL whatever `random` is.
 */
int sealed_encrypt(const struct certificate *certificate, struct str label, struct str plain, const struct random_source *random,
		   struct arena *a, struct str *out, struct error *err);

#endif
