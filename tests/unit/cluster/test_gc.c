/* SPDX-License-Identifier: Apache-2.0 */
/* The program's `gc`: manifests that it compiled itself, and the ledger of a fake apiserver. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/cluster/cluster_case.h"

#define SETUP                                                                                                                    \
	"export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x GIT_COMMITTER_NAME=A "  \
	"GIT_COMMITTER_EMAIL=a@x && for n in one two; do printf 'apiVersion: mpicc.dev/v1\\nkind: MPIJob\\nmetadata: {name: "    \
	"'$n', "                                                                                                                 \
	"namespace: hpc}\\nimage: example.com/x:1\\nrun: hostname\\n' >$n.yaml; done && "

/* Words of shell in the case's folder; their output. */
static struct str shell(struct cluster_case *c, const char *words)
{
	struct str command = arena_format(&c->arena, "cd %s && { " SETUP "%s; } 2>&1", c->folder, words);
	FILE *pipe = popen(command.data, "r");
	char text[8192];
	size_t length;

	assert_non_null(pipe);
	length = fread(text, 1, sizeof(text), pipe);
	if (pclose(pipe) != 0)
		fail_msg("%s: %.*s", words, (int)length, text);
	return arena_str(&c->arena, str_trim((struct str){text, length}));
}

/* The run of a job that was compiled to the folder `made`. */
static struct str run_of(struct cluster_case *c, const char *job)
{
	return shell(c, arena_format(&c->arena, "sed -n 's/.*mpicc.dev.run: //p' made/hpc/%s/service.yaml | head -1", job).data);
}

/* A ledger in which that run of job one has finished. */
static const char *ledger(struct cluster_case *c, struct str run)
{
	return arena_format(&c->arena, LIST_OF(STATUS_MAP("one", "\"ledger\":\"%.*s Succeeded 2026-11-24T10:00:00Z u\\n\"")),
			    STR_ARG(run))
		.data;
}

static void compile(struct cluster_case *c)
{
	shell(c, "mkdir -p made && " PROGRAM " compile one.yaml two.yaml -q -o made");
	shell(c, "git init -q --bare --initial-branch=main deploy.git && git -C deploy.git config user.name A && git -C "
		 "deploy.git config "
		 "user.email a@x && " PROGRAM " compile one.yaml two.yaml -q --repo deploy.git --branch main --path prod");
}

TEST(gc_removes_finished_jobs_in_one_commit)
{
	struct route routes[] = {{.part = "/namespaces/hpc/configmaps?"}};
	CLUSTER_CASE(c, routes);

	compile(&c);
	routes[0].body = ledger(&c, run_of(&c, "one"));
	/* GCC 12's LeakSanitizer faults when it looks through threads of a program that has loaded libgit2 and libcurl; what it is for is done by the next test. */
	setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod --dry-run");
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "removed  prod/hpc/one  run ");
	assert_holds(c.out, ", Succeeded 2026-11-24T10:00:00Z\n");
	assert_str(c.err, "would remove 1 of 2 jobs from main\n");
	assert_str(shell(&c, "git -C deploy.git rev-list --count main"), "1");
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod -m Sweep");
	assert_int_equal(c.code, 0);
	assert_str(c.err, "removed 1 of 2 jobs from main\n");
	assert_str(shell(&c, "git -C deploy.git rev-list --count main"), "2");
	assert_str(shell(&c, "git -C deploy.git ls-tree --name-only main:prod/hpc"), "two");
	assert_str(shell(&c, "git -C deploy.git log -1 --format=%s main"), "Sweep");
	assert_holds(shell(&c, "git -C deploy.git log -1 --format=%B main"), "Mpicc-Version: ");
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod");
	assert_str(c.err, "nothing to remove: 0 of 1 jobs have finished\n");
	assert_str(shell(&c, "git -C deploy.git rev-list --count main"), "2");
	unsetenv("ASAN_OPTIONS");
}

