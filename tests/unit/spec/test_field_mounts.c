/* SPDX-License-Identifier: Apache-2.0 */
/* `mounts` becomes Volumes and VolumeMounts. */
#include "tests/unit/spec/spec_case.h"

static struct mount_list mounts(struct arena *a, const char *text)
{
	struct spec_case c;

	spec_case_accept(&c, a, arena_format(a, "mounts: %s\n", text).data);
	assert_int_equal(c.spec.mounts.volumes->item_count, c.spec.mounts.mounts->item_count);
	return c.spec.mounts;
}

TEST(short_forms_make_a_volume_and_a_mount)
{
	TEST_ARENA(a);
	struct mount_list m = mounts(&a, "[pvc:imagenet:/data, config:settings:/etc/app, secret:hub:/hub, host:/sys:/host-sys]");

	assert_tree(
		m.volumes,
		"[{name: mount-0, persistentVolumeClaim: {claimName: imagenet}}, {name: mount-1, configMap: {name: settings}}, "
		"{name: mount-2, secret: {secretName: hub}}, {name: mount-3, hostPath: {path: /sys}}]");
	assert_tree(m.mounts,
		    "[{name: mount-0, mountPath: /data}, {name: mount-1, mountPath: /etc/app}, {name: mount-2, mountPath: /hub}, "
		    "{name: mount-3, mountPath: /host-sys}]");
}

TEST(a_mode_says_read_only_or_not)
{
	TEST_ARENA(a);
	struct mount_list m = mounts(&a, "[pvc:a:/a:ro, pvc:b:/b:rw, config:c:/c:ro]");

	assert_at(m.volumes, "[0].persistentVolumeClaim.readOnly", "true");
	assert_at(m.mounts, "[0].readOnly", "true");
	assert_at(m.volumes, "[1].persistentVolumeClaim.readOnly", "(none)");
	assert_at(m.mounts, "[1].readOnly", "(none)");
	assert_at(m.volumes, "[2].configMap.readOnly", "(none)");
	assert_at(m.mounts, "[2].readOnly", "true");
}

TEST(empty_folders_come_from_disk_or_memory)
{
	TEST_ARENA(a);
	struct mount_list m = mounts(&a, "[scratch:/scratch, scratch:/big:10Gi, shm:8Gi]");

	assert_tree(m.volumes, "[{name: mount-0, emptyDir: {}}, {name: mount-1, emptyDir: {sizeLimit: 10Gi}}, "
			       "{name: mount-2, emptyDir: {medium: Memory, sizeLimit: 8Gi}}]");
	assert_at(m.mounts, "[2].mountPath", "/dev/shm");
}

TEST(the_long_form_takes_any_volume)
{
	TEST_ARENA(a);
	struct mount_list m = mounts(&a, "[{volume: {nfs: {server: nas, path: /x}}, path: /home, subPath: ada, readOnly: true}, "
					 "{volume: {name: mine, emptyDir: {}}, path: /b, readOnly: false}]");

	assert_tree(m.volumes, "[{name: mount-0, nfs: {server: nas, path: /x}}, {name: mount-1, emptyDir: {}}]");
	assert_tree(m.mounts,
		    "[{name: mount-0, mountPath: /home, readOnly: true, subPath: ada}, {name: mount-1, mountPath: /b}]");
}

TEST(no_mounts_are_empty_lists)
{
	TEST_ARENA(a);
	struct spec_case c;

	assert_int_equal(mounts(&a, "[]").volumes->item_count, 0);
	spec_case_accept(&c, &a, "");
	assert_int_equal(c.spec.mounts.volumes->item_count, 0);
	assert_int_equal(c.spec.mounts.mounts->item_count, 0);
}

TEST(other_texts_are_refused)
{
	static const char *const bad[] = {
		"pvc",	     "pvc:",	     "pvc:a",	   "pvc:a:",   "pvc:a:data",	   "pvc::/a",	  "pvc:a:/a:wo",
		"pvc:a:/a:", "pvc:a:/a:ro:", "nfs:nas:/a", "scratch",  "scratch:",	   "scratch:tmp", "scratch:/a:much",
		"shm",	     "shm:",	     "shm:big",	   "host:/a",  "host:a:/a",	   "/data",	  "''",
		"5",	     "[]",	     "config:a:b", "PVC:a:/a", "scratch:/a:1Gi:ro"};
	TEST_ARENA(a);

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_refused(arena_format(&a, "mounts: [%s]\n",
					    bad[i][0] == '\'' || bad[i][0] == '[' || bad[i][0] == '5'
						    ? bad[i]
						    : arena_format(&a, "\"%s\"", bad[i]).data)
				       .data,
			       diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: pvc:a:/a\n", diag_E0203, "6:9", "`mounts` must be a list of mounts, not a string");
	assert_refused("mounts: {a: b}\n", diag_E0203, "6:9", "`mounts` must be a list of mounts, not a map");
}

TEST(other_long_forms_are_refused)
{
	assert_refused("mounts: [{path: /a}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: {emptyDir: {}}}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: x, path: /a}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: {}, path: a}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: {}, path: /a, readOnly: ro}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: {}, path: /a, subPath: 5}]\n", diag_E0216, "6:10", "cannot read this mount");
	assert_refused("mounts: [{volume: {}, path: /a, readonly: true}]\n", diag_E0201, "6:33",
		       "unknown field `readonly` of a mount");
	assert_help("mounts: [{volume: {}, path: /a, readonly: true}]\n", "did you mean `readOnly`?");
}

TEST(the_mount_that_is_wrong_is_shown)
{
	TEST_ARENA(a);
	struct spec_case c;

	spec_case_decode(&c, &a, JOB "mounts:\n- pvc:a:/a\n- pvc:b\n- shm:1Gi\n- nfs\n");
	assert_int_equal(c.diags.count, 2);
	assert_diag(&c.diags, 0, diag_E0216, "8:3", "cannot read this mount");
	assert_diag(&c.diags, 1, diag_E0216, "10:3", "cannot read this mount");
}
