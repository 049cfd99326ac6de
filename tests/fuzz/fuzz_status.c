/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes as the body of an answer: a code that fits the number, a message that a terminal can show. */
#include <string.h>

#include "lib/kube/kube_status.h"
#include "tests/fuzz/fuzz.h"

static void check_status(const struct kube_status *s)
{
	FUZZ_CHECK((s->code == kube_code_ok) == (s->http >= 200 && s->http < 300), "%d: %s", s->http, kube_code_name(s->code));
	FUZZ_CHECK((s->code == kube_code_ok) == (s->message[0] == '\0'), "%d: %s", s->http, s->message);
	FUZZ_CHECK(strlen(s->message) < sizeof(s->message) && strlen(s->reason) < sizeof(s->reason), "%d", s->http);
	FUZZ_CHECK(s->retry_after_ms >= 0 && s->retry_after_ms <= kube_retry_after_max_ms, "%d", s->http);
	for (const char *c = s->message; *c; c++)
		FUZZ_CHECK((unsigned char)*c >= 0x20 && *c != 0x7F, "%d: character %d", s->http, *c);
}

void fuzz_input(struct arena *a, struct str input)
{
	static const int numbers[] = {0, 100, 200, 204, 302, 400, 401, 404, 409, 410, 422, 429, 500, 503, 504, 999};
	struct kube_status s;

	(void)a;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		kube_status_read(numbers[i], input, str_slice(input, 0, 20), &s);
		check_status(&s);
	}
	kube_status_read_event(input, &s);
	check_status(&s);
	FUZZ_CHECK(s.code != kube_code_ok, "%d", s.http);
}