/* What somebody else pushed in the meantime is kept, and what an earlier gc could not push is pushed. */
TEST(gc_signs_and_pushes_on_top_of_what_the_remote_has)
{
	struct route routes[] = {{.part = "/namespaces/hpc/configmaps?"}};
	CLUSTER_CASE(c, routes);

	/* As in tests/unit/cli/lib.sh: libgit2 1.5 never frees what it matches the names of remotes with. */
	setenv("LSAN_OPTIONS", arena_format(&c.arena, "suppressions=%s/lsan:print_suppressions=0", c.folder).data, 1);
	shell(&c, "echo leak:libpcre2-8 >lsan");
	compile(&c);
	routes[0].body = ledger(&c, run_of(&c, "one"));
	shell(&c, "git clone -q --bare deploy.git far.git && git -C deploy.git remote add origin $PWD/far.git && "
		  "git clone -q far.git other && cd other && echo x >theirs && git add -A && git commit -q -m theirs && git push -q && cd .. && "
		  "ssh-keygen -q -t ed25519 -N '' -f key && echo \"a@x $(cat key.pub)\" >allowed && "
		  "git -C far.git config gpg.ssh.allowedSignersFile $PWD/allowed");
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod --push --sign=key.pub");
	assert_str(c.err, "removed 1 of 2 jobs from main\npushed main\n");
	assert_int_equal(c.code, 0);
	assert_str(shell(&c, "git -C far.git log --format=%s main | head -2"), "mpicc-yaml: remove hpc/one\ntheirs");
	assert_str(shell(&c, "git -C far.git ls-tree --name-only main:prod/hpc"), "two");
	assert_holds(shell(&c, "git -C far.git verify-commit -v main"), "Good \"git\" signature for a@x");
	shell(&c, "git -C far.git update-ref refs/heads/main main~");
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod --push");
	assert_str(c.err, "removed 0 of 1 jobs from main\npushed main\n");
	assert_str(shell(&c, "git -C far.git log -1 --format=%s main"), "mpicc-yaml: remove hpc/one");
	cluster_case_run(&c, "gc --repo deploy.git --branch main --path prod --push=nowhere.git");
	assert_int_equal(c.code, 3);
	assert_holds(c.err, "nowhere.git");
	unsetenv("LSAN_OPTIONS");
}

TEST(gc_cleans_a_folder_and_leaves_what_is_not_ours)
{
	struct route routes[] = {{.part = "/api/v1/configmaps?"}};
	CLUSTER_CASE(c, routes);

	compile(&c);
	routes[0].body = ledger(&c, run_of(&c, "one"));
	shell(&c, "echo mine >made/hpc/one/notes.txt");
	cluster_case_run(&c, "gc -o made -A");
	assert_int_equal(c.code, 0);
	assert_str(shell(&c, "ls made/hpc made/hpc/one | tr '\\n' ' '"), "made/hpc: one two  made/hpc/one: notes.txt");
}

TEST(gc_leaves_other_runs_and_other_namespaces)
{
	struct route routes[] = {{.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	compile(&c);
	routes[0].body = ledger(&c, STR("other111"));
	cluster_case_run(&c, "gc -o made");
	assert_str(c.err, "nothing to remove: 0 of 2 jobs have finished\n");
	routes[0].body = ledger(&c, run_of(&c, "one"));
	cluster_case_run(&c, "gc -o made -n elsewhere");
	assert_str(c.err, "nothing to remove: 0 of 2 jobs have finished\n");
	assert_str(shell(&c, "ls made/hpc | tr '\\n' ' '"), "one two");
}

TEST(gc_removes_nothing_when_the_ledger_cannot_be_read)
{
	static const struct route routes[] = {{"/configmaps?", 403, .body = REFUSAL("Forbidden", "alice may not")}};
	CLUSTER_CASE(c, routes);

	compile(&c);
	cluster_case_run(&c, "gc -o made");
	assert_int_equal(c.code, 3);
	assert_holds(c.err, "cannot list configmaps in namespace `hpc`: alice may not");
	assert_str(shell(&c, "ls made/hpc | tr '\\n' ' '"), "one two");
}

TEST(gc_cleans_where_mpicc_yaml_says_output_goes)
{
	struct route routes[] = {{.part = "/configmaps?"}};
	CLUSTER_CASE(c, routes);

	compile(&c);
	routes[0].body = ledger(&c, run_of(&c, "one"));
	shell(&c, "printf 'output: {repo: deploy.git, branch: nowhere, path: prod}\\nenvironments:\\n  live: {output: {branch: "
		  "main}}\\n' >mpicc.yaml");
	cluster_case_run(&c, "gc -e live --dry-run");
	assert_int_equal(c.code, 0);
	assert_holds(c.out, "removed  prod/hpc/one  run ");
	cluster_case_run(&c, "gc --dry-run");
	assert_str(c.err, "nothing to remove: 0 of 0 jobs have finished\n");
	cluster_case_run(&c, "gc -e unknown");
	assert_int_equal(c.code, 1);
	assert_holds(c.err, "unknown");
	shell(&c, "echo 'outptu: {}' >mpicc.yaml");
	cluster_case_run(&c, "gc");
	assert_int_equal(c.code, 1);
	assert_holds(c.err, "outptu");
}

TEST(gc_says_what_it_needs)
{
	static const struct route routes[] = {{.part = "/configmaps?"}};
	static const char *const wrong[] = {"gc",	  "gc -o -", "gc -o made -m x", "gc job -o made", "gc -o made --repo x",
					    "gc --path x"};
	CLUSTER_CASE(c, routes);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		cluster_case_run(&c, wrong[i]);
		assert_int_equal(c.code, 2);
	}
	cluster_case_run(&c, "gc --repo nowhere.git");
	assert_int_equal(c.code, 3);
}
