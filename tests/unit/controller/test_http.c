/* SPDX-License-Identifier: Apache-2.0 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime-controller/health/http.h"
#include "tests/support/test.h"

static int read_request(const char *text)
{
	struct str path;
	bool head;

	return http_request_read(str_from(text), &path, &head);
}

TEST(http_request_read_takes_gets_and_heads_only)
{
	assert_int_equal(read_request("GET / HTTP/1.1\r\n\r\n"), 200);
	assert_int_equal(read_request("HEAD / HTTP/1.0\r\nHost: x\r\n\r\n"), 200);
	assert_int_equal(read_request("POST / HTTP/1.1\r\n\r\n"), 405);
	assert_int_equal(read_request("GET / HTTP/2\r\n\r\n"), 400);
	assert_int_equal(read_request("GET x HTTP/1.1\r\n\r\n"), 400);
	assert_int_equal(read_request("GET http://x/ HTTP/1.1\r\n\r\n"), 400);
	assert_int_equal(read_request("\r\n\r\n"), 400);
	assert_int_equal(read_request("GET / HTTP/1.1\r\n"), 0);
	assert_int_equal(read_request(""), 0);
}

TEST(http_request_read_gives_the_path_without_its_query)
{
	struct str path;
	bool head = true;

	assert_int_equal(http_request_read(STR("GET /metrics?x=/y HTTP/1.1\r\n\r\n"), &path, &head), 200);
	assert_str(path, "/metrics");
	assert_false(head);
}

TEST(http_request_read_refuses_a_head_without_end)
{
	char text[http_request_max + 1];

	memset(text, 'x', http_request_max);
	text[http_request_max] = '\0';
	assert_int_equal(read_request(text), 431);
}

static void handle(__attribute__((unused)) void *payload, struct str path, struct http_answer *out)
{
	if (!str_is(path, "/here"))
		return;
	out->status = 200;
	buf_puts(&out->body, "hello\n");
}

struct client {
	struct http_server server;
	int64_t now_ms;
};

static struct client open_server(void)
{
	struct client c = {.server = {.handle = handle}};
	struct error err = {0};

	assert_int_equal(http_server_open(&c.server, STR("127.0.0.1:0"), &err), 0);
	return c;
}

static int connect_to(const struct client *c)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)http_server_port(&c->server)),
				 .sin_addr = {htonl(INADDR_LOOPBACK)}};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

static void turn(struct client *c, int times)
{
	struct pollfd fds[http_fds_max];

	for (int i = 0; i < times; i++) {
		size_t count = http_server_fds(&c->server, fds);

		poll(fds, count, 20);
		http_server_serve(&c->server, fds, count, c->now_ms);
	}
}

static void say(int fd, const char *text)
{
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

/* All that comes until the other side closes. */
static void assert_hears(int fd, const char *begin, const char *end)
{
	char text[4096];
	size_t length = 0;
	ssize_t n;

	while ((n = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += (size_t)n;
	text[length] = '\0';
	assert_true(str_starts(str_from(text), begin));
	assert_true(str_ends(str_from(text), end));
	close(fd);
}

TEST(http_server_answers_what_comes_in_pieces)
{
	struct client c = open_server();
	int fd = connect_to(&c);

	say(fd, "GET /he");
	turn(&c, 3);
	say(fd, "re HTTP/1.1\r\n\r");
	turn(&c, 2);
	say(fd, "\n");
	turn(&c, 3);
	assert_hears(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\n",
		     "\r\n\r\nhello\n");
	http_server_close(&c.server);
}

TEST(http_server_says_what_it_will_not_do)
{
	static const struct {
		const char *request, *begin, *end;
	} rows[] = {
		{"GET /there HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n", "\r\n\r\n"},
		{"DELETE /here HTTP/1.1\r\n\r\n", "HTTP/1.1 405 Method Not Allowed\r\n", "\r\n\r\n"},
		{"HEAD /here HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n", "Connection: close\r\n\r\n"},
		{"\x16\x03\x01\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n", "\r\n\r\n"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct client c = open_server();
		int fd = connect_to(&c);

		say(fd, rows[i].request);
		turn(&c, 5);
		assert_hears(fd, rows[i].begin, rows[i].end);
		http_server_close(&c.server);
	}
}

TEST(http_server_gives_slow_clients_up_and_serves_those_who_waited)
{
	struct client c = open_server();
	int slow[http_connections_max], late;

	for (int i = 0; i < http_connections_max; i++) {
		slow[i] = connect_to(&c);
		say(slow[i], "GET ");
	}
	turn(&c, 5);
	late = connect_to(&c);
	say(late, "GET /here HTTP/1.1\r\n\r\n");
	turn(&c, 5);
	assert_int_equal(http_server_wait(&c.server, c.now_ms), http_deadline_ms);
	c.now_ms += http_deadline_ms;
	turn(&c, 8);
	assert_hears(late, "HTTP/1.1 200 OK\r\n", "hello\n");
	for (int i = 0; i < http_connections_max; i++)
		close(slow[i]);
	assert_int_equal(http_server_wait(&c.server, c.now_ms), -1);
	http_server_close(&c.server);
}

TEST(http_server_open_refuses_what_is_no_address)
{
	static const char *const refused[] = {"",	   "8080",	     ":8080",		"localhost:8080",
					      "127.0.0.1", "127.0.0.1:",     "127.0.0.1:65536", "127.0.0.1:x",
					      "[::1]",	   "[127.0.0.1]:80", "::1:80",		"127.0.0.1:-1"};

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		struct http_server s = {.handle = handle};
		struct error err = {0};

		assert_true(http_server_open(&s, str_from(refused[i]), &err) < 0);
		assert_int_equal(err.code, error_io);
	}
}
