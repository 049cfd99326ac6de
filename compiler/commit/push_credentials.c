/* SPDX-License-Identifier: Apache-2.0 */
/* What a server asks for in, the next credential to try out. */
#include "compiler/commit/push_credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/commit/child.h"

enum { tries_max = 10, answer_max = 4096 };

/* Without a passphrase: keys that have one belong into the agent. */
static const char *const key_files[] = {"id_ed25519", "id_ecdsa", "id_rsa"};

static int next_ssh_key(struct push_credentials *c, git_credential **out, const char *user)
{
	const char *home = getenv("HOME");
	char private_key[4096];

	if (c->next_key == 0) {
		c->next_key++;
		if (getenv("SSH_AUTH_SOCK") && git_credential_ssh_key_from_agent(out, user) == 0)
			return 0;
	}
	while (home && c->next_key <= sizeof(key_files) / sizeof(*key_files)) {
		snprintf(private_key, sizeof(private_key), "%s/.ssh/%s", home, key_files[c->next_key++ - 1]);
		if (access(private_key, R_OK) == 0 && git_credential_ssh_key_new(out, user, NULL, private_key, NULL) == 0)
			return 0;
	}
	return GIT_EAUTH;
}

/* Runs a program; what it prints, NUL-terminated. */
static bool ask(struct push_credentials *c, const char *const *arguments, struct str question, char answer[answer_max])
{
	struct child child;
	size_t length = 0;
	ssize_t n;

	if (child_start(&child, arguments, c->environment, child_stderr_shared) < 0)
		return false;
	child_write(&child, question);
	child_write_end(&child);
	while (length < answer_max - 1 && (n = child_read(&child, answer + length, answer_max - 1 - length)) > 0)
		length += (size_t)n;
	answer[length] = '\0';
	return child_end(&child, NULL, 0) == 0;
}

/* The value of a line "key=value". */
static bool line_value(const char *text, const char *key, char *out, size_t size)
{
	size_t length = strlen(key);

	for (const char *line = text; line; line = strchr(line, '\n'), line = line ? line + 1 : NULL)
		if (strncmp(line, key, length) == 0 && line[length] == '=')
			return snprintf(out, size, "%.*s", (int)strcspn(line + length + 1, "\n"), line + length + 1) < (int)size;
	return false;
}

static int ask_git(struct push_credentials *c, git_credential **out, const char *url, const char *user)
{
	static const char *const fill[] = {"git", "credential", "fill", NULL};
	char text[answer_max], name[512], password[2048];
	int length = snprintf(text, sizeof(text), "url=%s\n%s%s%s\n", url, user ? "username=" : "", user ? user : "",
			      user ? "\n" : "");
	int code = GIT_EAUTH;

	if (length < (int)sizeof(text) && ask(c, fill, (struct str){text, (size_t)length}, text) &&
	    line_value(text, "username", name, sizeof(name)) && line_value(text, "password", password, sizeof(password)))
		code = git_credential_userpass_plaintext_new(out, name, password);
	explicit_bzero(text, sizeof(text));
	explicit_bzero(password, sizeof(password));
	return code;
}

static bool ask_program(struct push_credentials *c, const char *program, const char *what, const char *url,
			char answer[answer_max])
{
	char question[1024];
	const char *arguments[] = {program, question, NULL};

	snprintf(question, sizeof(question), "%s for '%s': ", what, url);
	if (!ask(c, arguments, STR_NONE, answer))
		return false;
	answer[strcspn(answer, "\r\n")] = '\0';
	return *answer != '\0';
}

static int ask_askpass(struct push_credentials *c, git_credential **out, const char *url, const char *user)
{
	const char *program = getenv("GIT_ASKPASS");
	char name[answer_max], password[answer_max];
	int code = GIT_EAUTH;

	if (!program || !*program)
		return GIT_EAUTH;
	if (user)
		snprintf(name, sizeof(name), "%s", user);
	else if (!ask_program(c, program, "Username", url, name))
		return GIT_EAUTH;
	if (ask_program(c, program, "Password", url, password))
		code = git_credential_userpass_plaintext_new(out, name, password);
	explicit_bzero(password, sizeof(password));
	return code;
}

int push_credentials_get(struct push_credentials *c, git_credential **out, const char *url, const char *user, unsigned allowed)
{
	if (c->tries++ == tries_max)
		return GIT_EAUTH;
	if (allowed & GIT_CREDENTIAL_USERNAME)
		return git_credential_username_new(out, user ? user : "git");
	if ((allowed & GIT_CREDENTIAL_SSH_KEY) && next_ssh_key(c, out, user ? user : "git") == 0)
		return 0;
	if ((allowed & GIT_CREDENTIAL_USERPASS_PLAINTEXT) && strncmp(url, "http", 4) == 0 && !c->asked) {
		c->asked = true;
		if (ask_git(c, out, url, user) == 0 || ask_askpass(c, out, url, user) == 0)
			return 0;
	}
	if ((allowed & GIT_CREDENTIAL_DEFAULT) && !c->negotiated) {
		c->negotiated = true;
		return git_credential_default_new(out);
	}
	return GIT_EAUTH;
}
