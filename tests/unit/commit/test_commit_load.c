/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/commit_load.h"

#include <stdlib.h>
#include <string.h>

#include "tests/unit/commit/sandbox.h"

static void assert_refused(const char *executable, const char *override, const char *part)
{
	struct error err;

	assert_null(module_load_from(&commit_module_info, executable, override, &err));
	if (!strstr(err.message, part))
		fail_msg("%s", err.message);
}

TEST(module_is_loaded_and_works)
{
	SANDBOX(s);
	const struct commit_ops *ops = module_load_from(&commit_module_info, "", MODULE_FOLDER, &s.err);

	if (!ops)
		fail_msg("%s", s.err.message);
	add_two_jobs(&s);
	assert_int_equal(ops->plan(&s.request, &s.files, &s.arena, &s.result, &s.err), 0);
	assert_int_equal(s.result.change_count, 2);
	assert_int_equal(ops->write(&s.request, &s.files, &s.arena, &s.result, &s.err), 0);
	assert_str(sh(&s, "git -C repo rev-parse main"), s.result.commit.data);
	assert_int_equal(ops->origin(s.request.repository, &s.arena, &s.request.origin, &s.err), 0);
	assert_str(s.request.origin.sha, s.result.commit.data);
}

TEST(environment_says_where_modules_are)
{
	struct error err;

	setenv("MPICC_MODULES", MODULE_FOLDER, 1);
	assert_non_null(commit_module_load(&err));
	setenv("MPICC_MODULES", "/nonexistent", 1);
	assert_null(commit_module_load(&err));
	assert_non_null(strstr(err.message, "/nonexistent/mpicc-commit.so"));
	unsetenv("MPICC_MODULES");
}

TEST(module_is_found_beside_the_program)
{
	SANDBOX(s);
	static const char *const libraries[] = {"lib", "lib64", MPICC_TEST_LIBDIR};

	for (size_t i = 0; i < sizeof(libraries) / sizeof(*libraries); i++) {
		struct str program = arena_format(&s.arena, "%s/%zu/bin/mpicc-yaml", s.folder, i);

		sh(&s, "mkdir -p %zu/bin %zu/%s/mpicc-yaml && touch %s && cp %s/mpicc-commit.so %zu/%s/mpicc-yaml/", i, i,
		   libraries[i], program.data, MODULE_FOLDER, i, libraries[i]);
		if (!module_load_from(&commit_module_info, program.data, NULL, &s.err))
			fail_msg("%s", s.err.message);
	}
	sh(&s,
	   "mkdir -p build/compiler/cli build/lib/mpicc-yaml && touch build/compiler/cli/x && cp %s/mpicc-commit.so "
	   "build/lib/mpicc-yaml/",
	   MODULE_FOLDER);
	assert_non_null(module_load_from(&commit_module_info, arena_format(&s.arena, "%s/build/compiler/cli/x", s.folder).data, NULL, &s.err));
}

TEST(missing_module_is_told_with_where_it_was_looked_for)
{
	SANDBOX(s);
	sh(&s, "mkdir -p a/bin && touch a/bin/x");
	assert_refused(arena_format(&s.arena, "%s/a/bin/x", s.folder).data, NULL, "../lib/mpicc-yaml");
	assert_refused("/nonexistent/bin/x", NULL, "of /nonexistent/bin");
}

TEST(module_that_others_may_write_is_not_loaded)
{
	SANDBOX(s);
	sh(&s,
	   "mkdir -p a/bin a/lib/mpicc-yaml && touch a/bin/x && cp %s/mpicc-commit.so a/lib/mpicc-yaml/ && chmod o+w "
	   "a/lib/mpicc-yaml/*",
	   MODULE_FOLDER);
	assert_refused(arena_format(&s.arena, "%s/a/bin/x", s.folder).data, NULL, "is not installed");
}

TEST(module_of_another_build_is_refused)
{
	SANDBOX(s);
	sh(&s, "printf 'const unsigned long mpicc_commit_ops[8] = {%d, 1};' >m.c && cc -shared -fPIC -o mpicc-commit.so m.c",
	   commit_abi_version);
	assert_refused("", s.folder, "belongs to another version of this program");
	sh(&s,
	   "printf 'const unsigned long mpicc_commit_ops[8] = {%d, %llu};' >m.c && mkdir b && cc -shared -fPIC -o "
	   "b/mpicc-commit.so m.c",
	   commit_abi_version + 1, (unsigned long long)COMMIT_ABI_SIZES);
	assert_refused("", arena_format(&s.arena, "%s/b", s.folder).data, "belongs to another version of this program");
	sh(&s, "printf 'int x;' >m.c && mkdir c && cc -shared -fPIC -o c/mpicc-commit.so m.c");
	assert_refused("", arena_format(&s.arena, "%s/c", s.folder).data, "belongs to another version of this program");
	sh(&s, "mkdir d && echo text >d/mpicc-commit.so");
	assert_refused("", arena_format(&s.arena, "%s/d", s.folder).data, "cannot be loaded");
}
