/* SPDX-License-Identifier: Apache-2.0 */
/* Opening repositories and reading objects, with errors that say what to do. */
#include "compiler/commit/git_session.h"

#include <stdio.h>
#include <string.h>

#include "compiler/commit/object_hash.h"

int git_fail(struct error *err, int code, const char *format, ...)
{
	const git_error *last = git_error_last();
	char what[600];
	va_list args;

	va_start(args, format);
	vsnprintf(what, sizeof(what), format, args);
	va_end(args);
	if (last && last->klass == GIT_ERROR_NOMEMORY)
		return error_no_memory(err);
	return error_set(err, error_git, "%s: %s (libgit2: %d)", what, last && last->message ? last->message : "no reason given",
			 code);
}

int git_start(struct error *err)
{
	int code = git_libgit2_init();

	if (code < 0)
		return git_fail(err, code, "libgit2 cannot start");
	code = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	return code < 0 ? git_fail(err, code, "libgit2 cannot be told to sync") : 0;
}

int git_text(struct arena *a, struct str text, const char *what, const char **out, struct error *err)
{
	if (str_find(text, '\0') != SIZE_MAX)
		return error_set(err, error_git, "the %s has a NUL byte", what);
	*out = arena_str(a, text).data;
	return 0;
}

static void free_repository(void *handle)
{
	git_repository_free(handle);
}

static void free_odb(void *handle)
{
	git_odb_free(handle);
}

static void free_odb_object(void *handle)
{
	git_odb_object_free(handle);
}

/* libgit2 1.5 says instead that it did not find `safe.directory`, where the configuration has none. */
static bool is_of_another_user(int code)
{
	const git_error *last = git_error_last();

	return code == GIT_EOWNER || (code == GIT_ENOTFOUND && last && last->klass == GIT_ERROR_CONFIG);
}

static int open_failed(const char *path, int code, struct error *err)
{
	if (is_of_another_user(code))
		return error_set(err, error_git,
				 "the repository `%s` belongs to another user; if you trust it: git config --global --add "
				 "safe.directory %s",
				 path, path);
	if (code == GIT_ENOTFOUND)
		return error_set(err, error_git, "`%s` is not a git repository; make one with `git init --bare %s`", path, path);
	return git_fail(err, code, "cannot open the repository `%s`", path);
}

int git_session_open(struct arena *scratch, struct str path, struct git_session *out, struct error *err)
{
	struct slot *repo_slot = slot_new(scratch, free_repository), *odb_slot = slot_new(scratch, free_odb);
	struct git_session s = {.scratch = scratch};
	const char *name = NULL;
	int code;

	if (git_start(err) < 0 || git_text(scratch, path, "repository's path", &name, err) < 0)
		return -1;
	code = git_repository_open(&s.repo, name);
	if (code < 0)
		return open_failed(name, code, err);
	repo_slot->handle = s.repo;
	code = git_repository_odb(&s.odb, s.repo);
	if (code < 0)
		return git_fail(err, code, "cannot open the objects of `%s`", name);
	odb_slot->handle = s.odb;
	s.hash = object_hash_new(scratch);
	*out = s;
	return 0;
}

int git_session_read(struct git_session *s, const git_oid *id, git_object_t type, struct str *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_odb_object);
	git_odb_object *object;
	int code = git_odb_read(&object, s->odb, id);

	if (code < 0)
		return git_fail(err, code, "cannot read an object");
	slot->handle = object;
	if (git_odb_object_type(object) != type)
		return error_set(err, error_git, "the repository is damaged: an object is no %s", git_object_type2string(type));
	*out = arena_str(s->scratch, (struct str){git_odb_object_data(object), git_odb_object_size(object)});
	slot_clear(slot);
	return 0;
}

int git_session_read_tree(struct git_session *s, const git_oid *id, struct git_entries *out, struct error *err)
{
	struct str bytes;

	if (git_session_read(s, id, GIT_OBJECT_TREE, &bytes, err) < 0)
		return -1;
	if (!git_tree_parse(s->scratch, bytes, out))
		return error_set(err, error_git, "the repository is damaged: a tree cannot be read");
	return 0;
}
