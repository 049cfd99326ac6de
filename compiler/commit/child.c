/* SPDX-License-Identifier: Apache-2.0 */
/* Starting programs; a socket instead of two pipes, because writing to a closed one can be told not to raise SIGPIPE. */
#include "compiler/commit/child.h"

#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* `git rev-parse --local-env-vars`, what of it this tool can meet, and GIT_PROTOCOL: libgit2 speaks version 0. */
static const char *const hidden[] = {
	"GIT_DIR=", "GIT_WORK_TREE=", "GIT_INDEX_FILE=", "GIT_OBJECT_DIRECTORY=", "GIT_ALTERNATE_OBJECT_DIRECTORIES=",
	"GIT_QUARANTINE_PATH=", "GIT_COMMON_DIR=", "GIT_PREFIX=", "GIT_PROTOCOL=",
};

static bool is_hidden(const char *variable)
{
	for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
		if (strncmp(variable, hidden[i], strlen(hidden[i])) == 0)
			return true;
	return false;
}

char **child_environment(struct arena *a)
{
	size_t count = 0, used = 0;
	char **out;

	while (environ[count])
		count++;
	out = arena_array(a, char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (!is_hidden(environ[i]))
			out[used++] = environ[i];
	return out;
}

static int spawn(struct child *c, int its_end, const char *const *arguments, char *const *environment)
{
	posix_spawn_file_actions_t actions;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return -failed;
	failed = posix_spawn_file_actions_adddup2(&actions, its_end, STDIN_FILENO);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(&actions, its_end, STDOUT_FILENO);
	if (!failed && c->complaints >= 0)
		failed = posix_spawn_file_actions_adddup2(&actions, c->complaints, STDERR_FILENO);
	if (!failed)
		failed = posix_spawnp(&c->pid, arguments[0], &actions, NULL, (char *const *)(uintptr_t)arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	return -failed;
}

static void close_all(struct child *c)
{
	if (c->talk >= 0)
		close(c->talk);
	if (c->complaints >= 0)
		close(c->complaints);
	*c = (struct child){.pid = 0, .talk = -1, .complaints = -1};
}

int child_start(struct child *c, const char *const *arguments, char *const *environment, enum child_stderr how)
{
	int ends[2], failed;

	*c = (struct child){.pid = 0, .talk = -1, .complaints = -1};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return -errno;
	c->talk = ends[0];
	if (how == child_stderr_kept)
		c->complaints = memfd_create("stderr", MFD_CLOEXEC);
	failed = spawn(c, ends[1], arguments, environment);
	close(ends[1]);
	if (failed)
		close_all(c);
	return failed;
}

bool child_write(struct child *c, struct str bytes)
{
	while (bytes.length) {
		ssize_t n = send(c->talk, bytes.data, bytes.length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = str_slice(bytes, (size_t)n, bytes.length);
	}
	return true;
}

void child_write_end(struct child *c)
{
	shutdown(c->talk, SHUT_WR);
}

ssize_t child_read(struct child *c, char *bytes, size_t max)
{
	ssize_t n;

	do
		n = read(c->talk, bytes, max);
	while (n < 0 && errno == EINTR);
	return n;
}

static void read_complaint(const struct child *c, char *out, size_t size)
{
	ssize_t n = c->complaints < 0 ? 0 : pread(c->complaints, out, size - 1, 0);

	out[n < 0 ? 0 : n] = '\0';
	for (char *at = out; *at; at++)
		if (*at == '\n' || *at == '\r')
			*at = at[1] ? ' ' : '\0';
}

int child_end(struct child *c, char *complaint, size_t size)
{
	pid_t ended;
	int status = 0;

	if (c->pid == 0)
		return -1;
	close(c->talk);
	c->talk = -1;
	do
		ended = waitpid(c->pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	if (complaint)
		read_complaint(c, complaint, size);
	ended = ended == c->pid;
	close_all(c);
	return ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}
