/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a credential plugin: no shell, a limit on what it says and on how long it takes. */
#include "lib/kube/kube_exec.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/buf.h"
#include "lib/kube/json.h"

extern char **environ;

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static char *assignment(struct arena *a, struct str name, struct str value)
{
	struct str text = arena_format(a, "%.*s=%.*s", STR_ARG(name), STR_ARG(value));

	return (char *)(uintptr_t)text.data;
}

/* client.authentication.k8s.io/v1, ExecCredential: what a plugin is told. */
static struct str exec_info(const struct kube_exec *exec, struct arena *a)
{
	bool tell = exec->cluster.length > 0;

	return arena_format(a, "{\"apiVersion\":\"%.*s\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false%s%.*s}}",
			    STR_ARG(exec->api_version), tell ? ",\"cluster\":" : "", STR_ARG(exec->cluster));
}

/* The first of equal names counts for most programs, so ours go first. */
static char **make_environment(const struct kube_exec *exec, struct arena *a)
{
	size_t count = 0, used = 0;
	char **out;

	while (environ[count])
		count++;
	out = arena_array(a, char *, count + exec->variable_count + 2);
	out[used++] = assignment(a, STR("KUBERNETES_EXEC_INFO"), exec_info(exec, a));
	for (uint32_t i = 0; i < exec->variable_count; i++)
		out[used++] = assignment(a, exec->variables[i].name, exec->variables[i].value);
	memcpy(out + used, environ, count * sizeof(*out));
	return out;
}

static char **make_arguments(const struct kube_exec *exec, struct arena *a)
{
	char **out = arena_array(a, char *, exec->argument_count + 2);

	out[0] = (char *)(uintptr_t)arena_str(a, exec->command).data;
	for (uint32_t i = 0; i < exec->argument_count; i++)
		out[i + 1] = (char *)(uintptr_t)arena_str(a, exec->arguments[i]).data;
	return out;
}

/* A process group of its own, so that what it has started can be ended, too. */
static int spawn(char **arguments, char **environment, int output, pid_t *out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed = posix_spawn_file_actions_init(&actions);

	if (failed)
		return failed;
	failed = posix_spawnattr_init(&attributes);
	if (failed) {
		posix_spawn_file_actions_destroy(&actions);
		return failed;
	}
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	failed = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (!failed)
		failed = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
	if (!failed)
		failed = posix_spawnp(out, arguments[0], &actions, &attributes, arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

static int read_output(int fd, int64_t deadline, struct buf *b, struct error *err)
{
	char chunk[4096];

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = deadline - now_ms();
		ssize_t n;

		if (left <= 0)
			return error_set(err, error_remote, "it took longer than %d seconds", kube_exec_seconds_max);
		if (poll(&p, 1, (int)left) <= 0)
			continue;
		n = read(fd, chunk, sizeof(chunk));
		if (n == 0)
			return 0;
		if (n < 0 && errno != EINTR)
			return error_set(err, error_io, "%s", strerror(errno));
		buf_add(b, (struct str){chunk, n > 0 ? (size_t)n : 0});
		explicit_bzero(chunk, sizeof(chunk));
		if (b->failed)
			return error_set(err, error_remote, "it says more than %d bytes", kube_exec_answer_max);
	}
}

/* Its exit status, -1 when it was ended by a signal; it is killed when it is not wanted any more or does not end. */
static int wait_for(pid_t pid, int64_t deadline, bool wanted)
{
	int status = 0;

	while (wanted && now_ms() < deadline) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
	}
	kill(-pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return -1;
}

static int run(char **arguments, char **environment, struct buf *b, struct error *err)
{
	int64_t deadline = now_ms() + kube_exec_seconds_max * 1000;
	int ends[2], failed, status;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(err, error_io, "%s", strerror(errno));
	failed = spawn(arguments, environment, ends[1], &pid);
	close(ends[1]);
	if (failed) {
		close(ends[0]);
		return error_set(err, failed == ENOENT ? error_not_found : error_io, "%s", strerror(failed));
	}
	failed = read_output(ends[0], deadline, b, err);
	close(ends[0]);
	status = wait_for(pid, deadline, failed == 0);
	if (failed == 0 && status != 0)
		return error_set(err, error_remote, "it ended with status %d", status);
	return failed;
}

static void wipe_buf(void *payload)
{
	struct buf *b = payload;

	if (b->data)
		explicit_bzero(b->data, b->capacity);
	buf_release(b);
}

int kube_exec_run(const struct kube_exec *exec, struct arena *a, struct kube_credential *out, struct error *err)
{
	struct buf *b = arena_new(a, struct buf);
	struct error inner = {0};
	struct str hint;

	buf_init(b, kube_exec_answer_max);
	arena_defer(a, wipe_buf, b);
	if (run(make_arguments(exec, a), make_environment(exec, a), b, &inner) == 0 &&
	    kube_exec_read(buf_str(b), exec->api_version, a, out, &inner) == 0)
		return 0;
	hint = inner.code == error_not_found ? exec->install_hint : STR_NONE;
	return error_set(err, inner.code, "the credential plugin `%.*s`: %s%s%.*s", STR_ARG(exec->command), inner.message,
			 hint.length ? "; " : "", STR_ARG(hint));
}
