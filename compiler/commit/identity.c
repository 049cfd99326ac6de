/* SPDX-License-Identifier: Apache-2.0 */
/* Environment and configuration in, two signatures out. */
#include "compiler/commit/identity.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { seconds_a_minute = 60 };

/* Where one of the two is told about. */
struct role {
	const char *name, *email, *date;  /* environment */
	const char *name_key, *email_key; /* configuration */
	const char *what;
};

static const struct role author = {
	"GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE", "author.name", "author.email", "author",
};
static const struct role committer = {
	"GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE", "committer.name", "committer.email", "committer",
};

static void free_config(void *handle)
{
	git_config_free(handle);
}

static void free_signature(void *handle)
{
	git_signature_free(handle);
}

static const char *first_set(git_config *config, const char *variable, const char *key, const char *common_key)
{
	const char *value = getenv(variable);

	if (value && *value)
		return value;
	if (git_config_get_string(&value, config, key) == 0 && *value)
		return value;
	return git_config_get_string(&value, config, common_key) == 0 && *value ? value : NULL;
}

/* "[@]seconds [+hhmm]", git's own form. */
static bool parse_raw(const char *text, int64_t *out_time, int *out_offset)
{
	char *end;
	long long seconds = strtoll(text + (*text == '@'), &end, 10);
	long zone = 0;

	if (end == text + (*text == '@') || (*end && *end != ' ') || (*text != '@' && end - text < 9))
		return false;
	if (*end) {
		if ((end[1] != '+' && end[1] != '-') || strlen(end + 2) != 4)
			return false;
		zone = strtol(end + 1, &end, 10);
		if (*end)
			return false;
	}
	*out_time = seconds;
	*out_offset = (int)(zone / 100 * 60 + zone % 100);
	return true;
}

/* Without a zone a time is local. */
static bool parse_form(const char *text, const char *form, int64_t *out_time, int *out_offset)
{
	struct tm tm = {.tm_isdst = -1}, copy;
	const char *rest = strptime(text, form, &tm);
	long seconds;

	if (!rest)
		return false;
	rest += strspn(rest, " ");
	if (*rest) {
		rest = strptime(rest, "%z", &tm);
		if (!rest || *rest)
			return false;
		seconds = tm.tm_gmtoff;
		tm.tm_isdst = 0;
		*out_time = (int64_t)timegm(&tm) - seconds;
	} else {
		copy = tm;
		*out_time = (int64_t)mktime(&copy);
		seconds = copy.tm_gmtoff;
	}
	*out_offset = (int)(seconds / seconds_a_minute);
	return true;
}

bool identity_parse_date(const char *text, int64_t *out_time, int *out_offset)
{
	static const char *const forms[] = {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%a, %d %b %Y %H:%M:%S",
					    "%d %b %Y %H:%M:%S"};

	if (parse_raw(text, out_time, out_offset))
		return true;
	for (size_t i = 0; i < sizeof(forms) / sizeof(*forms); i++)
		if (parse_form(text, forms[i], out_time, out_offset))
			return true;
	return false;
}

static int make(const struct role *role, const char *name, const char *email, git_signature **out, struct error *err)
{
	const char *date = getenv(role->date);
	int64_t seconds;
	int offset, code;

	if (date && *date) {
		if (!identity_parse_date(date, &seconds, &offset))
			return error_set(err, error_git,
					 "%s is `%s`, which is no date that is understood; use 2026-01-31T12:00:00Z", role->date,
					 date);
		code = git_signature_new(out, name, email, seconds, offset);
	} else {
		code = git_signature_now(out, name, email);
	}
	return code < 0 ? git_fail(err, code, "`%s <%s>` cannot be the %s of a commit", name, email, role->what) : 0;
}

static int find(struct git_session *s, git_config *config, const struct role *role, git_signature **out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_signature);
	const char *name = first_set(config, role->name, role->name_key, "user.name");
	const char *email = first_set(config, role->email, role->email_key, "user.email");

	if (!email)
		email = getenv("EMAIL");
	if (!name || !email || !*email)
		return error_set(
			err, error_git,
			"no %s to commit as; tell git who you are: git config --global user.name NAME, git config --global "
			"user.email MAIL (or set %s and %s)",
			role->what, role->name, role->email);
	if (make(role, name, email, out, err) < 0)
		return -1;
	slot->handle = *out;
	return 0;
}

int identity_find(struct git_session *s, struct identity *out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_config);
	struct identity identity;
	git_config *config;
	int code = git_repository_config_snapshot(&config, s->repo);

	if (code < 0)
		return git_fail(err, code, "cannot read git's configuration");
	slot->handle = config;
	if (find(s, config, &author, &identity.author, err) < 0 || find(s, config, &committer, &identity.committer, err) < 0)
		return -1;
	slot_clear(slot);
	*out = identity;
	return 0;
}
