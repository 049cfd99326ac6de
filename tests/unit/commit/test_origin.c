/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/commit/sandbox.h"

static struct commit_origin origin_of(struct sandbox *s, const char *path)
{
	struct commit_origin origin;
	struct str whole = arena_format(&s->arena, "%s/%s", s->folder, path);

	if (commit_origin_find(whole, &s->arena, &origin, &s->err) < 0)
		fail_msg("%s", s->err.message);
	return origin;
}

static void make_jobs(struct sandbox *s)
{
	sh(s, "git init -q jobs && cd jobs && mkdir hpc other && echo 1 >hpc/a.yaml && echo 1 >other/b.yaml && git add -A && "
	      "GIT_AUTHOR_DATE='2026-01-31T12:00:00+01:00' git commit -q -m 'Add jobs' -m 'Two of them.\n\nAt least.' && "
	      "git remote add origin https://user:token@example.com/jobs.git");
}

TEST(origin_is_head_and_remote_without_credentials)
{
	SANDBOX(s);
	struct commit_origin origin;

	make_jobs(&s);
	origin = origin_of(&s, "jobs/hpc/a.yaml");
	assert_str(origin.url, "https://example.com/jobs.git");
	assert_str(origin.sha, sh(&s, "git -C jobs rev-parse HEAD").data);
	assert_str(origin.author, "Ada <ada@example.com>");
	assert_str(origin.date, "2026-01-31T12:00:00+01:00");
	assert_str(origin.subject, "Add jobs");
	assert_true(str_starts(origin.body, "Two of them."));
	assert_false(origin.dirty);
}

TEST(utc_dates_end_in_z)
{
	SANDBOX(s);
	make_jobs(&s);
	sh(&s, "cd jobs && GIT_AUTHOR_DATE='@0 +0000' git commit -q --amend --no-edit --reset-author --date='@86399 +0000'");
	assert_str(origin_of(&s, "jobs").date, "1970-01-01T23:59:59Z");
}

TEST(only_changes_under_the_path_make_it_dirty)
{
	SANDBOX(s);
	make_jobs(&s);
	sh(&s, "echo 2 >jobs/other/b.yaml && echo new >jobs/hpc/new.yaml");
	assert_false(origin_of(&s, "jobs/hpc").dirty);
	assert_false(origin_of(&s, "jobs/hpc/a.yaml").dirty);
	assert_true(origin_of(&s, "jobs/other").dirty);
	assert_true(origin_of(&s, "jobs/other/b.yaml").dirty);
	assert_true(origin_of(&s, "jobs").dirty);
	assert_true(origin_of(&s, "jobs/").dirty);
}

TEST(new_file_that_is_named_is_dirty)
{
	SANDBOX(s);
	make_jobs(&s);
	sh(&s, "mkdir jobs/hpc/deep && echo new >jobs/hpc/deep/new.yaml && echo '*.tmp' >jobs/.gitignore && echo x >jobs/x.tmp");
	assert_true(origin_of(&s, "jobs/hpc/deep/new.yaml").dirty);
	assert_true(origin_of(&s, "jobs/x.tmp").dirty);
	assert_false(origin_of(&s, "jobs/hpc/a.yaml").dirty);
}

TEST(staged_changes_and_paths_through_links_count)
{
	SANDBOX(s);
	make_jobs(&s);
	sh(&s, "ln -s jobs/hpc linked");
	assert_false(origin_of(&s, "linked/a.yaml").dirty);
	sh(&s, "cd jobs && echo 2 >hpc/a.yaml && git add -A");
	assert_true(origin_of(&s, "linked/a.yaml").dirty);
	assert_true(origin_of(&s, "jobs/hpc").dirty);
}

TEST(no_repository_is_no_origin)
{
	SANDBOX(s);
	struct commit_origin origin;

	sh(&s, "mkdir plain && touch plain/a.yaml");
	origin = origin_of(&s, "plain/a.yaml");
	assert_int_equal(origin.sha.length + origin.url.length + origin.author.length + origin.date.length, 0);
	assert_int_equal(origin_of(&s, "absent/a.yaml").sha.length, 0);
}

TEST(unborn_head_is_no_origin)
{
	SANDBOX(s);
	struct commit_origin origin;

	sh(&s, "git init -q jobs && touch jobs/a.yaml");
	origin = origin_of(&s, "jobs/a.yaml");
	assert_int_equal(origin.sha.length, 0);
	assert_false(origin.dirty);
}

TEST(bare_repository_is_never_dirty)
{
	SANDBOX(s);
	commit_by_hand(&s, "echo x >x");
	assert_str(origin_of(&s, "repo").sha, sh(&s, "git -C repo rev-parse main").data);
	assert_false(origin_of(&s, "repo").dirty);
}
