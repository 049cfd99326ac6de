/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes in, SHA-1 out, through libcrypto. */
#include "compiler/commit/object_hash.h"

#include <string.h>

#include <openssl/evp.h>

#include "compiler/commit/slot.h"

struct object_hash {
	struct slot *digest, *context; /* EVP_MD, EVP_MD_CTX; their handles are NULL when libcrypto has none */
};

static void free_digest(void *handle)
{
	EVP_MD_free(handle);
}

static void free_context(void *handle)
{
	EVP_MD_CTX_free(handle);
}

struct object_hash *object_hash_new(struct arena *a)
{
	struct object_hash *h = arena_new(a, struct object_hash);

	h->digest = slot_new(a, free_digest);
	h->context = slot_new(a, free_context);
	h->digest->handle = EVP_MD_fetch(NULL, "SHA1", NULL);
	h->context->handle = EVP_MD_CTX_new();
	return h;
}

static int hash(struct object_hash *h, struct str header, struct str bytes, git_oid *out, struct error *err)
{
	EVP_MD_CTX *context = h->context->handle;

	if (!context || !h->digest->handle || EVP_DigestInit_ex(context, h->digest->handle, NULL) != 1 ||
	    EVP_DigestUpdate(context, header.data, header.length) != 1 ||
	    EVP_DigestUpdate(context, bytes.data, bytes.length) != 1 || EVP_DigestFinal_ex(context, out->id, NULL) != 1)
		return error_set(err, error_git, "libcrypto cannot compute SHA-1, which git needs");
	return 0;
}

/* "blob 1234" and a NUL, made by hand: snprintf takes as long as hashing a short manifest. */
int object_hash_id(struct object_hash *h, git_object_t type, struct str bytes, git_oid *out, struct error *err)
{
	char header[40], *end = header + sizeof(header), *at = end;
	struct str name = str_from(git_object_type2string(type));
	size_t left = bytes.length;

	*--at = '\0';
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	*--at = ' ';
	at -= name.length;
	memcpy(at, name.data, name.length);
	return hash(h, (struct str){at, (size_t)(end - at)}, bytes, out, err);
}

int object_hash_raw(struct object_hash *h, struct str bytes, git_oid *out, struct error *err)
{
	return hash(h, STR_NONE, bytes, out, err);
}
