/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a key in git. */
#include "compiler/secret/secret.h"

#include <string.h>

#include "lib/base/alloc.h"
#include "lib/base/scratch.h"
#include "tests/support/trees.h"
#include "tests/unit/secret/secret_case.h"

static struct key_pair pair(struct arena *a)
{
	struct str *private = scratch_secret(a);

	*private = arena_str(a, STR("private"));
	return (struct key_pair){*private, arena_str(a, STR("public"))};
}

static void assert_wiped(const struct key_pair *pair)
{
	static const char zeros[7];

	assert_memory_equal(pair->private_key.data, zeros, sizeof(zeros));
	assert_str(pair->public_key, "public");
}

TEST(plain_is_base64)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct key_secret out;

	secret_plain(&keys, &a, &out);
	assert_str(out.private_key, "cHJpdmF0ZQ==");
	assert_str(out.public_key, "cHVibGlj");
	assert_null(out.sops);
	assert_int_equal(out.sealed_for.length, 0);
}

TEST(sops_leaves_nothing_to_read)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct age_recipient recipient;
	struct key_secret out;
	struct error err;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_int_equal(secret_sops(&keys, &recipient, 1, 0, &random_openssl, &a, &out, &err), 0);
	assert_true(str_starts(out.private_key, "ENC[AES256_GCM,data:"));
	assert_true(str_starts(out.public_key, "ENC[AES256_GCM,data:"));
	assert_at(out.sops, "encrypted_regex", "^ssh-(privatekey|publickey)$");
	assert_wiped(&keys);
}

TEST(sealed_names_its_certificate)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct certificate certificate;
	struct key_secret out;
	struct error err;
	struct str key;

	assert_null(certificate_read(&a, make_certificate(&a, 2048, &key), &certificate));
	assert_int_equal(secret_sealed(&keys, &certificate, STR("hpc/pi-ssh"), &random_openssl, &a, &out, &err), 0);
	assert_true(str_equal(out.sealed_for, certificate.fingerprint));
	assert_false(str_equal(out.private_key, out.public_key));
	assert_wiped(&keys);
}

TEST(a_key_is_wiped_when_it_cannot_be_encrypted)
{
	TEST_ARENA(a);
	struct key_pair keys = pair(&a);
	struct counter c = {.fails_at = 1};
	struct random_source source = counting(&c);
	struct age_recipient recipient;
	struct key_secret out;
	struct error err;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_true(secret_sops(&keys, &recipient, 1, 0, &source, &a, &out, &err) < 0);
	assert_wiped(&keys);
}

/* The first random bytes of secret_sops: the key of the values, and the file key of the recipient. */
enum { data_key_bytes = 32, file_key_bytes = 16 };
static const unsigned char *first_random;
static unsigned secrets_freed;

static void look_for_secrets(const void *block, size_t bytes)
{
	secrets_freed += memmem(block, bytes, "private", 7) || memmem(block, bytes, "cHJpdmF0ZQ==", 12) ||
			 memmem(block, bytes, first_random, data_key_bytes) ||
			 memmem(block, bytes, first_random + data_key_bytes, file_key_bytes);
}

/* True: there was enough memory. */
static bool encrypt_with(struct arena *a, long allocations, size_t padding)
{
	struct counter c = {0};
	struct random_source source = counting(&c);
	struct age_recipient recipient;
	struct key_secret out;
	struct key_pair keys;
	struct error err;
	jmp_buf oom;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	arena_init(a, &oom);
	if (setjmp(oom))
		return false;
	mem_fail_after(allocations);
	arena_alloc(a, padding);
	keys = pair(a);
	assert_int_equal(secret_sops(&keys, &recipient, 1, 0, &source, a, &out, &err), 0);
	return true;
}

TEST(nothing_secret_is_left_in_memory_that_ran_out)
{
	unsigned char random[data_key_bytes + file_key_bytes];
	struct arena a;
	unsigned ran_out = 0;

	for (size_t i = 0; i < sizeof(random); i++)
		random[i] = (unsigned char)i;
	first_random = random;
	secrets_freed = 0;
	mem_watch_frees(look_for_secrets);
	/* Less and less of the first block is left, so that it ends after each of the allocations in turn. */
	for (size_t padding = 0; padding < 4096; padding += 16) {
		ran_out += !encrypt_with(&a, 1, padding);
		mem_fail_after(-1);
		arena_release(&a);
	}
	mem_watch_frees(NULL);
	assert_true(ran_out > 100);
	assert_int_equal(secrets_freed, 0);
}
