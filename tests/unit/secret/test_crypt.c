/* SPDX-License-Identifier: Apache-2.0 */
/* Test vectors of the documents that define the primitives. */
#include "compiler/secret/crypt.h"

#include "tests/unit/secret/secret_case.h"

static const unsigned char *key(struct arena *a, const char *hex)
{
	return (const unsigned char *)unhex(a, hex).data;
}

/* McGrew and Viega, The Galois/Counter Mode of Operation, appendix B, test case 16. */
TEST(aes_256_gcm_agrees_with_its_specification)
{
	TEST_ARENA(a);
	unsigned char out[60], tag[crypt_tag_bytes];
	struct error err;

	assert_int_equal(crypt_aead(crypt_aes_256_gcm, key(&a, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"),
				    unhex(&a, "cafebabefacedbaddecaf888"), unhex(&a, "feedfacedeadbeeffeedfacedeadbeefabaddad2"),
				    unhex(&a, "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e24"
					      "49a6b525b16aedf5aa0de657ba637b39"),
				    out, tag, &err),
			 0);
	assert_hex(&a, out, 60,
		   "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662");
	assert_hex(&a, tag, crypt_tag_bytes, "76fc6ece0f4e1768cddf8853bb2d551b");
}

/* RFC 8439, 2.8.2 */
TEST(chacha20_poly1305_agrees_with_its_specification)
{
	TEST_ARENA(a);
	struct str plain = STR("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
			       "sunscreen would be it.");
	unsigned char out[114], tag[crypt_tag_bytes];
	struct error err;

	assert_int_equal(crypt_aead(crypt_chacha20_poly1305, key(&a, "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f"),
				    unhex(&a, "070000004041424344454647"), unhex(&a, "50515253c0c1c2c3c4c5c6c7"), plain, out, tag, &err),
			 0);
	assert_hex(&a, out, 16, "d31a8d34648e60db7b86afbc53ef7ec2");
	assert_hex(&a, tag, crypt_tag_bytes, "1ae10b594f09e26a7e902ecbd0600691");
}

/* RFC 7748, 6.1 */
TEST(x25519_agrees_with_its_specification)
{
	TEST_ARENA(a);
	const unsigned char *bob = key(&a, "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
	unsigned char out[crypt_key_bytes];
	struct error err;

	assert_int_equal(crypt_x25519_base(bob, out, &err), 0);
	assert_hex(&a, out, crypt_key_bytes, "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
	assert_int_equal(crypt_x25519(bob, key(&a, "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"), out, &err), 0);
	assert_hex(&a, out, crypt_key_bytes, "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

TEST(x25519_refuses_points_of_small_order)
{
	TEST_ARENA(a);
	unsigned char out[crypt_key_bytes];
	struct error err;

	assert_true(crypt_x25519(key(&a, "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"),
				 key(&a, "0000000000000000000000000000000000000000000000000000000000000000"), out, &err) < 0);
}

/* RFC 5869, test case 3 has neither salt nor info; with both see 1. */
TEST(hkdf_agrees_with_its_specification)
{
	TEST_ARENA(a);
	unsigned char out[crypt_key_bytes];
	struct error err;

	assert_int_equal(crypt_hkdf(unhex(&a, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), STR_NONE, "", out, &err), 0);
	assert_hex(&a, out, crypt_key_bytes, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
	assert_int_equal(crypt_hkdf(unhex(&a, "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b"), unhex(&a, "000102030405060708090a0b0c"),
				    "\xf0\xf1\xf2\xf3\xf4\xf5\xf6\xf7\xf8\xf9", out, &err),
			 0);
	assert_hex(&a, out, crypt_key_bytes, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
}

/* RFC 4231, test case 2 with its key filled up with zeros, which HMAC does as well. */
TEST(hmac_agrees_with_its_specification)
{
	TEST_ARENA(a);
	static const unsigned char jefe[crypt_key_bytes] = "Jefe";
	unsigned char out[crypt_key_bytes];
	struct error err;

	assert_int_equal(crypt_hmac(jefe, STR("what do ya want for nothing?"), out, &err), 0);
	assert_hex(&a, out, crypt_key_bytes, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

/* FIPS 180-2, C.1 */
TEST(sha512_goes_over_all_parts)
{
	TEST_ARENA(a);
	const struct str parts[] = {STR("a"), STR_NONE, STR("bc")};
	unsigned char out[crypt_sha512_bytes];
	struct error err;

	assert_int_equal(crypt_sha512(parts, 3, out, &err), 0);
	assert_hex(&a, out, crypt_sha512_bytes,
		   "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST(what_is_wiped_is_zero)
{
	TEST_ARENA(a);
	struct str text = arena_str(&a, STR("secret"));

	crypt_wipe_str(text);
	assert_hex(&a, text.data, 6, "000000000000");
	crypt_wipe_str(STR_NONE);
}
