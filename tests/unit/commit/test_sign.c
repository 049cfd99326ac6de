/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/sign.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "tests/unit/commit/sandbox.h"

/* A key of ssh's, and git in `repo` told whom to trust. */
static void add_key(struct sandbox *s)
{
	add_two_jobs(s);
	sh(s, "ssh-keygen -q -t ed25519 -N '' -C bot -f key && echo \"bot@example.com $(cat key.pub)\" >allowed && "
	      "git -C repo config gpg.ssh.allowedSignersFile $PWD/allowed");
}

static void configure(struct sandbox *s, const char *key)
{
	sh(s, "git -C repo config gpg.format ssh && git -C repo config commit.gpgsign true && git -C repo config user.signingkey \"%s\"",
	   key);
}

static void assert_signed(struct sandbox *s)
{
	assert_contains(sh(s, "git -C repo verify-commit -v main"), "Good \"git\" signature for bot@example.com with ED25519 key");
	assert_str(sh(s, "git -C repo log -1 --format=%%G? main"), "G");
}

static void assert_nothing_written(struct sandbox *s)
{
	assert_false(sh_succeeds(s, "git -C repo rev-parse -q --verify main"));
	assert_str(sh(s, "git -C repo count-objects -v | grep -e count -e in-pack"), "count: 0\nin-pack: 0");
}

TEST(commit_is_signed_as_git_is_configured)
{
	SANDBOX(s);
	add_key(&s);
	configure(&s, "$PWD/key");
	write_ok(&s);
	assert_signed(&s);
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_signed(&s);
	assert_str(sh(&s, "git -C repo log -1 --format=%%s main"), "mpicc-yaml: add c");
}

TEST(commit_is_signed_with_the_key_of_the_request)
{
	SANDBOX(s);
	add_key(&s);
	s.request.sign = sign_always;
	s.request.sign_key = arena_format(&s.arena, "%s/key", s.folder);
	write_ok(&s);
	assert_signed(&s);
}

TEST(public_key_stands_for_the_private_one_beside_it)
{
	SANDBOX(s);
	add_key(&s);
	configure(&s, "$PWD/key.pub");
	write_ok(&s);
	assert_signed(&s);
}

TEST(commit_is_not_signed_unless_that_is_wanted)
{
	SANDBOX(s);
	add_key(&s);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo log -1 --format=%%G? main"), "N");
	configure(&s, "$PWD/key");
	s.request.sign = sign_never;
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo log -1 --format=%%G? main"), "N");
}

TEST(agent_signs_for_a_public_key_written_out)
{
	SANDBOX(s);
	struct str agent;

	add_key(&s);
	agent = sh(&s, "ssh-agent -a $PWD/agent >agent.txt && echo $PWD/agent");
	setenv("SSH_AUTH_SOCK", agent.data, 1);
	setenv("TMPDIR", s.folder, 1);
	sh(&s, "ssh-add -q key && rm key");
	s.request.sign = sign_always;
	s.request.sign_key = sh(&s, "cat key.pub");
	write_ok(&s);
	assert_signed(&s);
	s.request.sign_key = arena_join(&s.arena, STR("key::"), s.request.sign_key);
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_signed(&s);
	assert_str(sh(&s, "ls | grep -c mpicc-yaml-key || :"), "0");
	unsetenv("TMPDIR");
	sh(&s, "kill $(sed -n 's/^SSH_AGENT_PID=\\([0-9]*\\);.*/\\1/p' agent.txt)");
	unsetenv("SSH_AUTH_SOCK");
}

TEST(no_key_is_an_error_with_advice)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "git -C repo config gpg.format ssh");
	s.request.sign = sign_always;
	write_fails(&s, error_git, "no key to sign with: git config user.signingkey FILE");
	assert_nothing_written(&s);
}

TEST(key_that_is_not_there_is_the_programs_complaint)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.sign = sign_always;
	s.request.sign_key = STR("/nonexistent/key");
	write_fails(&s, error_git, "cannot sign the commit: `ssh-keygen` says: Couldn't load public key /nonexistent/key");
	assert_nothing_written(&s);
}

TEST(key_with_a_passphrase_nobody_can_type_is_an_error)
{
	SANDBOX(s);
	add_key(&s);
	sh(&s, "ssh-keygen -q -p -f key -P '' -N secret");
	setenv("SSH_ASKPASS", "/bin/false", 1);
	setenv("SSH_ASKPASS_REQUIRE", "force", 1);
	configure(&s, "$PWD/key");
	write_fails(&s, error_git, "cannot sign the commit: `ssh-keygen` says: ");
	assert_nothing_written(&s);
	unsetenv("SSH_ASKPASS");
	unsetenv("SSH_ASKPASS_REQUIRE");
}

TEST(program_that_is_not_there_or_signs_nothing_is_an_error)
{
	SANDBOX(s);
	add_key(&s);
	configure(&s, "$PWD/key");
	sh(&s, "git -C repo config gpg.ssh.program /nonexistent/signer");
	write_fails(&s, error_git, "cannot sign the commit: `/nonexistent/signer` cannot be started: No such file or directory");
	sh(&s, "git -C repo config gpg.ssh.program true");
	write_fails(&s, error_git, "cannot sign the commit: `true` made no signature");
	sh(&s, "git -C repo config gpg.ssh.program cat");
	write_fails(&s, error_git, "cannot sign the commit: `cat` ");
	sh(&s, "git -C repo config gpg.format pgp");
	write_fails(&s, error_git, "git's gpg.format is `pgp`, which is none of openpgp, ssh and x509");
	s.request.sign = sign_always;
	s.request.sign_key = STR("a\0b");
	write_fails(&s, error_git, "the signing key's name has a NUL byte");
	assert_nothing_written(&s);
}

/* gpg's own form is not made here: what is told to it, and that its answer is kept. */
TEST(gpg_is_asked_as_git_asks_it)
{
	SANDBOX(s);
	add_two_jobs(&s);
	sh(&s, "printf '%%s\\n' '#!/bin/sh' \"echo \\\"\\$*\\\" >$PWD/asked; cat >$PWD/payload\" "
	       "'echo -----BEGIN PGP SIGNATURE-----' echo 'echo abc' 'echo -----END PGP SIGNATURE-----' >gpg && chmod +x gpg && "
	       "git -C repo config gpg.program $PWD/gpg && git -C repo config commit.gpgsign true");
	write_ok(&s);
	assert_str(sh(&s, "cat asked"), "-bsau Bot <bot@example.com>");
	assert_contains(sh(&s, "cat payload"), "\ncommitter Bot <bot@example.com> ");
	assert_str(sh(&s, "git -C repo cat-file commit main | sed -n '/^gpgsig/,/^ -----END/p'"),
		   "gpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----");
	assert_str(sh(&s, "git -C repo cat-file commit main | sed '/^gpgsig/,/^ -----END/d' | cmp - payload"), "");
	sh(&s, "git -C repo config user.signingkey ABCD");
	add_file(&s, "c", "c");
	write_ok(&s);
	assert_str(sh(&s, "cat asked"), "-bsau ABCD");
}
