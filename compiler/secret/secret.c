/* SPDX-License-Identifier: Apache-2.0 */
/* The three forms of a key in git: as it is, encrypted by SOPS, sealed. */
#include "compiler/secret/secret.h"

#include "lib/base/base64.h"
#include "lib/base/scratch.h"

void secret_plain(const struct key_pair *pair, struct arena *a, struct key_secret *out)
{
	*out = (struct key_secret){.template_name = "secret",
				   .file = SECRET_FILE,
				   .private_key = base64_encode(a, pair->private_key),
				   .public_key = base64_encode(a, pair->public_key)};
}

int secret_sops(struct key_pair *pair, const struct age_recipient *recipients, uint32_t count, int64_t now,
		const struct random_source *random, struct arena *a, struct key_secret *out, struct error *err)
{
	/* SOPS matches it with each part of a path: `data` would be a label's or an annotation's name, too. */
	struct sops_request request = {recipients, count, "^ssh-(privatekey|publickey)$", now, random};
	struct str *plain = scratch_secret(a);
	struct sops_value values[] = {{.path = "data:ssh-privatekey:"},
				      {.path = "data:ssh-publickey:", .plain = base64_encode(a, pair->public_key)}};
	struct node *sops;
	int status;

	*plain = base64_encode(a, pair->private_key);
	values[0].plain = *plain;
	status = sops_encrypt(&request, values, 2, a, &sops, err);
	crypt_wipe_str(*plain);
	crypt_wipe_str(pair->private_key);
	if (status == 0)
		*out = (struct key_secret){.template_name = "secret",
					   .file = SOPS_FILE,
					   .private_key = values[0].sealed,
					   .public_key = values[1].sealed,
					   .sops = sops};
	return status;
}

int secret_sealed(struct key_pair *pair, const struct certificate *certificate, struct str label,
		  const struct random_source *random, struct arena *a, struct key_secret *out, struct error *err)
{
	struct key_secret secret = {
		.template_name = "sealed-secret", .file = SEALED_FILE, .sealed_for = certificate->fingerprint};
	int status = sealed_encrypt(certificate, label, pair->private_key, random, a, &secret.private_key, err);

	crypt_wipe_str(pair->private_key);
	if (status == 0)
		status = sealed_encrypt(certificate, label, pair->public_key, random, a, &secret.public_key, err);
	if (status == 0)
		*out = secret;
	return status;
}
