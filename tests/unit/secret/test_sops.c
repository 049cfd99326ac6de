/* SPDX-License-Identifier: Apache-2.0 */
/* Documents that SOPS decrypts. */
#include "compiler/secret/sops.h"

#include "compiler/emit/emit.h"
#include "tests/support/trees.h"
#include "tests/unit/secret/secret_case.h"

static struct node *document(struct arena *a, const struct sops_value *values, struct node *sops)
{
	struct node *root = node_new(a, node_map, PLACE_NONE), *data = node_ensure_map(a, root, "data");

	node_put_text(a, root, "kind", STR("Secret"));
	node_put_text(a, data, "one", values[0].sealed);
	node_put_text(a, data, "two", values[1].sealed);
	node_put(a, root, "sops", sops);
	return root;
}

/* With the bytes 0, 1, 2, … as random ones; `sops -d` with the recipient's private key gives {one: first, two: second}. */
TEST(the_same_random_bytes_give_the_same_document)
{
	TEST_ARENA(a);
	struct counter c = {0};
	struct random_source source = counting(&c);
	struct age_recipient recipient;
	struct sops_value values[] = {{"data:one:", STR("first"), STR_NONE}, {"data:two:", STR("second"), STR_NONE}};
	struct sops_request request = {&recipient, 1, "^data$", 1764107999, &source};
	struct node *sops;
	struct error err;
	struct buf text;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	assert_int_equal(sops_encrypt(&request, values, 2, &a, &sops, &err), 0);
	buf_init(&text, 1 << 16);
	assert_int_equal(emit_yaml(document(&a, values, sops), &text, &err), 0);
	assert_str(buf_str(&text), 
		   "data:\n"
		   "  one: ENC[AES256_GCM,data:DRDwDkw=,iv:YGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn8=,tag:L0BIL+i5NNcL/pT2Z8JfnA==,type:str]\n"
		   "  two: ENC[AES256_GCM,data:4wtXulBD,iv:gIGCg4SFhoeIiYqLjI2Oj5CRkpOUlZaXmJmam5ydnp8=,tag:9tcsifNYFrW4WQWGX2zmSw==,type:str]\n"
		   "kind: Secret\n"
		   "sops:\n"
		   "  age:\n"
		   "  - enc: |\n"
		   "      -----BEGIN AGE ENCRYPTED FILE-----\n"
		   "      YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBOT1F0U3ZYdmxLQjZPb1Fn\n"
		   "      RzRpZFROR25ROHNuc1J0cUVFT0tqK3VPV0VjCmJmak5tOVdJNVVOa0hKSmZqOERK\n"
		   "      dEZoQnJreW1aOGg2WU9DNkcra1lMVTQKLS0tIE1xTzN3Ynp6T0lFTHNiUFJNSnFG\n"
		   "      eFdET29YRzkxT01IZWZSbHF6U0E1bEEKUFFSU1RVVldYWVpbXF1eX4XY1jWpJSS9\n"
		   "      6dpAtVpzfWOWwWeRGC+fULsMhGYYzun40A+WSafG4+x1BEzdJ78M+Q==\n"
		   "      -----END AGE ENCRYPTED FILE-----\n"
		   "    recipient: age156jak2q2a578gut7gqv8cmpkqm77vtvx3en5er7fcda0jyerfuqsmwywmu\n"
		   "  encrypted_regex: ^data$\n"
		   "  lastmodified: \"2025-11-25T21:59:59Z\"\n"
		   "  mac: ENC[AES256_GCM,data:nYjHxfX+X/PapiImwdjm+i5xXbk6odqgPqlkrMTipv04oQK+gviLo+YQXJhorRorbDslyALmL8RtTut3h28Hf7wHrd5qcnyJ4BSHG4Sy7P04JLFfpBriW+B/QYWy9Fy92vRC+u0piEUtxNwWROao/MmMkJAth8aum1w+OrgJG3Y=,iv:oKGio6SlpqeoqaqrrK2ur7CxsrO0tba3uLm6u7y9vr8=,tag:Cx0PBx6YcJsK6xZbm0RI7Q==,type:str]\n"
		   "  mac_only_encrypted: true\n"
		   "  version: 3.9.0\n");
	buf_release(&text);
}

TEST(each_recipient_has_the_key_in_a_file_of_its_own)
{
	TEST_ARENA(a);
	struct counter c = {0};
	struct random_source source = counting(&c);
	struct age_recipient recipients[2];
	struct sops_value value = {"data:one:", STR("first"), STR_NONE};
	struct sops_request request = {recipients, 2, "^data$", 0, &source};
	struct node *sops;
	struct error err;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipients[0]));
	assert_true(age_recipient_parse(STR("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"), &recipients[1]));
	assert_int_equal(sops_encrypt(&request, &value, 1, &a, &sops, &err), 0);
	assert_int_equal(node_get(sops, "age")->item_count, 2);
	assert_at(node_get(sops, "age")->items[1], "recipient", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p");
	assert_false(str_equal(node_text(node_get(node_get(sops, "age")->items[0], "enc")),
			       node_text(node_get(node_get(sops, "age")->items[1], "enc"))));
	assert_at(sops, "lastmodified", "1970-01-01T00:00:00Z");
}

TEST(no_random_bytes_no_document)
{
	TEST_ARENA(a);
	struct age_recipient recipient;

	assert_true(age_recipient_parse(STR(RECIPIENT), &recipient));
	/* The data key, three for the recipient, one for the value and one for the code. */
	for (unsigned i = 1; i <= 6; i++) {
		struct counter c = {.fails_at = i};
		struct random_source source = counting(&c);
		struct sops_value value = {"data:one:", STR("first"), STR_NONE};
		struct sops_request request = {&recipient, 1, "^data$", 0, &source};
		struct node *sops = NULL;
		struct error err;

		assert_true(sops_encrypt(&request, &value, 1, &a, &sops, &err) < 0);
		assert_null(sops);
		assert_int_equal(err.code, error_io);
	}
}
