/* SPDX-License-Identifier: Apache-2.0 */
/* One recipient, one chunk: a header that holds the file key for the recipient, and the text under that key, in armor. */
#include "compiler/secret/age.h"

#include <string.h>

#include "compiler/secret/bech32.h"
#include "lib/base/base64.h"
#include "lib/base/scratch.h"

enum { file_key_bytes = 16, payload_nonce_bytes = 16, chunk_nonce_bytes = 12, armor_columns = 64 };

/* The file key under a key that only the recipient can derive. */
struct stanza {
	unsigned char share[crypt_key_bytes];
	unsigned char body[file_key_bytes + crypt_tag_bytes];
};

static struct str view(const unsigned char *bytes, size_t length)
{
	return (struct str){(const char *)bytes, length};
}

bool age_recipient_parse(struct str text, struct age_recipient *out)
{
	static const unsigned char scalar[crypt_key_bytes] = {1};
	struct age_recipient recipient = {.text = text};
	unsigned char shared[crypt_key_bytes];
	struct error ignored;

	if (!bech32_decode(text, "age", recipient.point))
		return false;
	/* A point of small order gives every scalar the same secret, namely none. */
	if (crypt_x25519(scalar, recipient.point, shared, &ignored) < 0)
		return false;
	*out = recipient;
	return true;
}

/* salt: share, then recipient */
static int wrap_key(const unsigned char ephemeral[crypt_key_bytes], const struct age_recipient *recipient, const struct stanza *s,
		    unsigned char out[crypt_key_bytes], struct error *err)
{
	unsigned char shared[crypt_key_bytes], salt[2 * crypt_key_bytes];
	int status = crypt_x25519(ephemeral, recipient->point, shared, err);

	memcpy(salt, s->share, crypt_key_bytes);
	memcpy(salt + crypt_key_bytes, recipient->point, crypt_key_bytes);
	if (status == 0)
		status = crypt_hkdf(view(shared, sizeof(shared)), view(salt, sizeof(salt)), "age-encryption.org/v1/X25519", out,
				    err);
	crypt_wipe(shared, sizeof(shared));
	return status;
}

static int make_stanza(const struct age_recipient *recipient, struct str file_key, const struct random_source *random,
		       struct stanza *out, struct error *err)
{
	static const unsigned char nonce[chunk_nonce_bytes];
	unsigned char ephemeral[crypt_key_bytes], key[crypt_key_bytes];
	int status = random_fill(random, ephemeral, sizeof(ephemeral), err);

	if (status == 0)
		status = crypt_x25519_base(ephemeral, out->share, err);
	if (status == 0)
		status = wrap_key(ephemeral, recipient, out, key, err);
	if (status == 0)
		status = crypt_aead(crypt_chacha20_poly1305, key, view(nonce, sizeof(nonce)), STR_NONE, file_key, out->body,
				    out->body + file_key_bytes, err);
	crypt_wipe(ephemeral, sizeof(ephemeral));
	crypt_wipe(key, sizeof(key));
	return status;
}

/* Base64 without padding. */
static struct str bare64(struct arena *a, const unsigned char *bytes, size_t length)
{
	struct str text = base64_encode(a, view(bytes, length));

	while (str_ends(text, "="))
		text.length--;
	return text;
}

/* Up to the line that authenticates all before it. */
static int make_header(const struct stanza *s, struct str file_key, struct arena *a, struct str *out, struct error *err)
{
	struct str share = bare64(a, s->share, sizeof(s->share)), body = bare64(a, s->body, sizeof(s->body)), text, tag;
	unsigned char key[crypt_key_bytes], mac[crypt_key_bytes];
	int status;

	text = arena_format(a, "age-encryption.org/v1\n-> X25519 %.*s\n%.*s\n---", STR_ARG(share), STR_ARG(body));
	status = crypt_hkdf(file_key, STR_NONE, "header", key, err);
	if (status == 0)
		status = crypt_hmac(key, text, mac, err);
	crypt_wipe(key, sizeof(key));
	if (status < 0)
		return status;
	tag = bare64(a, mac, sizeof(mac));
	*out = arena_format(a, "%.*s %.*s\n", STR_ARG(text), STR_ARG(tag));
	return 0;
}

/* A nonce, and the only chunk, which is the last: counter 0, flag 1. `out` has room for both and the tag. */
static int make_payload(struct str file_key, struct str plain, const struct random_source *random, unsigned char *out,
			struct error *err)
{
	static const unsigned char nonce[chunk_nonce_bytes] = {[chunk_nonce_bytes - 1] = 1};
	unsigned char key[crypt_key_bytes], *text = out + payload_nonce_bytes;
	int status = random_fill(random, out, payload_nonce_bytes, err);

	if (status == 0)
		status = crypt_hkdf(file_key, view(out, payload_nonce_bytes), "payload", key, err);
	if (status == 0)
		status = crypt_aead(crypt_chacha20_poly1305, key, view(nonce, sizeof(nonce)), STR_NONE, plain, text,
				    text + plain.length, err);
	crypt_wipe(key, sizeof(key));
	return status;
}

static struct str armor(struct arena *a, struct str file)
{
	struct str text = base64_encode(a, file), out = STR("-----BEGIN AGE ENCRYPTED FILE-----\n");

	for (; text.length; text = str_slice(text, armor_columns, text.length)) {
		struct str line = str_slice(text, 0, armor_columns);

		out = arena_format(a, "%.*s%.*s\n", STR_ARG(out), STR_ARG(line));
	}
	return arena_join(a, out, STR("-----END AGE ENCRYPTED FILE-----\n"));
}

int age_encrypt(const struct age_recipient *recipient, struct str plain, const struct random_source *random, struct arena *a,
		struct str *out, struct error *err)
{
	size_t length = payload_nonce_bytes + plain.length + crypt_tag_bytes;
	unsigned char *payload = arena_alloc(a, length), *file_key = arena_alloc(a, file_key_bytes);
	struct str *key = scratch_secret(a), header;
	struct stanza stanza;
	int status;

	*key = view(file_key, file_key_bytes);
	status = random_fill(random, file_key, file_key_bytes, err);
	if (status == 0)
		status = make_stanza(recipient, *key, random, &stanza, err);
	if (status == 0)
		status = make_header(&stanza, *key, a, &header, err);
	if (status == 0)
		status = make_payload(*key, plain, random, payload, err);
	crypt_wipe_str(*key);
	if (status == 0)
		*out = armor(a, arena_join(a, header, view(payload, length)));
	return status;
}
