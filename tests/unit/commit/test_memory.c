/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of ours fails once: no leak (the sanitizer looks), no half commit, and the next try succeeds. */
#include "lib/base/alloc.h"

#include <stdlib.h>

#include "tests/unit/commit/sandbox.h"

static struct str message_of(long n, struct arena *a)
{
	return arena_format(a, "failed at allocation %ld", n);
}

/* As a caller does it: an arena with a guard, released when memory runs out. */
static int try_write(struct sandbox *s, long n, struct error *err)
{
	struct arena a;
	jmp_buf oom;
	struct commit_result result;
	int failed;

	arena_init(&a, &oom);
	if (setjmp(oom)) {
		mem_fail_after(-1);
		arena_release(&a);
		return error_no_memory(err);
	}
	mem_fail_after(n);
	failed = commit_write(&s->request, &s->files, NULL, &a, &result, err);
	mem_fail_after(-1);
	arena_release(&a);
	return failed;
}

static void fail_everywhere(struct sandbox *s)
{
	struct str before = sh(s, "git -C repo for-each-ref");
	struct error err;
	long n = 0;

	while (try_write(s, n, &err) < 0) {
		if (err.code != error_memory)
			fail_msg("%s: %s", message_of(n, &s->arena).data, err.message);
		assert_str(sh(s, "git -C repo for-each-ref"), before.data);
		n++;
	}
	assert_true(n > 10);
	assert_str(sh(s, "git -C repo fsck --strict --no-dangling"), "");
}

TEST(each_allocation_may_fail_while_a_first_commit_is_made)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.command = STR("x");
	fail_everywhere(&s);
	assert_str(sh(&s, "git -C repo rev-list --count main"), "1");
}

TEST(each_allocation_may_fail_while_a_change_is_made)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	clear_files(&s);
	add_file(&s, "hpc/b/job.yaml", "b: 2\n");
	add_file(&s, "hpc/c/job.yaml", "c: 1\n");
	fail_everywhere(&s);
	assert_str(sh(&s, "git -C repo rev-list --count main"), "2");
}

TEST(each_allocation_may_fail_while_a_commit_is_signed)
{
	SANDBOX(s);
	add_two_jobs(&s);
	setenv("TMPDIR", s.folder, 1);
	sh(&s, "printf '%%s\\n' '#!/bin/sh' 'cat >/dev/null' 'echo -----BEGIN SSH SIGNATURE-----' >signer && chmod +x signer && "
	       "git -C repo config gpg.format ssh && git -C repo config gpg.ssh.program $PWD/signer");
	s.request.sign = sign_always;
	s.request.sign_key = STR("key::ssh-ed25519 AAAA");
	fail_everywhere(&s);
	assert_contains(sh(&s, "git -C repo cat-file commit main"), "\ngpgsig -----BEGIN SSH SIGNATURE-----\n\n");
	assert_str(sh(&s, "ls | grep -c mpicc-yaml-key || :"), "0");
	unsetenv("TMPDIR");
}
