/* SPDX-License-Identifier: Apache-2.0 */
/* A path of the user's in, what its repository's HEAD says out. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "compiler/commit/commit_write.h"
#include "compiler/commit/git_session.h"
#include "compiler/commit/url.h"

static void free_buf(void *handle)
{
	git_buf_dispose(handle);
}

static void free_commit(void *handle)
{
	git_commit_free(handle);
}

static void free_config(void *handle)
{
	git_config_free(handle);
}

static void free_status(void *handle)
{
	git_status_list_free(handle);
}

/* The path of the repository's own folder; empty when there is none. */
static int discover(struct arena *scratch, const char *path, struct str *out, struct error *err)
{
	struct slot *slot = slot_new(scratch, free_buf);
	git_buf *found = arena_new(scratch, git_buf);
	int code = git_repository_discover(found, path, 0, NULL);

	slot->handle = found;
	if (code < 0 && code != GIT_ENOTFOUND)
		return git_fail(err, code, "cannot look for a repository at `%s`", path);
	*out = code < 0 ? STR_NONE : arena_str(scratch, str_from(found->ptr));
	return 0;
}

/* As configured: url.*.insteadOf is this machine's affair. */
static void read_url(struct git_session *s, struct arena *a, struct commit_origin *out)
{
	struct slot *slot = slot_new(s->scratch, free_config);
	git_config *config;
	const char *url;

	if (git_repository_config_snapshot(&config, s->repo) < 0)
		return;
	slot->handle = config;
	if (git_config_get_string(&url, config, "remote.origin.url") == 0)
		out->url = url_without_credentials(a, str_from(url));
}

/* RFC 3339, in the author's own zone. */
static struct str format_date(struct arena *a, const git_time *when)
{
	time_t local = (time_t)(when->time + when->offset * 60);
	int minutes = abs(when->offset);
	struct tm tm;
	char text[64];

	if (!gmtime_r(&local, &tm) || strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm) == 0)
		return STR_NONE;
	if (minutes == 0)
		return arena_join(a, str_from(text), STR("Z"));
	return arena_format(a, "%s%c%02d:%02d", text, when->offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

/* HEAD's commit; nothing when the branch is unborn. */
static int read_head(struct git_session *s, struct arena *a, struct commit_origin *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_commit);
	const git_signature *author;
	git_commit *commit;
	git_oid id;
	int code = git_reference_name_to_id(&id, s->repo, "HEAD");

	if (code == GIT_ENOTFOUND)
		return 0;
	if (code >= 0)
		code = git_commit_lookup(&commit, s->repo, &id);
	if (code < 0)
		return git_fail(err, code, "cannot read HEAD of `%s`", git_repository_path(s->repo));
	slot->handle = commit;
	author = git_commit_author(commit);
	out->sha = arena_str(a, str_from(git_oid_tostr_s(&id)));
	out->author = arena_format(a, "%s <%s>", author->name, author->email);
	out->date = format_date(a, &author->when);
	out->subject = arena_str(a, str_from(git_commit_summary(commit)));
	out->body = arena_str(a, str_from(git_commit_body(commit)));
	return 0;
}

/* `path` as seen from the work tree; false when it does not lie in it. Empty: the work tree itself. */
static bool path_in_tree(struct git_session *s, const char *path, char *out)
{
	const char *root = git_repository_workdir(s->repo);
	char real[PATH_MAX];
	size_t length;

	if (!root || !realpath(path, real))
		return false;
	length = strlen(root);
	if (strncmp(real, root, length) == 0)
		memmove(out, real + length, strlen(real + length) + 1);
	else if (strlen(real) + 1 == length && strncmp(real, root, length - 1) == 0)
		out[0] = '\0';
	else
		return false;
	return true;
}

/* New files in a folder do not count, as `git describe --dirty` has it; a new file that was asked for by name does. */
static unsigned status_flags(const char *path)
{
	unsigned flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH;
	struct stat st;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode))
		flags |=
			GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS | GIT_STATUS_OPT_INCLUDE_IGNORED;
	return flags;
}

static int read_dirty(struct git_session *s, const char *path, bool *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_status);
	git_status_options options;
	char *inside = arena_alloc(s->scratch, PATH_MAX);
	git_status_list *list;
	int code;

	if (!path_in_tree(s, path, inside))
		return 0;
	git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
	options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
	options.flags = status_flags(path);
	if (inside[0])
		options.pathspec = (git_strarray){&inside, 1};
	code = git_status_list_new(&list, s->repo, &options);
	if (code < 0)
		return git_fail(err, code, "cannot see what changed in `%s`", git_repository_workdir(s->repo));
	slot->handle = list;
	*out = git_status_list_entrycount(list) > 0;
	return 0;
}

static int find(struct arena *scratch, struct str path, struct arena *a, struct commit_origin *out, struct error *err)
{
	struct commit_origin origin = {0};
	struct git_session s;
	struct str repository;
	const char *text;

	if (git_start(err) < 0 || git_text(scratch, path.length ? path : STR("."), "path", &text, err) < 0 ||
	    discover(scratch, text, &repository, err) < 0)
		return -1;
	if (repository.length) {
		if (git_session_open(scratch, repository, &s, err) < 0 || read_head(&s, a, &origin, err) < 0 ||
		    (origin.sha.length && read_dirty(&s, text, &origin.dirty, err) < 0))
			return -1;
		read_url(&s, a, &origin);
	}
	*out = origin;
	return 0;
}

int commit_origin_find(struct str path, struct arena *a, struct commit_origin *out, struct error *err)
{
	struct arena *scratch = scratch_new(a);
	int failed = find(scratch, path, a, out, err);

	arena_release(scratch);
	return failed;
}
