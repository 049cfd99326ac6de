/* SPDX-License-Identifier: Apache-2.0 */
/* The real file system behind `struct io`, paths, and atomic writes. */
#include "lib/base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/scratch.h"

/* A path as the system wants it; false when it is too long or holds a NUL. */
static bool system_path(struct str path, char out[PATH_MAX])
{
	errno = ENAMETOOLONG;
	if (path.length >= PATH_MAX || str_find(path, '\0') != SIZE_MAX)
		return false;
	if (path.length)
		memcpy(out, path.data, path.length);
	out[path.length] = '\0';
	return true;
}

static int fail(struct error *err, struct str path, int number)
{
	enum error_code code = number == ENOENT || number == ENOTDIR ? error_not_found : error_io;

	return error_set(err, code, "%.*s: %s", STR_ARG(path), strerror(number));
}

static enum io_kind file_kind(void *payload, struct str path)
{
	char name[PATH_MAX];
	struct stat st;

	(void)payload;
	if (str_is(path, "-"))
		return io_file;
	if (!system_path(path, name) || stat(name, &st) < 0)
		return io_absent;
	if (S_ISDIR(st.st_mode))
		return io_folder;
	return S_ISREG(st.st_mode) ? io_file : io_special;
}

static int read_all(int fd, struct str path, size_t max, struct buf *b, struct error *err)
{
	char chunk[65536];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(err, path, errno);
		if ((size_t)n > max - b->length)
			return error_set(err, error_io, "%.*s: larger than the limit of %zu bytes", STR_ARG(path), max);
		buf_add(b, (struct str){chunk, (size_t)n});
		if (b->failed)
			return error_no_memory(err);
	}
	return 0;
}

static int file_read(void *payload, struct str path, size_t max, struct arena *a, struct str *out, struct error *err)
{
	struct buf *b = scratch_buf(a, max);
	char name[PATH_MAX];
	int fd = STDIN_FILENO, failed;

	(void)payload;
	if (!system_path(path, name))
		return fail(err, path, ENAMETOOLONG);
	if (!str_is(path, "-") && (fd = open(name, O_RDONLY | O_CLOEXEC)) < 0)
		return fail(err, path, errno);
	failed = read_all(fd, path, max, b, err);
	if (fd != STDIN_FILENO)
		close(fd);
	if (failed)
		return failed;
	*out = b->length ? buf_str(b) : STR("");
	return 0;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void close_folder(void *payload)
{
	closedir(payload);
}

static int file_list(void *payload, struct str path, struct arena *a, struct str **out, uint32_t *out_count, struct error *err)
{
	struct str *names = NULL;
	uint32_t count = 0, capacity = 0;
	struct dirent *entry;
	char name[PATH_MAX];
	DIR *folder;

	(void)payload;
	if (!system_path(path, name))
		return fail(err, path, ENAMETOOLONG);
	folder = opendir(name);
	if (!folder)
		return fail(err, path, errno);
	arena_defer(a, close_folder, folder);
	while ((errno = 0, entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		arena_grow(a, names, count, capacity);
		names[count++] = arena_str(a, str_from(entry->d_name));
	}
	if (errno)
		return fail(err, path, errno);
	if (count)
		qsort(names, count, sizeof(*names), by_bytes);
	*out = names;
	*out_count = count;
	return 0;
}

static bool file_is_link(void *payload, struct str path)
{
	char name[PATH_MAX];
	struct stat st;

	(void)payload;
	return system_path(path, name) && lstat(name, &st) == 0 && S_ISLNK(st.st_mode);
}

static bool file_inside(void *payload, struct str folder, struct str path)
{
	char name[PATH_MAX], root[PATH_MAX], real[PATH_MAX];
	size_t length;

	(void)payload;
	if (!system_path(path, name) || !realpath(name, real))
		return errno == ENOENT || errno == ENOTDIR;
	if (!system_path(folder, name) || !realpath(name, root))
		return false;
	length = strcmp(root, "/") == 0 ? 0 : strlen(root);
	return strncmp(real, root, length) == 0 && (real[length] == '/' || real[length] == '\0');
}

const struct io io_files = {NULL, file_kind, file_read, file_list, file_is_link, file_inside, true};

struct str path_folder(struct str path)
{
	size_t slash = str_find_last(path, '/');

	if (slash == SIZE_MAX)
		return STR(".");
	return slash == 0 ? STR("/") : str_slice(path, 0, slash);
}

struct str path_name(struct str path)
{
	size_t slash = str_find_last(path, '/');

	return slash == SIZE_MAX ? path : str_slice(path, slash + 1, path.length);
}

struct str path_join(struct arena *a, struct str folder, struct str name)
{
	if (folder.length == 0 || str_is(folder, "."))
		return arena_str(a, name);
	return arena_format(a, "%.*s%s%.*s", STR_ARG(folder), str_ends(folder, "/") ? "" : "/", STR_ARG(name));
}

struct str path_beside(struct arena *a, struct str file, struct str path)
{
	if (str_starts(path, "/"))
		return arena_str(a, path);
	while (str_starts(path, "./"))
		path = str_slice(path, 2, path.length);
	return path_join(a, path_folder(file), path);
}

/* Makes each missing folder on the way to `path`'s last component. */
static int make_folders(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

static int write_all(int fd, struct str bytes)
{
	while (bytes.length) {
		ssize_t n = write(fd, bytes.data, bytes.length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		bytes = str_slice(bytes, (size_t)n, bytes.length);
	}
	return fsync(fd);
}

int file_write(struct str path, struct str bytes, struct error *err)
{
	char name[PATH_MAX], temporary[PATH_MAX + 8];
	int fd, failed = 0;

	if (!system_path(path, name) || path.length == 0)
		return fail(err, path, ENAMETOOLONG);
	if (make_folders(name) < 0)
		return fail(err, path, errno);
	snprintf(temporary, sizeof(temporary), "%s.XXXXXX", name);
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0)
		return fail(err, path, errno);
	if (write_all(fd, bytes) < 0 || fchmod(fd, 0644) < 0)
		failed = errno;
	if (close(fd) < 0 && !failed)
		failed = errno;
	if (!failed && rename(temporary, name) < 0)
		failed = errno;
	if (!failed)
		return 0;
	unlink(temporary);
	return fail(err, path, failed);
}
