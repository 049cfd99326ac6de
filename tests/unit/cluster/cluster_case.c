/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/cluster/cluster_case.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void answer(void *payload, unsigned number, const struct fake_request *request, struct fake_reply *reply)
{
	const struct cluster_case *c = payload;
	char line[4096];

	(void)number;
	snprintf(line, sizeof(line), "%s %s", request->method, request->path);
	*reply = (struct fake_reply){.status = 404, .body = str_from(REFUSAL("NotFound", "not found"))};
	for (size_t i = 0; i < c->route_count; i++) {
		const struct route *r = &c->routes[i];

		if (!strstr(line, r->part))
			continue;
		*reply = (struct fake_reply){.status = r->status ? r->status : 200,
					     .body = str_from(r->body ? r->body : LIST_OF("")),
					     .content_type = r->type,
					     .chunked = r->hold,
					     .hold = r->hold};
		return;
	}
}

static void write_kubeconfig(const struct cluster_case *c)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/kubeconfig", c->folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file,
		"{apiVersion: v1, kind: Config, current-context: a, users: [{name: u, user: {token: t}}],\n"
		"clusters: [{name: c, cluster: {server: \"%s\"}}, {name: dead, cluster: {server: \"http://127.0.0.1:1\"}}],\n"
		"contexts: [{name: a, context: {cluster: c, user: u, namespace: hpc}}, {name: dead, context: {cluster: dead, "
		"user: u}}]}\n",
		c->server.url);
	fclose(file);
}

void cluster_case_init(struct cluster_case *c, const struct route *routes, size_t count)
{
	*c = (struct cluster_case){
		.arena = test_arena(), .routes = routes, .route_count = count, .folder = "/tmp/mpicc-cluster-XXXXXX"};
	assert_non_null(mkdtemp(c->folder));
	fake_kube_start(&c->server, answer, c);
	write_kubeconfig(c);
}

void cluster_case_release(struct cluster_case *c)
{
	char command[128];

	fake_kube_stop(&c->server);
	snprintf(command, sizeof(command), "rm -rf '%s'", c->folder);
	if (system(command) != 0)
		fprintf(stderr, "%s stays\n", c->folder);
	arena_release(&c->arena);
}

static struct str read_file(struct cluster_case *c, const char *name)
{
	struct str path = arena_format(&c->arena, "%s/%s", c->folder, name);
	FILE *file = fopen(path.data, "r");
	static char text[1 << 18];
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	return arena_str(&c->arena, (struct str){text, length});
}

static int shell(struct cluster_case *c, const char *words, const char *behind)
{
	struct str command = arena_format(&c->arena,
					  "cd %s && rm -f code && { KUBECONFIG=kubeconfig LC_ALL=C.UTF-8 timeout 20 " PROGRAM
					  " %s >out 2>err </dev/null; echo $? >code; } %s",
					  c->folder, words, behind);

	return system(command.data);
}

void cluster_case_start(struct cluster_case *c, const char *words)
{
	assert_int_equal(shell(c, words, "&"), 0);
}

void cluster_case_wait(struct cluster_case *c)
{
	struct str path = arena_format(&c->arena, "%s/code", c->folder);

	for (int tries = 0; tries < 3000 && (access(path.data, R_OK) != 0 || !read_file(c, "code").length); tries++)
		usleep(20000);
	c->code = atoi(read_file(c, "code").data);
	c->out = read_file(c, "out");
	c->err = read_file(c, "err");
}

void cluster_case_run(struct cluster_case *c, const char *words)
{
	assert_int_equal(shell(c, words, ""), 0);
	cluster_case_wait(c);
}

static bool holds(struct str text, const char *part)
{
	return text.length && memmem(text.data, text.length, part, strlen(part));
}

void assert_holds(struct str text, const char *part)
{
	if (!holds(text, part))
		fail_msg("`%s` is not in:\n%.*s", part, STR_ARG(text));
}

void assert_lacks(struct str text, const char *part)
{
	if (holds(text, part))
		fail_msg("`%s` is in:\n%.*s", part, STR_ARG(text));
}

const struct fake_request *cluster_case_request(struct cluster_case *c, const char *part)
{
	for (unsigned i = 0; i < fake_kube_count(&c->server); i++)
		if (strstr(fake_kube_request(&c->server, i)->path, part))
			return fake_kube_request(&c->server, i);
	fail_msg("nothing was asked for by `%s`", part);
	return NULL;
}
