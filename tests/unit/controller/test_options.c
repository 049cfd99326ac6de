/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "runtime-controller/options.h"
#include "tests/support/test.h"

static const char *no_environment(__attribute__((unused)) const char *name)
{
	return NULL;
}

static const char *some_environment(const char *name)
{
	if (strcmp(name, "MPICC_LISTEN") == 0)
		return "0.0.0.0:1";
	return strcmp(name, "MPICC_ALL_NAMESPACES") == 0 ? "true" : "";
}

static const char *bad_environment(const char *name)
{
	return strcmp(name, "MPICC_LOG_FORMAT") == 0 ? "xml" : NULL;
}

/* The words are divided by blanks; "" when they are accepted, else what is said. */
static const char *read_words(const char *words, const char *(*environment)(const char *name), struct options *out)
{
	static char text[1000], message[1000], program[] = "mpicc-controller";
	char *argv[20] = {program}, *save;
	struct buf b;
	int argc = 1;
	bool fine;

	strncpy(text, words, sizeof(text) - 1);
	for (char *word = strtok_r(text, " ", &save); word; word = strtok_r(NULL, " ", &save))
		argv[argc++] = word;
	buf_init(&b, sizeof(message));
	fine = options_read(argc, argv, environment, out, &b);
	buf_putc(&b, '\0');
	memcpy(message, b.data, b.length);
	buf_release(&b);
	assert_int_equal(fine, message[0] == '\0');
	return message;
}

TEST(options_have_defaults)
{
	struct options o;

	assert_string_equal(read_words("", no_environment, &o), "");
	assert_string_equal(o.namespace, "");
	assert_string_equal(o.all_namespaces, "");
	assert_string_equal(o.listen, "127.0.0.1:8080");
	assert_string_equal(o.lease_name, "mpicc-controller");
	assert_string_equal(o.log_format, "text");
	assert_false(o.help || o.version);
}

TEST(options_of_the_command_line_go_before_the_environment)
{
	struct options o;

	assert_string_equal(read_words("--log-level=debug --namespace hpc", some_environment, &o), "");
	assert_string_equal(o.listen, "0.0.0.0:1");
	assert_string_equal(o.all_namespaces, "true");
	assert_string_equal(o.log_level, "debug");
	assert_string_equal(o.namespace, "hpc");
	assert_string_equal(read_words("--listen 1.2.3.4:5 --all-namespaces=false", some_environment, &o), "");
	assert_string_equal(o.listen, "1.2.3.4:5");
	assert_string_equal(o.all_namespaces, "");
}

TEST(options_that_are_wrong_are_named)
{
	struct options o;

	assert_string_equal(read_words("--what", no_environment, &o), "unknown option `--what`; --help shows all");
	assert_string_equal(read_words("hpc", no_environment, &o), "unknown option `hpc`; --help shows all");
	assert_string_equal(read_words("--namespace", no_environment, &o), "option `--namespace` needs a value: NAME");
	assert_string_equal(read_words("--log-level warn", no_environment, &o),
			    "--log-level: `warn` is none of: debug info warning error ");
	assert_string_equal(read_words("--log-level=", no_environment, &o),
			    "--log-level=: `` is none of: debug info warning error ");
	assert_string_equal(read_words("--all-namespaces=yes", no_environment, &o),
			    "--all-namespaces=yes: `yes` is none of: true false ");
	assert_string_equal(read_words("", bad_environment, &o), "MPICC_LOG_FORMAT: `xml` is none of: text json ");
}

TEST(options_help_names_every_option_and_its_variable)
{
	struct buf b;

	buf_init(&b, 10000);
	options_help(&b);
	buf_putc(&b, '\0');
	assert_non_null(strstr(b.data, "--namespace NAME"));
	assert_non_null(strstr(b.data, "[MPICC_LISTEN]"));
	assert_non_null(strstr(b.data, "default: 127.0.0.1:8080"));
	buf_release(&b);
}
