/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/lsp/rpc.h"
#include "tests/support/test.h"

TEST(messages_come_out_whole_however_the_bytes_arrive)
{
	static const char bytes[] = "Content-Length: 2\r\n\r\n{}content-length:3\r\nContent-Type: x\r\n\r\n[1]";
	struct str message, seen[2];
	unsigned count = 0;
	struct rpc r;

	rpc_init(&r);
	for (size_t i = 0; i + 1 < sizeof(bytes); i++) {
		rpc_feed(&r, (struct str){bytes + i, 1});
		while (rpc_next(&r, &message) == rpc_message) {
			assert_true(count < 2);
			assert_str(message, count ? "[1]" : "{}");
			seen[count++] = message;
		}
	}
	assert_int_equal(count, 2);
	assert_int_equal(seen[1].length, 3);
	rpc_release(&r);
}

TEST(what_is_no_header_breaks_the_connection)
{
	static const char *const bad[] = {"\r\n\r\n", "Content-Type: x\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: x\r\n\r\n",
					  "Content-Length: 99999999999999999999\r\n\r\n", "Content-Length: 67108865\r\n\r\n"};
	struct str message;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct rpc r;

		rpc_init(&r);
		rpc_feed(&r, str_from(bad[i]));
		assert_int_equal(rpc_next(&r, &message), rpc_broken);
		rpc_release(&r);
	}
}

TEST(a_header_without_an_end_is_not_waited_for_for_ever)
{
	struct str message;
	struct rpc r;

	rpc_init(&r);
	for (int i = 0; i < rpc_header_max; i++)
		rpc_feed(&r, STR("x"));
	assert_int_equal(rpc_next(&r, &message), rpc_more);
	rpc_feed(&r, STR("x"));
	assert_int_equal(rpc_next(&r, &message), rpc_broken);
	rpc_release(&r);
}

TEST(what_is_sent_can_be_read)
{
	struct buf out;

	buf_init(&out, 1000);
	rpc_send(&out, STR("{}"));
	assert_str(buf_str(&out), "Content-Length: 2\r\n\r\n{}");
	buf_release(&out);
}

TEST(a_message_is_sent_whole_or_not_at_all)
{
	struct buf out;

	buf_init(&out, 60);
	rpc_send(&out, STR("{}"));
	rpc_send(&out, STR("{\"a text\": \"that is too long\"}"));
	assert_str(buf_str(&out), "Content-Length: 2\r\n\r\n{}");
	assert_true(out.failed);
	buf_release(&out);
}
