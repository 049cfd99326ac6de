/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "lib/kube/kube_internal.h"
#include "tests/unit/kube/client_case.h"

struct warnings {
	char text[8192];
	unsigned count;
};

static void note(void *payload, struct str text)
{
	struct warnings *w = payload;
	size_t used = strlen(w->text);

	w->count++;
	snprintf(w->text + used, sizeof(w->text) - used, "%.*s;", STR_ARG(text));
}

TEST(kube_client_tells_each_warning_once)
{
	static const struct fake_reply replies[] = {
		{.body = STR("{}"), .headers = "Warning: 299 - \"batch/v1beta1 is deprecated\"\r\nwarning: 299 - \"unknown field \\\"x\\\"\"\r\n"},
		{.body = STR("{}"), .headers = "Warning: 299 - \"batch/v1beta1 is deprecated\"\r\n"},
	};
	struct warnings w = {.count = 0};
	CLIENT_CASE(c);

	client_case_init(&c, replies, 2);
	client_case_connect(&c);
	c.client->warned = note;
	c.client->warned_payload = &w;
	client_case_call(&c, kube_verb_get, NULL);
	client_case_call(&c, kube_verb_get, NULL);
	assert_string_equal(w.text, "batch/v1beta1 is deprecated;unknown field \\\"x\\\";");
}

TEST(kube_warning_take_passes_over_what_is_no_warning_of_an_apiserver)
{
	static const char *const lines[] = {"", "Warning", "Warning:", "Warning: 199 - \"x\"", "Warning: 299 - x", "Warning: 299 - \"", "Warnings: 299 - \"x\"",
					    "Warning: 299 - \"\""};
	struct warnings w = {.count = 0};
	struct kube_client c = {.warned = note, .warned_payload = &w};

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		kube_warning_take(&c, str_from(lines[i]));
	assert_int_equal(w.count, 0);
	c.warned = NULL;
	kube_warning_take(&c, STR("Warning: 299 - \"x\""));
	assert_int_equal(w.count, 0);
}

TEST(kube_warning_take_tells_so_many_and_no_more)
{
	struct warnings w = {.count = 0};
	struct kube_client c = {.warned = note, .warned_payload = &w};
	char line[64];

	for (int i = 0; i < 2 * kube_warnings_max; i++) {
		snprintf(line, sizeof(line), "Warning: 299 - \"%d\"", i);
		kube_warning_take(&c, str_from(line));
	}
	assert_int_equal(w.count, kube_warnings_max);
}
