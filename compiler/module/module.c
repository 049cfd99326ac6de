/* SPDX-License-Identifier: Apache-2.0 */
/* Finds a module's file, makes sure that it may be trusted and is of this build, and opens it. */
#include "compiler/module/module.h"

#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* From the program's folder: installed (bin/ beside lib/), and where it is built (compiler/cli/ in the build folder). */
static const char *const beside[] = {"../" MPICC_LIBDIR "/mpicc-yaml", "../lib/mpicc-yaml", "../lib64/mpicc-yaml",
				     "../../lib/mpicc-yaml"};

static const void *open_module(const struct module_info *info, const char *path, struct error *err)
{
	const struct module_head *head;
	void *module = dlopen(path, RTLD_NOW | RTLD_LOCAL);

	if (!module) {
		error_set(err, error_not_found, "the module for %s cannot be loaded: %s", info->purpose, dlerror());
		return NULL;
	}
	head = dlsym(module, info->symbol);
	if (!head || head->abi_version != info->head.abi_version || head->abi_sizes != info->head.abi_sizes) {
		error_set(err, error_not_found,
			  "the module `%s` belongs to another version of this program; install both from one build", path);
		return NULL;
	}
	return head;
}

/* What is loaded runs as us: nobody else may have put it there. */
static bool is_trusted(const char *path, const char *executable)
{
	struct stat module, program;

	return stat(path, &module) == 0 && stat(executable, &program) == 0 && S_ISREG(module.st_mode) &&
	       (module.st_mode & S_IWOTH) == 0 &&
	       (module.st_uid == 0 || module.st_uid == program.st_uid || module.st_uid == geteuid());
}

static const void *load_beside(const struct module_info *info, const char *executable, struct error *err)
{
	const char *slash = strrchr(executable, '/');
	int folder = slash ? (int)(slash - executable) : 0;
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(beside) / sizeof(*beside); i++) {
		int length = snprintf(path, sizeof(path), "%.*s/%s/%s", folder, executable, beside[i], info->file);

		if (length < (int)sizeof(path) && is_trusted(path, executable))
			return open_module(info, path, err);
	}
	error_set(err, error_not_found, "the module for %s, %s, is not installed: looked in %s, %s, %s and %s of %.*s%s", info->purpose,
		  info->file, beside[0], beside[1], beside[2], beside[3], folder, executable, info->advice);
	return NULL;
}

const void *module_load_from(const struct module_info *info, const char *executable, const char *override, struct error *err)
{
	char path[PATH_MAX];

	if (!override)
		return load_beside(info, executable, err);
	if (snprintf(path, sizeof(path), "%s/%s", override, info->file) >= (int)sizeof(path)) {
		error_set(err, error_not_found, "MPICC_MODULES is too long");
		return NULL;
	}
	return open_module(info, path, err);
}

const void *module_load(const struct module_info *info, struct error *err)
{
	const char *override = secure_getenv("MPICC_MODULES");
	char executable[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", executable, sizeof(executable) - 1);

	if (length < 0 && !override) {
		error_set(err, error_not_found, "/proc/self/exe cannot be read, so the module for %s cannot be found", info->purpose);
		return NULL;
	}
	executable[length < 0 ? 0 : length] = '\0';
	return module_load_from(info, executable, override && *override ? override : NULL, err);
}
