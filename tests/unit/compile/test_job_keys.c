/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that are made while compiling, and whom they are encrypted for. */
#include "compiler/job.h"

#include <string.h>

#include "tests/unit/compile/compile_case.h"

#define ONE "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
#define OTHER "age156jak2q2a578gut7gqv8cmpkqm77vtvx3en5er7fcda0jyerfuqsmwywmu"

static void case_with(struct compile_case *c, struct arena *a, const char *project, const char *keys)
{
	struct error err;
	struct str pem;

	assert_int_equal(
		io_files.read(NULL, STR(TEST_SOURCE_DIR "/examples/gitops/keys/jobs/sealed-secrets.pem"), 1 << 16, a, &pem, &err),
		0);
	compile_case_job(c, a, arena_format(a, "%skeys: %s\n", JOB("x"), keys).data);
	compile_case_file(c, "mpicc.yaml", project);
	compile_case_file(c, "keys/seal.pem", arena_str(a, pem).data);
}

TEST(somebody_must_be_named)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "defaults: {}\n", "sops");
	compile_case_refuse(&c, diag_E0650, "6:7", "`keys: sops` needs somebody to encrypt for");
	case_with(&c, &a, "keys: {sops: {age: []}}\n", "sops");
	compile_case_refuse(&c, diag_E0650, "6:7", "`keys: sops` needs somebody to encrypt for");
	case_with(&c, &a, "keys: {sops: {age: [" ONE "]}}\n", "sealed");
	compile_case_refuse(&c, diag_E0651, "6:7", "`keys: sealed` needs a certificate to seal with");
}

TEST(what_is_wrong_with_recipients_is_said_once)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "keys: {sops: {age: [" ONE ", x]}}\n", "sops");
	compile_case_file(&c, "more.yaml", JOB("z") "keys: sops\n");
	compile_case_input(&c, "more.yaml");
	compile_case_refuse(&c, diag_E0652, "1:85", "`x` is not an age recipient");
	assert_int_equal(c.diags.count, 1);
}

TEST(private_keys_are_not_repeated)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "\nkeys: {sops: {age: [AGE-SECRET-KEY-1X]}}\n", "sops");
	compile_case_refuse(&c, diag_E0652, "2:21", "a private key of age's stands where a recipient belongs");
}

TEST(a_certificate_is_a_file_beside_the_project)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "keys: {sealed: {certificate: seal.pem}}\n", "sealed");
	compile_case_refuse(&c, diag_E0653, "1:30", "the certificate `seal.pem` cannot be used: there is no such file");
	case_with(&c, &a, "keys: {sealed: {certificate: job.yaml}}\n", "sealed");
	compile_case_refuse(&c, diag_E0653, "1:30",
			    "the certificate `job.yaml` cannot be used: it is not a certificate in PEM form");
	case_with(&c, &a, "keys: {sealed: {certificate: keys/seal.pem}}\n", "sealed");
	compile_case_succeed(&c);
	assert_at(compile_case_object(&c, "default/x/sealed-secret.yaml"), "kind", "SealedSecret");
}

TEST(an_environment_has_recipients_of_its_own)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "keys: {sops: {age: [" ONE "]}}\nenvironments: {prod: {keys: {sops: {age: [" OTHER "]}}}}\n", "sops");
	compile_case_succeed(&c);
	assert_at(node_get(node_path(compile_case_object(&c, "default/x/secret.sops.yaml"), "sops"), "age")->items[0],
		  "recipient", ONE);
	c.request.environment = STR("prod");
	compile_case_succeed(&c);
	assert_at(node_get(node_path(compile_case_object(&c, "default/x/secret.sops.yaml"), "sops"), "age")->items[0],
		  "recipient", OTHER);
}

TEST(a_key_is_written_once_and_the_rest_is_not)
{
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "keys: {sops: {age: [" ONE "]}}\n", "sops");
	compile_case_succeed(&c);
	for (uint32_t i = 0; i < c.result.files.count; i++)
		assert_int_equal(c.result.files.items[i].keep_existing,
				 str_ends(c.result.files.items[i].path, "/secret.sops.yaml"));
	assert_non_null(file_set_find(&c.result.files, STR("default/x/secret.sops.yaml"))->at.source);
	c.request.rotate_keys = true;
	compile_case_succeed(&c);
	assert_false(file_set_find(&c.result.files, STR("default/x/secret.sops.yaml"))->keep_existing);
}

TEST(no_key_and_no_recipient_is_part_of_the_run)
{
	static const char *const projects[] = {"keys: {sops: {age: [" ONE "]}}\n", "keys: {sops: {age: [" OTHER "]}}\n"};
	TEST_ARENA(a);
	struct str first = STR_NONE, name;
	struct compile_case c;

	for (unsigned i = 0; i < 2; i++) {
		case_with(&c, &a, projects[i], "sops");
		compile_case_succeed(&c);
		name = node_text(test_find(compile_case_object(&c, "default/x/service.yaml"), "metadata.name"));
		if (i)
			assert_true(str_equal(first, name));
		first = name;
	}
}

TEST(a_private_key_stands_in_no_manifest)
{
	static const char *const modes[] = {"sops", "sealed"};
	TEST_ARENA(a);
	struct compile_case c;

	for (unsigned i = 0; i < 2; i++) {
		case_with(&c, &a, "keys: {sops: {age: [" ONE "]}, sealed: {certificate: keys/seal.pem}}\n", modes[i]);
		compile_case_succeed(&c);
		for (uint32_t f = 0; f < c.result.files.count; f++) {
			struct str bytes = c.result.files.items[f].bytes;

			assert_null(memmem(bytes.data, bytes.length, "PRIVATE KEY", 11));
			assert_null(memmem(bytes.data, bytes.length, "LS0tLS1CRUdJTiBF", 16)); /* its base64 */
		}
	}
}

static int no_bytes(void *payload, unsigned char *out, size_t bytes, struct error *err)
{
	(void)payload, (void)out, (void)bytes;
	return error_set(err, error_io, "no random bytes");
}

TEST(without_random_bytes_nothing_is_made)
{
	static const struct random_source none = {NULL, no_bytes};
	TEST_ARENA(a);
	struct compile_case c;

	case_with(&c, &a, "keys: {sops: {age: [" ONE "]}}\n", "sops");
	c.request.random = &none;
	compile_case_run(&c);
	assert_int_equal(c.status, -1);
	assert_string_equal(c.err.message, "no random bytes");
	case_with(&c, &a, "defaults: {}\n", "external-secrets");
	c.request.random = &none;
	compile_case_succeed(&c);
	assert_at(compile_case_object(&c, "default/x/external-secret.yaml"), "kind", "ExternalSecret");
}
