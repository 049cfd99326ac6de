/* SPDX-License-Identifier: Apache-2.0 */
/* Loads mpicc-commit.so, which links libgit2, when a command needs it. It is never unloaded. */
#include "compiler/commit/commit_load.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char module_name[] = "mpicc-commit.so";

/* From the program's folder: installed (bin/ beside lib/), and where it is built (compiler/cli/ in the build folder). */
static const char *const beside[] = {"../" MPICC_LIBDIR "/mpicc-yaml", "../lib/mpicc-yaml", "../lib64/mpicc-yaml",
				     "../../lib/mpicc-yaml"};

static const struct commit_ops *open_module(const char *path, struct error *err)
{
	const struct commit_ops *ops;
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!module) {
		error_set(err, error_not_found, "the module for commits cannot be loaded: %s", dlerror());
		return NULL;
	}
	ops = dlsym(module, "mpicc_commit_ops");
	if (!ops || ops->abi_version != commit_abi_version || ops->abi_sizes != COMMIT_ABI_SIZES) {
		error_set(err, error_not_found,
			  "the module `%s` belongs to another version of this program; install both from one build", path);
		return NULL;
	}
	return ops;
}

/* What is loaded runs as us: nobody else may have put it there. */
static bool is_trusted(const char *path, const char *executable)
{
	struct stat module, program;

	return stat(path, &module) == 0 && stat(executable, &program) == 0 && S_ISREG(module.st_mode) &&
	       (module.st_mode & S_IWOTH) == 0 &&
	       (module.st_uid == 0 || module.st_uid == program.st_uid || module.st_uid == geteuid());
}

static const struct commit_ops *load_beside(const char *executable, struct error *err)
{
	const char *slash = strrchr(executable, '/');
	int folder = slash ? (int)(slash - executable) : 0;
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		int length = snprintf(path, sizeof(path), "%.*s/%s/%s", folder, executable, beside[i], module_name);

		if (length < (int)sizeof(path) && is_trusted(path, executable))
			return open_module(path, err);
	}
	error_set(err, error_not_found,
		  "the module for commits, %s, is not installed: looked in %s, %s, %s and %s of %.*s; -o DIR works without it",
		  module_name, beside[0], beside[1], beside[2], beside[3], folder, executable);
	return NULL;
}

const struct commit_ops *commit_load_from(const char *executable, const char *override, struct error *err)
{
	char path[PATH_MAX];

	if (!override)
		return load_beside(executable, err);
	if (snprintf(path, sizeof(path), "%s/%s", override, module_name) >= (int)sizeof(path)) {
		error_set(err, error_not_found, "MPICC_MODULES is too long");
		return NULL;
	}
	return open_module(path, err);
}

const struct commit_ops *commit_module_load(struct error *err)
{
	const char *override = secure_getenv("MPICC_MODULES");
	char executable[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", executable, sizeof(executable) - 1);

	if (length < 0 && !override) {
		error_set(err, error_not_found, "/proc/self/exe cannot be read, so the module for commits cannot be found");
		return NULL;
	}
	executable[length < 0 ? 0 : length] = '\0';
	return commit_load_from(executable, override && *override ? override : NULL, err);
}
