/* SPDX-License-Identifier: Apache-2.0 */
/* Volumes and mounts of pod templates as `mounts`, and which of them must stay what they are. */
#include "tests/unit/kubeflow/import_case.h"

#define RUN ", command: [mpirun, ./pi]"

static void mount(const char *volume, const char *mount, const char *expected)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = arena_format(&a, RUN ", volumeMounts: [{name: v, %s}]", mount).data,
					   .launcher_pod = arena_format(&a, ", volumes: [{name: v, %s}]", volume).data});
	assert_tree(node_get(c.compact, "mounts"), expected);
	assert_null(node_get(c.compact, "pod"));
}

TEST(mounts_take_their_short_forms)
{
	mount("persistentVolumeClaim: {claimName: p}", "mountPath: /data", "[\"pvc:p:/data\"]");
	mount("persistentVolumeClaim: {claimName: p}", "mountPath: /data, readOnly: true", "[\"pvc:p:/data:ro\"]");
	mount("persistentVolumeClaim: {claimName: p, readOnly: true}", "mountPath: /data", "[\"pvc:p:/data:ro\"]");
	mount("configMap: {name: m}", "mountPath: /etc/x", "[\"config:m:/etc/x\"]");
	mount("secret: {secretName: s}", "mountPath: /etc/x, readOnly: true", "[\"secret:s:/etc/x:ro\"]");
	mount("hostPath: {path: /opt, type: \"\"}", "mountPath: /opt", "[\"host:/opt:/opt\"]");
	mount("emptyDir: {}", "mountPath: /tmp/x", "[\"scratch:/tmp/x\"]");
	mount("emptyDir: {sizeLimit: 2Gi}", "mountPath: /tmp/x", "[\"scratch:/tmp/x:2Gi\"]");
	mount("emptyDir: {medium: Memory, sizeLimit: 2Gi}", "mountPath: /dev/shm", "[\"shm:2Gi\"]");
}

TEST(mounts_that_say_more_take_the_long_form)
{
	mount("emptyDir: {medium: Memory}", "mountPath: /dev/shm", "[{volume: {emptyDir: {medium: Memory}}, path: /dev/shm}]");
	mount("emptyDir: {medium: Memory, sizeLimit: 1Gi}", "mountPath: /x",
	      "[{volume: {emptyDir: {medium: Memory, sizeLimit: 1Gi}}, path: /x}]");
	mount("hostPath: {path: /opt, type: Directory}", "mountPath: /opt",
	      "[{volume: {hostPath: {path: /opt, type: Directory}}, path: /opt}]");
	mount("configMap: {name: m, defaultMode: 365}", "mountPath: /etc/x",
	      "[{volume: {configMap: {name: m, defaultMode: 365}}, path: /etc/x}]");
	mount("persistentVolumeClaim: {claimName: p}", "mountPath: /data, subPath: a, readOnly: true",
	      "[{volume: {persistentVolumeClaim: {claimName: p}}, path: /data, readOnly: true, subPath: a}]");
	mount("nfs: {server: host, path: /x}", "mountPath: /data", "[{volume: {nfs: {server: host, path: /x}}, path: /data}]");
}

TEST(mounts_that_cannot_be_said_stay_in_the_pod)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN
					   ", volumeMounts: [{name: v, mountPath: /a, mountPropagation: HostToContainer}]",
					   .launcher_pod = ", volumes: [{name: v, hostPath: {path: /a}}]"});
	assert_null(node_get(c.compact, "mounts"));
	assert_tree(node_get(c.compact, "pod"),
		    "{volumes: [{name: v, hostPath: {path: /a}}], containers: [{name: mpi, volumeMounts: [{name: v, "
		    "mountPath: /a, mountPropagation: HostToContainer}]}]}");
}

TEST(volumes_that_other_containers_mount_stay_in_the_pod)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", volumeMounts: [{name: v, mountPath: /a}]",
					   .launcher_pod =
						   ", volumes: [{name: v, emptyDir: {}}], initContainers: [{name: i, image: i, "
						   "volumeMounts: [{name: v, mountPath: /b}]}]"});
	assert_null(node_get(c.compact, "mounts"));
	assert_int_equal(node_path(c.compact, "pod.volumes")->item_count, 1);
	assert_int_equal(node_path(c.compact, "pod.initContainers")->item_count, 1);
}

TEST(one_empty_folder_mounted_twice_stays_one_folder)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]",
					   .launcher_pod = ", volumes: [{name: v, emptyDir: {}}]"});
	assert_null(node_get(c.compact, "mounts"));
	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", volumeMounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]",
					   .launcher_pod = ", volumes: [{name: v, persistentVolumeClaim: {claimName: p}}]"});
	assert_tree(node_get(c.compact, "mounts"), "[\"pvc:p:/a\", \"pvc:p:/b\"]");
	assert_null(node_get(c.compact, "pod"));
}

TEST(mounts_of_one_role)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", volumeMounts: [{name: s, mountPath: /s}]",
					   .launcher_pod = ", volumes: [{name: s, secret: {secretName: s}}]",
					   .worker = ", volumeMounts: [{name: d, mountPath: /d}]",
					   .worker_pod = ", volumes: [{name: d, persistentVolumeClaim: {claimName: p}}]"});
	assert_tree(node_get(c.compact, "mounts"), "[\"pvc:p:/d\"]");
	assert_tree(node_path(c.compact, "launcher.pod"), "{volumes: [{name: s, secret: {secretName: s}}], containers: [{name: "
							  "mpi, volumeMounts: [{name: s, mountPath: /s}]}]}");
	assert_null(node_get(c.compact, "worker"));
	assert_notes(&c, 1);
	assert_note(&c, 0, "only the workers mounted /d: `mounts` holds for the launcher too");
}

TEST(different_volumes_at_one_path_stay_apart)
{
	TEST_ARENA(a);
	struct import_case c;

	import_parts(&c, &a,
		     (struct import_parts){.launcher = RUN ", volumeMounts: [{name: d, mountPath: /d}]",
					   .launcher_pod = ", volumes: [{name: d, emptyDir: {}}]",
					   .worker = ", volumeMounts: [{name: d, mountPath: /d}]",
					   .worker_pod = ", volumes: [{name: d, persistentVolumeClaim: {claimName: p}}]"});
	assert_null(node_get(c.compact, "mounts"));
	assert_int_equal(node_path(c.compact, "launcher.pod.volumes")->item_count, 1);
	assert_int_equal(node_path(c.compact, "worker.pod.volumes")->item_count, 1);
	assert_notes(&c, 0);
}
