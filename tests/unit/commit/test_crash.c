/* SPDX-License-Identifier: Apache-2.0 */
/* Killed at any moment, a writer leaves the branch before or after a commit, never between. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/commit/sandbox.h"

enum { kills = 25, files = 40 };

/* Round r writes r into every file: a tree that holds two numbers was torn. */
static _Noreturn void write_for_ever(struct sandbox *s)
{
	for (int round = (int)getpid();; round++) {
		clear_files(s);
		for (int i = 0; i < files; i++)
			file_set_add(&s->files, arena_format(&s->arena, "hpc/job-%d/x", i),
				     arena_format(&s->arena, "%d\n", round), false);
		if (commit_write(&s->request, &s->files, NULL, &s->arena, &s->result, &s->err) < 0)
			_exit(1);
	}
}

static void pause_ms(int ms)
{
	struct timespec time = {0, ms * 1000000L};

	nanosleep(&time, NULL);
}

TEST(killed_writer_leaves_a_whole_commit_or_none)
{
	SANDBOX(s);

	write_ok(&s);
	for (int i = 0; i < kills; i++) {
		pid_t child = fork();
		int status;

		if (child == 0)
			write_for_ever(&s);
		pause_ms(10 + i * 7 % 60);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		/* What a crash leaves behind, as git's own would: git takes it for a running process. */
		sh(&s, "rm -f repo/refs/heads/main.lock");
		if (!sh_succeeds(&s, "git -C repo rev-parse -q --verify main"))
			continue;
		assert_str(sh(&s, "git -C repo fsck --strict --no-dangling"), "");
		assert_str(sh(&s, "git -C repo grep -h . main -- 'deploy/hpc/*' | sort | uniq -c | awk '{print $1}'"), "40");
	}
	assert_true(sh_succeeds(&s, "test $(git -C repo rev-list --count main) -gt %d", kills / 2));
	add_two_jobs(&s);
	write_ok(&s);
}
