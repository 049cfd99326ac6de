/* SPDX-License-Identifier: Apache-2.0 */
/* Recipients' text form. */
#include "compiler/secret/bech32.h"

#include <string.h>

#include "tests/unit/secret/secret_case.h"

static bool decodes(const char *text)
{
	unsigned char out[bech32_bytes];

	return bech32_decode(str_from(text), "age", out);
}

TEST(other_texts_are_refused)
{
	assert_false(decodes(""));
	assert_false(decodes("age1"));
	assert_false(decodes("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8"));
	assert_false(decodes("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8pp"));
	assert_false(decodes("bge1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"));
	assert_false(decodes("age2ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"));
	assert_false(decodes("AGE1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P"));
}

TEST(every_changed_letter_breaks_the_checksum)
{
	static const char good[] = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";
	char text[sizeof(good)];

	assert_true(decodes(good));
	for (size_t i = 4; i < sizeof(good) - 1; i++) {
		memcpy(text, good, sizeof(good));
		text[i] = text[i] == 'q' ? 'p' : 'q';
		assert_false(decodes(text));
		text[i] = 'b'; /* no letter of bech32 */
		assert_false(decodes(text));
	}
}

TEST(bits_that_are_left_over_are_zero)
{
	/* 32 zero bytes, and the same with the last of the four bits set: both checksums are right. */
	assert_true(decodes("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z"));
	assert_false(decodes("age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqpfwgqrs"));
}

TEST(bytes_come_out_in_order)
{
	TEST_ARENA(a);
	unsigned char out[bech32_bytes];

	assert_true(bech32_decode(STR(RECIPIENT), "age", out));
	assert_hex(&a, out, bech32_bytes, "a6a5db280aed3c74717e40187c6c3606fde62d868e674c8fc9c37af913234f01");
}
