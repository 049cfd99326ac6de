/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "lib/kube/json.h"
#include "runtime-controller/report/event.h"
#include "tests/support/test.h"

static struct str pick(const struct buf *b, const char *path)
{
	struct str out;
	const struct json_field field = {path, &out};

	assert_int_equal(json_pick(buf_str(b), &field, 1), 0);
	return out;
}

TEST(event_write_gives_what_the_api_asks_for)
{
	static const struct event event = {"hpc", "pi-launcher", "u-1", true, "RunFinished", "EndWorkers", "the \"run\" is over"};
	struct buf b;

	buf_init(&b, 10000);
	event_write(&b, &event, "host_1", 1500);
	assert_true(json_check(buf_str(&b)));
	assert_true(json_is(pick(&b, "apiVersion"), "events.k8s.io/v1"));
	assert_true(json_is(pick(&b, "metadata.namespace"), "hpc"));
	assert_true(json_is(pick(&b, "regarding.namespace"), "hpc"));
	assert_true(json_is(pick(&b, "regarding.uid"), "u-1"));
	assert_true(json_is(pick(&b, "eventTime"), "1970-01-01T00:00:01.500000Z"));
	assert_true(json_is(pick(&b, "type"), "Warning"));
	assert_true(json_is(pick(&b, "note"), "the \"run\" is over"));
	assert_true(json_is(pick(&b, "reportingInstance"), "host_1"));
	buf_release(&b);
}

TEST(event_write_cuts_what_the_api_would_refuse)
{
	char longest[3000];
	struct event event = {"hpc", "pi-launcher", "u-1", false, "RunFinished", "EndWorkers", longest};
	struct buf b;

	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	buf_init(&b, 10000);
	event_write(&b, &event, longest, 0);
	assert_int_equal(pick(&b, "note").length, 1024 + 2);
	assert_int_equal(pick(&b, "reportingInstance").length, 128 + 2);
	buf_release(&b);
}
