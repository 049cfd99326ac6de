/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A library to preload: the n-th call that changes the file system fails with
 * ENOSPC, and so do all later ones, as on a disk that is full.
 *
 *   FAIL_IO_AFTER=n   calls that succeed first; not set: none fails
 *   FAIL_IO_COUNT=f   a file that the number of calls made is written to at the end
 *
 * Standard output and error are left alone: the program must be able to say what happened.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static long calls;

static int refused(void)
{
	const char *after = getenv("FAIL_IO_AFTER");

	calls++;
	if (!after || calls <= strtol(after, NULL, 10))
		return 0;
	errno = ENOSPC;
	return 1;
}

__attribute__((destructor)) static void write_count(void)
{
	const char *path = getenv("FAIL_IO_COUNT");
	FILE *f = path ? fopen(path, "w") : NULL;

	if (!f)
		return;
	fprintf(f, "%ld\n", calls);
	fclose(f);
}

/* The C library's own function behind ours. */
#define REAL(name) ((__typeof__(&name))(void (*)(void))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t count)
{
	return fd > STDERR_FILENO && refused() ? -1 : REAL(write)(fd, bytes, count);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
	return refused() ? -1 : REAL(pwrite64)(fd, bytes, count, at);
}

int fsync(int fd)
{
	return refused() ? -1 : REAL(fsync)(fd);
}

int ftruncate64(int fd, off64_t length)
{
	return refused() ? -1 : REAL(ftruncate64)(fd, length);
}

int rename(const char *from, const char *to)
{
	return refused() ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to)
{
	return refused() ? -1 : REAL(link)(from, to);
}

int mkdir(const char *path, mode_t mode)
{
	return refused() ? -1 : REAL(mkdir)(path, mode);
}

int mkostemp64(char *path, int flags)
{
	return refused() ? -1 : REAL(mkostemp64)(path, flags);
}

int mkostemp(char *path, int flags)
{
	return refused() ? -1 : REAL(mkostemp)(path, flags);
}

static int open_any(const char *name, const char *path, int flags, mode_t mode)
{
	int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))(void (*)(void))dlsym(RTLD_NEXT, name);

	return flags & O_CREAT && refused() ? -1 : real(path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return open_any("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list args;
	mode_t mode;

	va_start(args, flags);
	mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(args, mode_t) : 0;
	va_end(args);
	return open_any("open64", path, flags, mode);
}
