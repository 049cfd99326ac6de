/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to descriptors: no buffer, so nothing is lost on the way out. */
#include "compiler/cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

void output_init(struct output *out, int fd, const char *name)
{
	*out = (struct output){.fd = fd, .name = name, .terminal = terminal_of(fd, colour_auto)};
}

void output_write(struct output *out, struct str bytes)
{
	while (bytes.length && !out->failed) {
		ssize_t n = write(out->fd, bytes.data, bytes.length);

		if (n >= 0)
			bytes = str_slice(bytes, (size_t)n, bytes.length);
		else if (errno != EINTR)
			out->failed = errno;
	}
}

/* For one line: what is longer than the buffer is cut. */
void output_printf(struct output *out, const char *format, ...)
{
	char line[4096];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	if (n > 0)
		output_write(out, (struct str){line, (size_t)n < sizeof(line) ? (size_t)n : sizeof(line) - 1});
}

void output_close(struct output *out)
{
	if (close(out->fd) < 0 && !out->failed && errno != EINTR)
		out->failed = errno;
}

void output_guard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0 || errno != EBADF)
			continue;
		/* The lowest free number is `fd`. Reading from 0 and writing to 1 and 2 must fail as if it were closed. */
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return;
	}
}
