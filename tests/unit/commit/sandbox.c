/* SPDX-License-Identifier: Apache-2.0 */
/* Sandboxes, and git as the judge of what was written. */
#include "tests/unit/commit/sandbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/buf.h"

static jmp_buf out_of_memory;

/* libgit2 1.5 with PCRE2 never frees what it matches configuration keys with (remotes' are). */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libpcre2-8\n";
}

/* Before libgit2 starts, which reads HOME only then. */
__attribute__((constructor)) static void isolate(void)
{
	setenv("HOME", "/nonexistent", 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_COUNT", "2", 1);
	setenv("GIT_CONFIG_KEY_0", "init.defaultBranch", 1);
	setenv("GIT_CONFIG_VALUE_0", "main", 1);
	setenv("GIT_CONFIG_KEY_1", "gc.auto", 1);
	setenv("GIT_CONFIG_VALUE_1", "0", 1);
	setenv("GIT_AUTHOR_NAME", "Ada", 1);
	setenv("GIT_AUTHOR_EMAIL", "ada@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "Bot", 1);
	setenv("GIT_COMMITTER_EMAIL", "bot@example.com", 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("EMAIL");
}

static struct str run(struct sandbox *s, const char *command, int *out_status)
{
	struct str line = arena_format(&s->arena, "cd %s && { %s\n} 2>&1", s->folder, command);
	FILE *pipe = popen(line.data, "r");
	struct buf out;
	struct str text;
	char chunk[4096];
	size_t n;

	assert_non_null(pipe);
	buf_init(&out, 64 << 20);
	while ((n = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		buf_add(&out, (struct str){chunk, n});
	*out_status = pclose(pipe);
	text = arena_str(&s->arena, buf_str(&out));
	buf_release(&out);
	while (str_ends(text, "\n"))
		text.length--;
	return arena_str(&s->arena, text);
}

struct str sh(struct sandbox *s, const char *format, ...)
{
	struct str command, text;
	va_list args;
	int status;

	va_start(args, format);
	command = arena_vformat(&s->arena, format, args);
	va_end(args);
	text = run(s, command.data, &status);
	if (status != 0) {
		fprintf(stderr, "%s\nfailed:\n%.*s\n", command.data, STR_ARG(text));
		fail();
	}
	return text;
}

bool sh_succeeds(struct sandbox *s, const char *format, ...)
{
	va_list args;
	int status;

	va_start(args, format);
	run(s, arena_vformat(&s->arena, format, args).data, &status);
	va_end(args);
	return status == 0;
}

void sandbox_init(struct sandbox *s)
{
	memset(s, 0, sizeof(*s));
	if (setjmp(out_of_memory))
		fail_msg("out of memory");
	arena_init(&s->arena, &out_of_memory);
	strcpy(s->folder, "/tmp/mpicc-commit-XXXXXX");
	assert_non_null(mkdtemp(s->folder));
	file_set_init(&s->files, &s->arena);
	sh(s, "git init -q --bare repo");
	s->request.repository = arena_format(&s->arena, "%s/repo", s->folder);
	s->request.branch = STR("main");
	s->request.folder = STR("deploy");
	s->request.tool_version = STR("1.2.3");
}

void sandbox_release(struct sandbox *s)
{
	sh(s, "rm -rf %s", s->folder);
	arena_release(&s->arena);
}

void add_file(struct sandbox *s, const char *path, const char *bytes)
{
	file_set_add(&s->files, str_from(path), str_from(bytes), false);
}

void clear_files(struct sandbox *s)
{
	file_set_init(&s->files, &s->arena);
}

void add_two_jobs(struct sandbox *s)
{
	add_file(s, "hpc/a/job.yaml", "a: 1\n");
	add_file(s, "hpc/b/job.yaml", "b: 1\n");
}

void write_ok(struct sandbox *s)
{
	memset(&s->result, 0, sizeof(s->result));
	if (commit_write(&s->request, &s->files, NULL, &s->arena, &s->result, &s->err) < 0)
		fail_msg("%s", s->err.message);
	sh(s, "git -C %s fsck --strict --no-dangling", s->request.repository.data);
}

void assert_contains(struct str text, const char *part)
{
	if (!memmem(text.data, text.length, part, strlen(part)))
		fail_msg("`%.*s` does not contain `%s`", STR_ARG(text), part);
}

void write_fails(struct sandbox *s, enum error_code code, const char *part_of_message)
{
	struct str before = sh(s, "git -C repo for-each-ref");

	assert_int_equal(commit_write(&s->request, &s->files, NULL, &s->arena, &s->result, &s->err), -1);
	assert_contains(str_from(s->err.message), part_of_message);
	assert_int_equal(s->err.code, code);
	assert_str(sh(s, "git -C repo for-each-ref"), before.data);
}

void plan_ok(struct sandbox *s)
{
	if (commit_plan(&s->request, &s->files, &s->arena, &s->result, &s->err) < 0)
		fail_msg("%s", s->err.message);
}

void plan_fails(struct sandbox *s, const char *part_of_message)
{
	assert_int_equal(commit_plan(&s->request, &s->files, &s->arena, &s->result, &s->err), -1);
	assert_contains(str_from(s->err.message), part_of_message);
}

struct str changes_text(struct sandbox *s)
{
	struct str text = STR("");

	for (uint32_t i = 0; i < s->result.change_count; i++) {
		const struct change *change = &s->result.changes[i];

		text = arena_format(&s->arena, "%.*s%s%c %.*s", STR_ARG(text), i ? "\n" : "", "AMR"[change->kind],
				    STR_ARG(change->path));
	}
	return text;
}

void commit_by_hand(struct sandbox *s, const char *command)
{
	sh(s,
	   "rm -rf hand && git clone -q repo hand 2>/dev/null && cd hand && { git checkout -q main 2>/dev/null || git checkout "
	   "-q -b main; } && "
	   "%s && git add -A && git commit -q --allow-empty -m 'by hand' && git push -q origin main",
	   command);
}
