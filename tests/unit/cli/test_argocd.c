/* SPDX-License-Identifier: Apache-2.0 */
/* Parameters of an Argo CD plugin: what is announced can be set, nothing else can, and nonsense says what it is. */
#include "compiler/cli/argocd.h"
#include "tests/support/test.h"

static bool read(struct arena *a, const char *text, struct input_options *out, struct usage *usage)
{
	*usage = (struct usage){0};
	return argocd_parameters(a, str_from(text), out, usage);
}

static void assert_refused(const char *text, const char *message, const char *help)
{
	TEST_ARENA(a);
	struct input_options options = {.environment = STR("before")};
	struct usage usage;

	assert_false(read(&a, text, &options, &usage));
	assert_str(usage.message, message);
	assert_str(usage.help, help);
	assert_str(options.environment, "before");
}

TEST(argocd_parameters_may_be_absent)
{
	static const char *const texts[] = {NULL, "", "null", "[]"};
	TEST_ARENA(a);
	struct input_options options = {.environment = STR("before"), .target = 1};
	struct usage usage;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_true(read(&a, texts[i], &options, &usage));
	assert_str(options.environment, "before");
	assert_int_equal(options.target, 1);
}

TEST(argocd_parameters_are_options)
{
	TEST_ARENA(a);
	struct input_options options = {0};
	struct usage usage;

	assert_true(read(&a, "[{\"name\":\"env\",\"string\":\"a=b --keys\"},{\"name\":\"target\",\"string\":\"indexed\"},"
			     "{\"name\":\"keys\",\"string\":\"existing/x\"}]", &options, &usage));
	assert_str(options.environment, "a=b --keys");
	assert_int_equal(options.target, 2);
	assert_str(options.keys, "existing/x");
}

TEST(argocd_parameters_that_are_empty_are_not_set)
{
	TEST_ARENA(a);
	struct input_options options = {.environment = STR("before"), .target = 1};
	struct usage usage;

	assert_true(read(&a, "[{\"name\":\"env\",\"string\":\"\"},{\"name\":\"target\",\"string\":\"\"}]", &options, &usage));
	assert_str(options.environment, "before");
	assert_int_equal(options.target, 1);
}

TEST(argocd_parameters_that_nobody_announced_are_refused)
{
	assert_refused("[{\"name\":\"env\",\"string\":\"x\"},{\"name\":\"evn\",\"string\":\"x\"}]", "unknown parameter `evn`", "did you mean `env`?");
	assert_refused("[{\"name\":\"project\",\"string\":\"/etc/passwd\"}]", "unknown parameter `project`",
		       "the parameters are `env`, `target` and `keys`");
	assert_refused("[{\"name\":\"insecure-plain-keys\",\"string\":\"\"}]", "unknown parameter `insecure-plain-keys`",
		       "the parameters are `env`, `target` and `keys`");
	assert_refused("[7]", "unknown parameter ``", "the parameters are `env`, `target` and `keys`");
}

TEST(argocd_parameters_are_strings_of_the_options_values)
{
	assert_refused("[{\"name\":\"env\",\"array\":[\"x\"]}]", "parameter `env` must be a string", "");
	assert_refused("[{\"name\":\"env\",\"string\":7}]", "parameter `env` must be a string", "");
	assert_refused("[{\"name\":\"target\",\"string\":\"tsop\"}]", "option `--target` must be one of `auto`, `split`, `indexed`, not `tsop`", "");
	assert_refused("{\"name\":\"env\"}", "ARGOCD_APP_PARAMETERS is no list", "");
	assert_refused("[", "ARGOCD_APP_PARAMETERS is no JSON", "");
}

TEST(argocd_announces_what_can_be_set)
{
	TEST_ARENA(a);
	const struct node *list = argocd_announcement(&a);
	struct usage usage;

	assert_int_equal(list->item_count, 3);
	for (uint32_t i = 0; i < list->item_count; i++) {
		struct str name = node_text(node_get(list->items[i], "name"));
		struct str text = arena_format(&a, "[{\"name\":\"%.*s\",\"string\":\"auto\"}]", STR_ARG(name));
		struct input_options options = {0};

		assert_true(node_text(node_get(list->items[i], "tooltip")).length > 0);
		assert_true(argocd_parameters(&a, text, &options, &usage));
	}
}
