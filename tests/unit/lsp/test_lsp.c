/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/lsp/session.h"

TEST(nothing_is_answered_before_initialize)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	assert_str(session_send(&s, "{\"id\":7,\"method\":\"textDocument/hover\",\"params\":{}}"),
		   "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32002,\"message\":\"the server is not running\"}}");
	assert_str(session_open(&s, "a.yaml", "kind: MPIJob"), "");
	assert_int_equal(s.server.documents.count, 0);
}

TEST(what_is_no_request_is_answered_once)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	assert_str(session_send(&s, "{"), "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"not JSON\"}}");
	assert_str(session_send(&s, "[]"), "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"not a request\"}}");
	assert_str(session_send(&s, "{\"id\":1,\"result\":null}"), "");
	session_initialize(&s);
	assert_str(session_send(&s, "{\"id\":\"x\",\"method\":\"textDocument/rename\"}"),
		   "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":-32601,\"message\":\"there is no such method\"}}");
	assert_str(session_send(&s, "{\"method\":\"$/setTrace\",\"params\":{}}"), "");
	assert_str(session_send(&s, "{\"method\":\"textDocument/didChange\"}"), "");
	assert_str(session_send(&s, "{\"method\":\"textDocument/didOpen\",\"params\":{\"textDocument\":{\"uri\":\"untitled:1\"}}}"), "");
}

TEST(the_editor_chooses_how_to_count)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_send(&s, "{\"id\":1,\"method\":\"initialize\",\"params\":{\"capabilities\":{\"general\":{\"positionEncodings\":[\"utf-16\","
			 "\"utf-8\"]}}}}");
	assert_int_equal(s.server.unit, position_bytes);
	assert_int_equal(s.server.state, lsp_running);
	assert_str(session_send(&s, "{\"id\":2,\"method\":\"initialize\",\"params\":{}}"),
		   "{\"jsonrpc\":\"2.0\",\"id\":2,\"error\":{\"code\":-32600,\"message\":\"the server is not running\"}}");
}

TEST(shutdown_ends_answers_and_exit_the_server)
{
	TEST_ARENA(a);
	SESSION(s, &a);

	session_initialize(&s);
	assert_str(session_send(&s, "{\"id\":2,\"method\":\"shutdown\"}"), "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":null}");
	assert_true(str_starts(session_send(&s, "{\"id\":3,\"method\":\"shutdown\"}"), "{\"jsonrpc\":\"2.0\",\"id\":3,\"error\""));
	session_send(&s, "{\"method\":\"exit\"}");
	assert_int_equal(s.server.state, lsp_ended);
}
