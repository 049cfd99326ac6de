/* SPDX-License-Identifier: Apache-2.0 */
/* Pushing and fetching one branch through libgit2. Its callbacks neither allocate from arenas nor jump. */
#include "compiler/commit/push.h"

#include <stdio.h>
#include <string.h>

#include "compiler/commit/push_credentials.h"
#include "compiler/commit/push_local.h"
#include "compiler/commit/url.h"

enum { said_max = 400, reason_max = 200 };

struct push_remote {
	struct git_session *session;
	git_remote *remote;
	const char *name;             /* without credentials, for messages */
	struct push_local local;      /* path NULL: on another machine */
	struct push_credentials credentials;
	bool denied;                  /* there was no credential left to offer */
	char said[said_max];          /* what hooks and the like printed over there */
	char reason[reason_max];      /* why the push was refused; empty: it was not */
};

static const char no_way_in[] =
	"it lets nobody in with the credentials found; give it a key in ssh-agent or ~/.ssh, or a git credential helper";

static const char unknown_host[] = "its host key is not the one in ~/.ssh/known_hosts, or none is there; connect with ssh once";

static const char *reason_of(const struct push_remote *r, int code)
{
	const git_error *last = git_error_last();

	if (r->denied)
		return no_way_in;
	if (code == GIT_ECERTIFICATE && last && last->klass == GIT_ERROR_SSH)
		return unknown_host;
	return last && last->message ? last->message : "no reason given";
}

static int fail(struct push_remote *r, const struct branch *b, int code, const char *verb, struct error *err)
{
	char why[sizeof(r->local.complaint)];

	snprintf(why, sizeof(why), "%s", reason_of(r, code));
	git_remote_disconnect(r->remote); /* ends git over there, which may have said more */
	return error_set(err, error_remote, "cannot %s `%s` %s `%s`: %s", verb, b->name.data, *verb == 'p' ? "to" : "from",
			 r->name, r->local.complaint[0] ? r->local.complaint : why);
}

static int on_credentials(git_credential **out, const char *url, const char *user, unsigned allowed, void *payload)
{
	struct push_remote *r = payload;
	int code = push_credentials_get(&r->credentials, out, url, user, allowed);

	r->denied = code < 0;
	return code;
}

static int on_transport(git_transport **out, git_remote *owner, void *payload)
{
	struct push_remote *r = payload;

	return push_local_transport(out, owner, &r->local);
}

/* Keeps the beginning, on one line. */
static int on_said(const char *text, int length, void *payload)
{
	struct push_remote *r = payload;
	size_t used = strlen(r->said);

	for (int i = 0; i < length && used < sizeof(r->said) - 1; i++) {
		bool blank = (unsigned char)text[i] <= ' ';

		if (!blank)
			r->said[used++] = text[i];
		else if (used && r->said[used - 1] != ' ')
			r->said[used++] = ' ';
	}
	r->said[used] = '\0';
	return 0;
}

static int on_status(const char *reference, const char *status, void *payload)
{
	struct push_remote *r = payload;

	(void)reference;
	if (status)
		snprintf(r->reason, sizeof(r->reason), "%s", *status ? status : "no reason given");
	return 0;
}

static git_remote_callbacks callbacks_of(struct push_remote *r)
{
	git_remote_callbacks callbacks;

	git_remote_init_callbacks(&callbacks, GIT_REMOTE_CALLBACKS_VERSION);
	callbacks.credentials = on_credentials;
	callbacks.sideband_progress = on_said;
	callbacks.push_update_reference = on_status;
	callbacks.transport = r->local.path ? on_transport : NULL;
	callbacks.payload = r;
	return callbacks;
}

static void free_remote(void *handle)
{
	git_remote_disconnect(handle);
	git_remote_free(handle);
}

/* A remote of that name, else an address. */
static int open_remote(struct push_remote *r, const char *name, bool *out_named, struct error *err)
{
	struct slot *slot = slot_new(r->session->scratch, free_remote);
	int code = git_remote_lookup(&r->remote, r->session->repo, name);

	*out_named = code >= 0;
	if (code < 0)
		code = git_remote_create_anonymous(&r->remote, r->session->repo, name);
	if (code < 0)
		return git_fail(err, code, "`%s` is neither a remote of the repository nor an address", r->name);
	slot->handle = r->remote;
	return 0;
}

