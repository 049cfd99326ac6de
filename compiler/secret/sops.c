/* SPDX-License-Identifier: Apache-2.0 */
/* AES-256-GCM with the path as what is authenticated beside the value; the data key as an age file for each recipient. */
#include "compiler/secret/sops.h"

#include "lib/base/base64.h"
#include "lib/base/rfc3339.h"
#include "lib/base/scratch.h"

enum { iv_bytes = 32 }; /* what SOPS takes, though GCM's own is 12 */

#define SOPS_VERSION "3.9.0"

struct sealing {
	const struct sops_request *request;
	struct arena *arena;
	unsigned char *key; /* crypt_key_bytes */
	struct error *err;
};

static struct str base64(struct arena *a, const unsigned char *bytes, size_t length)
{
	return base64_encode(a, (struct str){(const char *)bytes, length});
}

static int seal(struct sealing *s, struct str extra, struct str plain, struct str *out)
{
	unsigned char iv[iv_bytes], tag[crypt_tag_bytes], *bytes = arena_alloc(s->arena, plain.length);

	if (random_fill(s->request->random, iv, sizeof(iv), s->err) < 0)
		return -1;
	if (crypt_aead(crypt_aes_256_gcm, s->key, (struct str){(const char *)iv, sizeof(iv)}, extra, plain, bytes, tag, s->err) <
	    0)
		return -1;
	*out = arena_format(s->arena, "ENC[AES256_GCM,data:%s,iv:%s,tag:%s,type:str]", base64(s->arena, bytes, plain.length).data,
			    base64(s->arena, iv, sizeof(iv)).data, base64(s->arena, tag, sizeof(tag)).data);
	return 0;
}

/* Begins with SHA-256("sops"), by which SOPS tells codes over encrypted values only from those over all. */
static int authenticate(struct sealing *s, const struct sops_value *values, uint32_t count, struct str modified, struct str *out)
{
	static const char begin[] = "\x8a\x3f\xd2\xad\x54\xce\x66\x52\x7b\x10\x34\xf3\xd1\x47\xbe\x0b"
				    "\x0b\x97\x5b\x3b\xf4\x4f\x72\xc6\xfd\xad\xec\x81\x76\xf2\x7d\x69";
	static const char digits[] = "0123456789ABCDEF";
	struct str *parts = arena_array(s->arena, struct str, count + 1u);
	unsigned char hash[crypt_sha512_bytes];
	char text[2 * crypt_sha512_bytes];

	parts[0] = (struct str){begin, sizeof(begin) - 1};
	for (uint32_t i = 0; i < count; i++)
		parts[i + 1] = values[i].plain;
	if (crypt_sha512(parts, count + 1u, hash, s->err) < 0)
		return -1;
	for (size_t i = 0; i < sizeof(hash); i++) {
		text[2 * i] = digits[hash[i] >> 4];
		text[2 * i + 1] = digits[hash[i] & 15];
	}
	return seal(s, modified, (struct str){text, sizeof(text)}, out);
}

static int add_recipients(struct sealing *s, struct node *list)
{
	struct str key = {(const char *)s->key, crypt_key_bytes}, file;

	for (uint32_t i = 0; i < s->request->recipient_count; i++) {
		const struct age_recipient *recipient = &s->request->recipients[i];
		struct node *item = node_new(s->arena, node_map, PLACE_NONE);

		if (age_encrypt(recipient, key, s->request->random, s->arena, &file, s->err) < 0)
			return -1;
		node_put_text(s->arena, item, "enc", file);
		node_put_text(s->arena, item, "recipient", recipient->text);
		node_add(s->arena, list, item);
	}
	return 0;
}

static int encrypt(struct sealing *s, struct sops_value *values, uint32_t count, struct node **out)
{
	struct node *map = node_new(s->arena, node_map, PLACE_NONE);
	char modified[rfc3339_size];
	struct str mac;

	rfc3339_seconds(s->request->now * 1000, modified);
	if (random_fill(s->request->random, s->key, crypt_key_bytes, s->err) < 0 ||
	    add_recipients(s, node_ensure_list(s->arena, map, "age")) < 0)
		return -1;
	for (uint32_t i = 0; i < count; i++)
		if (seal(s, str_from(values[i].path), values[i].plain, &values[i].sealed) < 0)
			return -1;
	if (authenticate(s, values, count, str_from(modified), &mac) < 0)
		return -1;
	node_put_text(s->arena, map, "lastmodified", arena_str(s->arena, str_from(modified)));
	node_put_text(s->arena, map, "mac", mac);
	node_put_text(s->arena, map, "encrypted_regex", str_from(s->request->encrypted_regex));
	node_put(s->arena, map, "mac_only_encrypted", node_new_bool(s->arena, true, PLACE_NONE));
	node_put_text(s->arena, map, "version", STR(SOPS_VERSION));
	*out = map;
	return 0;
}

int sops_encrypt(const struct sops_request *request, struct sops_value *values, uint32_t count, struct arena *a,
		 struct node **out_sops, struct error *err)
{
	struct str *kept = scratch_secret(a);
	struct sealing s = {request, a, arena_alloc(a, crypt_key_bytes), err};
	int status;

	*kept = (struct str){(const char *)s.key, crypt_key_bytes};
	status = encrypt(&s, values, count, out_sops);
	crypt_wipe_str(*kept);
	return status;
}
