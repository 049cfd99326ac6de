/* SPDX-License-Identifier: Apache-2.0 */
#include "compiler/commit/note.h"

#include "tests/unit/commit/sandbox.h"

static void begin(struct sandbox *s)
{
	add_two_jobs(s);
	s->request.note = true;
	s->request.origin.sha = STR("aaaa");
}

static void add_far(struct sandbox *s)
{
	sh(s, "git init -q --bare far");
	s->request.push_remote = arena_format(&s->arena, "%s/far", s->folder);
}

static struct str note_of(struct sandbox *s, const char *repository, const char *commit)
{
	return sh(s, "git -C %s notes --ref hydrator.metadata show %s", repository, commit);
}

/* Somebody notes another commit there. */
static void note_theirs(struct sandbox *s)
{
	sh(s, "git -C far update-ref refs/heads/other $(git -C far commit-tree -m x main^{tree}) && "
	      "git -C far notes --ref hydrator.metadata add -m theirs other");
}

/* Another commit of ours is pushed, and all three notes are there. */
static void push_another(struct sandbox *s)
{
	add_file(s, "c", "c");
	s->request.origin.sha = STR("bbbb");
	write_ok(s);
	assert_str(note_of(s, "far", "main"), "{\"drySha\":\"bbbb\"}");
	assert_str(note_of(s, "far", "main~"), "{\"drySha\":\"aaaa\"}");
	assert_str(note_of(s, "far", "other"), "theirs");
}

static const char count[] = "git -C repo rev-list --count refs/notes/hydrator.metadata";

TEST(commit_is_noted)
{
	SANDBOX(s);
	begin(&s);
	write_ok(&s);
	assert_str(note_of(&s, "repo", "main"), "{\"drySha\":\"aaaa\"}");
	write_ok(&s);
	assert_str(sh(&s, count), "1");
}

TEST(same_manifests_of_another_commit_get_a_note_and_no_commit)
{
	SANDBOX(s);
	begin(&s);
	write_ok(&s);
	s.request.origin.sha = STR("bbbb");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_str(sh(&s, "git -C repo rev-list --count main"), "1");
	assert_str(note_of(&s, "repo", "main"), "{\"drySha\":\"bbbb\"}");
}

TEST(notes_are_pushed_on_top_of_theirs)
{
	SANDBOX(s);
	begin(&s);
	add_far(&s);
	write_ok(&s);
	assert_str(note_of(&s, "far", "main"), "{\"drySha\":\"aaaa\"}");
	note_theirs(&s);
	sh(&s, "git -C repo update-ref -d refs/notes/hydrator.metadata"); /* a clone does not bring notes along */
	push_another(&s);
}

TEST(notes_that_were_not_pushed_come_along)
{
	SANDBOX(s);
	begin(&s);
	write_ok(&s);
	add_far(&s);
	sh(&s, "git -C repo push -q ../far main");
	note_theirs(&s);
	push_another(&s);
}

TEST(notes_that_the_remote_refuses_are_an_error_that_says_what_is_done)
{
	SANDBOX(s);
	begin(&s);
	add_far(&s);
	sh(&s, "printf '#!/bin/sh\\ncase $1 in refs/notes/*) echo no notes here >&2; exit 1;; esac\\n' >far/hooks/update && "
	       "chmod +x far/hooks/update");
	assert_int_equal(commit_write(&s.request, &s.files, NULL, &s.arena, &s.result, &s.err), -1);
	assert_int_equal(s.err.code, error_remote);
	assert_contains(str_from(s.err.message), "refused `refs/notes/hydrator.metadata`: hook declined (it says: no notes here");
	assert_contains(str_from(s.err.message), "is on the branch here");
	assert_str(sh(&s, "git -C repo rev-parse main"), sh(&s, "git -C far rev-parse main").data);
}

TEST(files_without_a_commit_cannot_be_noted)
{
	SANDBOX(s);
	begin(&s);
	s.request.origin.dirty = true;
	write_fails(&s, error_git, "the job files differ from HEAD");
	s.request.origin = (struct commit_origin){0};
	write_fails(&s, error_git, "the job files lie in no repository");
	assert_false(sh_succeeds(&s, "git -C repo rev-parse -q --verify main"));
}

TEST(new_branch_begins_from_its_base)
{
	SANDBOX(s);
	add_two_jobs(&s);
	s.request.base = STR("main");
	s.request.branch = STR("next");
	write_fails(&s, error_git, "there is no branch `main` for `next` to begin from");
	s.request.branch = STR("main");
	s.request.base = STR_NONE;
	write_ok(&s);
	s.request.branch = STR("next");
	s.request.base = STR("main");
	add_file(&s, "c", "c");
	plan_ok(&s);
	assert_str(changes_text(&s), "A deploy/c");
	assert_str(s.result.parent, sh(&s, "git -C repo rev-parse main").data);
	write_ok(&s);
	assert_str(sh(&s, "git -C repo rev-parse next~"), sh(&s, "git -C repo rev-parse main").data);
	/* From then on it goes its own way. */
	s.request.base = STR("gone");
	add_file(&s, "d", "d");
	write_ok(&s);
	assert_str(sh(&s, "git -C repo rev-list --count main..next"), "2");
}

TEST(branch_without_news_is_its_base)
{
	SANDBOX(s);
	add_two_jobs(&s);
	write_ok(&s);
	s.request.branch = STR("next");
	s.request.base = STR("main");
	write_ok(&s);
	assert_int_equal(s.result.commit.length, 0);
	assert_str(sh(&s, "git -C repo rev-parse next"), sh(&s, "git -C repo rev-parse main").data);
}

TEST(branch_that_is_only_at_the_remote_goes_on_from_there)
{
	SANDBOX(s);
	add_two_jobs(&s);
	add_far(&s);
	write_ok(&s);
	s.request.branch = STR("next");
	s.request.base = STR("main");
	add_file(&s, "c", "c");
	write_ok(&s);
	sh(&s, "git -C repo update-ref -d refs/heads/next && git -C repo branch -q -D main 2>/dev/null || git -C repo update-ref -d refs/heads/main");
	add_file(&s, "d", "d");
	write_ok(&s);
	assert_str(changes_text(&s), "A deploy/d");
	assert_str(sh(&s, "git -C far rev-list --count next"), "3");
	assert_str(sh(&s, "git -C far rev-parse next"), sh(&s, "git -C repo rev-parse next").data);
}
