/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/kube/json.h"
#include "runtime-controller/report/log.h"
#include "tests/support/test.h"

static void keep(void *payload, struct str line)
{
	buf_add(payload, line);
}

static int64_t no_time(__attribute__((unused)) void *payload)
{
	return 1500;
}

TEST(log_add_writes_one_line_of_words)
{
	struct buf b;
	struct log log = {.write = keep, .payload = &b, .wall_ms = no_time};

	buf_init(&b, 10000);
	log_add(&log, log_info, "a run is over", "run", "rmt9czhg", "why", "", "who", NULL, "note", "two words", NULL);
	assert_str(buf_str(&b), "1970-01-01T00:00:01.500000Z info \"a run is over\" run=rmt9czhg note=\"two words\"\n");
	buf_release(&b);
}

TEST(log_add_lets_no_value_make_a_line_or_a_key_of_its_own)
{
	struct buf b;
	struct log log = {.write = keep, .payload = &b, .wall_ms = no_time};

	buf_init(&b, 10000);
	log_add(&log, log_warning, "x", "why", "a\n2026 error \"forged\"", "b", "c=d", "e", "\x1b[31m", NULL);
	assert_str(
		buf_str(&b),
		"1970-01-01T00:00:01.500000Z warning \"x\" why=\"a\\n2026 error \\\"forged\\\"\" b=\"c=d\" e=\"\\u001b[31m\"\n");
	buf_release(&b);
}

TEST(log_add_writes_json_that_can_be_read)
{
	struct buf b;
	struct log log = {.write = keep, .payload = &b, .wall_ms = no_time, .format = log_json};

	buf_init(&b, 10000);
	log_add(&log, log_error, "x \"y\"", "why", "a\nb", NULL);
	assert_true(json_check(str_trim(buf_str(&b))));
	assert_true(json_is(json_get(buf_str(&b), "why"), "a\nb"));
	assert_true(json_is(json_get(buf_str(&b), "level"), "error"));
	buf_release(&b);
}

TEST(log_add_leaves_out_what_is_below_the_level)
{
	struct buf b;
	struct log log = {.write = keep, .payload = &b, .wall_ms = no_time, .level = log_warning};

	buf_init(&b, 10000);
	log_add(&log, log_info, "x", NULL);
	assert_str(buf_str(&b), "");
	log_add(&log, log_warning, "x", NULL);
	assert_true(b.length > 0);
	buf_release(&b);
}

TEST(log_level_parse_knows_four_words)
{
	enum log_level level;

	assert_true(log_level_parse(STR("warning"), &level));
	assert_int_equal(level, log_warning);
	assert_false(log_level_parse(STR("warn"), &level));
	assert_false(log_level_parse(STR(""), &level));
}
