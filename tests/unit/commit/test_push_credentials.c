/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/push_credentials.h"

#include <stdlib.h>
#include <string.h>

#include <git2/sys/credential.h>

#include "compiler/commit/child.h"
#include "compiler/commit/git_session.h"
#include "tests/unit/commit/sandbox.h"

static const char url[] = "https://example.com/a.git";

/* Runs one request with HOME in the sandbox and GIT_ASKPASS as given. */
static int get(struct sandbox *s, struct push_credentials *c, git_credential **out, const char *user, unsigned allowed)
{
	int code;

	git_start(&s->err);
	setenv("HOME", s->folder, 1);
	c->environment = child_environment(&s->arena);
	code = push_credentials_get(c, out, url, user, allowed);
	setenv("HOME", "/nonexistent", 1);
	return code;
}

static void assert_password(struct sandbox *s, const char *user, const char *expected_name, const char *expected_password)
{
	struct push_credentials c = {0};
	git_credential *out;
	git_credential_userpass_plaintext *password;

	assert_int_equal(get(s, &c, &out, user, GIT_CREDENTIAL_USERPASS_PLAINTEXT), 0);
	password = (git_credential_userpass_plaintext *)out;
	assert_string_equal(password->username, expected_name);
	assert_string_equal(password->password, expected_password);
	git_credential_free(out);
	assert_int_equal(get(s, &c, &out, user, GIT_CREDENTIAL_USERPASS_PLAINTEXT), GIT_EAUTH);
}

static void make_askpass(struct sandbox *s)
{
	sh(s, "printf '#!/bin/sh\\ncase $1 in Username*) echo ada;; *) echo secret;; esac\\n' >askpass && chmod +x askpass");
	setenv("GIT_ASKPASS", arena_format(&s->arena, "%s/askpass", s->folder).data, 1);
}

TEST(credential_helpers_are_asked)
{
	SANDBOX(s);
	sh(&s,
	   "printf '[credential]\\n\\thelper = \"!f() { cat >%s/asked; echo username=carl; echo password=pa=ss; }; f\"\\n' "
	   ">.gitconfig",
	   s.folder);
	assert_password(&s, NULL, "carl", "pa=ss");
	assert_str(sh(&s, "grep -e protocol -e host asked"), "protocol=https\nhost=example.com");
}

TEST(askpass_is_asked_through_git)
{
	SANDBOX(s);
	make_askpass(&s);
	assert_password(&s, NULL, "ada", "secret");
	assert_password(&s, "bob", "bob", "secret");
	unsetenv("GIT_ASKPASS");
}

TEST(askpass_is_asked_where_git_is_not_installed)
{
	SANDBOX(s);
	char *path = strdup(getenv("PATH"));

	make_askpass(&s);
	setenv("PATH", "/nonexistent", 1);
	assert_password(&s, NULL, "ada", "secret");
	assert_password(&s, "bob", "bob", "secret");
	setenv("PATH", path, 1);
	unsetenv("GIT_ASKPASS");
	free(path);
}

TEST(without_anybody_to_ask_there_are_no_credentials)
{
	SANDBOX(s);
	struct push_credentials c = {0};
	git_credential *out;

	setenv("GIT_TERMINAL_PROMPT", "0", 1);
	assert_int_equal(get(&s, &c, &out, NULL, GIT_CREDENTIAL_USERPASS_PLAINTEXT), GIT_EAUTH);
	unsetenv("GIT_TERMINAL_PROMPT");
}

TEST(nobody_is_asked_for_passwords_of_ssh)
{
	SANDBOX(s);
	struct push_credentials c = {0};
	git_credential *out;

	make_askpass(&s);
	c.environment = child_environment(&s.arena);
	assert_int_equal(push_credentials_get(&c, &out, "ssh://git@h/a", "git", GIT_CREDENTIAL_USERPASS_PLAINTEXT), GIT_EAUTH);
	unsetenv("GIT_ASKPASS");
}

TEST(ssh_keys_are_offered_one_after_another)
{
	SANDBOX(s);
	struct push_credentials c = {0};
	git_credential *out;
	const char *const expected[] = {"id_ed25519", "id_rsa"};

	unsetenv("SSH_AUTH_SOCK");
	sh(&s, "mkdir .ssh && touch .ssh/id_rsa .ssh/id_ed25519 .ssh/id_ecdsa.pub");
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(get(&s, &c, &out, NULL, GIT_CREDENTIAL_SSH_KEY), 0);
		assert_string_equal(((git_credential_ssh_key *)out)->username, "git");
		assert_contains(str_from(((git_credential_ssh_key *)out)->privatekey), expected[i]);
		git_credential_free(out);
	}
	assert_int_equal(get(&s, &c, &out, NULL, GIT_CREDENTIAL_SSH_KEY), GIT_EAUTH);
}

TEST(user_names_are_given_and_tries_are_counted)
{
	SANDBOX(s);
	struct push_credentials c = {0};
	git_credential *out;

	for (int i = 0; i < 10; i++) {
		assert_int_equal(get(&s, &c, &out, i ? "carl" : NULL, GIT_CREDENTIAL_USERNAME), 0);
		assert_string_equal(((git_credential_username *)out)->username, i ? "carl" : "git");
		git_credential_free(out);
	}
	assert_int_equal(get(&s, &c, &out, NULL, GIT_CREDENTIAL_USERNAME), GIT_EAUTH);
}