/* Paths of configured remotes count from the repository, as git has it; others from where we are. */
static const char *local_path(struct push_remote *r, bool named)
{
	struct arena *a = r->session->scratch;
	const char *url = git_remote_pushurl(r->remote), *base = git_repository_workdir(r->session->repo);
	struct str path;

	if (!url_is_local(a, str_from(url ? url : git_remote_url(r->remote)), &path))
		return NULL;
	if (!named || str_starts(path, "/"))
		return arena_str(a, path).data;
	return arena_join(a, str_from(base ? base : git_repository_path(r->session->repo)), path).data;
}

int push_remote_open(struct git_session *s, struct str name, struct push_remote **out, struct error *err)
{
	struct push_remote *r = arena_new(s->scratch, struct push_remote);
	const char *text;
	bool named;

	r->session = s;
	r->name = url_without_credentials(s->scratch, name).data;
	r->credentials.environment = child_environment(s->scratch);
	r->local.environment = r->credentials.environment;
	if (git_text(s->scratch, name, "remote's name", &text, err) < 0 || open_remote(r, text, &named, err) < 0)
		return -1;
	r->local.path = local_path(r, named);
	*out = r;
	return 0;
}

static void forget(struct push_remote *r)
{
	r->said[0] = r->reason[0] = r->local.complaint[0] = '\0';
	r->denied = false;
	r->credentials = (struct push_credentials){.environment = r->credentials.environment};
}

int push_branch(struct push_remote *r, const struct branch *b, enum push_outcome *out, struct error *err)
{
	struct str spec = arena_format(r->session->scratch, "%s:%s", b->reference.data, b->reference.data);
	char *specs[] = {(char *)(uintptr_t)spec.data};
	git_strarray list = {specs, 1};
	git_push_options options;
	int code;

	forget(r);
	git_push_options_init(&options, GIT_PUSH_OPTIONS_VERSION);
	options.callbacks = callbacks_of(r);
	options.proxy_opts.type = GIT_PROXY_AUTO;
	code = git_remote_push(r->remote, &list, &options);
	if (code == GIT_ENONFASTFORWARD)
		snprintf(r->reason, sizeof(r->reason), "it has commits that are not here");
	else if (code < 0 && !r->reason[0])
		return fail(r, b, code, "push", err);
	git_remote_disconnect(r->remote);
	*out = r->reason[0] ? push_refused : push_done;
	return 0;
}

static const git_oid *advertised(git_remote *remote, const char *reference)
{
	const git_remote_head **heads;
	size_t count;

	if (git_remote_ls(&heads, &count, remote) < 0)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (strcmp(heads[i]->name, reference) == 0)
			return &heads[i]->oid;
	return NULL;
}

/* No reference of ours changes: what is fetched is of use only once a commit on top of it is the branch's tip. */
static int fetch(struct push_remote *r, const struct branch *b, git_oid *out_tip, bool *out_exists)
{
	char *specs[] = {(char *)(uintptr_t)b->reference.data};
	git_strarray list = {specs, 1};
	git_fetch_options options;
	const git_oid *tip;
	int code;

	git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
	options.callbacks = callbacks_of(r);
	options.proxy_opts.type = GIT_PROXY_AUTO;
	options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE;
	code = git_remote_connect(r->remote, GIT_DIRECTION_FETCH, &options.callbacks, &options.proxy_opts, NULL);
	if (code < 0)
		return code;
	tip = advertised(r->remote, b->reference.data);
	*out_exists = tip != NULL;
	if (!tip)
		return 0;
	*out_tip = *tip;
	return git_remote_download(r->remote, &list, &options);
}

int push_fetch(struct push_remote *r, const struct branch *b, git_oid *out_tip, bool *out_exists, struct error *err)
{
	char said[said_max], reason[reason_max];
	int code;

	memcpy(said, r->said, sizeof(said));
	memcpy(reason, r->reason, sizeof(reason));
	forget(r);
	code = fetch(r, b, out_tip, out_exists);
	if (code < 0)
		return fail(r, b, code, "fetch", err);
	git_remote_disconnect(r->remote);
	memcpy(r->said, said, sizeof(said));
	memcpy(r->reason, reason, sizeof(reason));
	return 0;
}

int push_refusal(const struct push_remote *r, const struct branch *b, struct error *err)
{
	struct str said = str_trim(str_from(r->said));

	if (said.length == 0)
		return error_set(err, error_remote, "`%s` refused `%s`: %s", r->name, b->name.data, r->reason);
	return error_set(err, error_remote, "`%s` refused `%s`: %s (it says: %.*s)", r->name, b->name.data, r->reason,
			 STR_ARG(said));
}
