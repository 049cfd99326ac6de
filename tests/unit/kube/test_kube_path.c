/* SPDX-License-Identifier: Apache-2.0 */
#include "lib/kube/kube_path.h"
#include "tests/support/test.h"

static void assert_path(struct kube_path path, const char *expected)
{
	struct buf b;

	buf_init(&b, 4096);
	assert_true(kube_path_add(&b, &path));
	assert_str(buf_str(&b), expected);
	buf_release(&b);
}

TEST(kube_path_has_the_form_of_each_kind)
{
	assert_path((struct kube_path){.kind = kube_kind_pod}, "/api/v1/pods");
	assert_path((struct kube_path){kube_kind_pod, STR("hpc"), STR_NONE, NULL}, "/api/v1/namespaces/hpc/pods");
	assert_path((struct kube_path){kube_kind_pod, STR("hpc"), STR("w-0"), "log"}, "/api/v1/namespaces/hpc/pods/w-0/log");
	assert_path((struct kube_path){kube_kind_job, STR("hpc"), STR("a"), "status"}, "/apis/batch/v1/namespaces/hpc/jobs/a/status");
	assert_path((struct kube_path){kube_kind_lease, STR("s"), STR("l"), NULL}, "/apis/coordination.k8s.io/v1/namespaces/s/leases/l");
	assert_path((struct kube_path){kube_kind_event, STR("s"), STR_NONE, NULL}, "/apis/events.k8s.io/v1/namespaces/s/events");
	assert_path((struct kube_path){kube_kind_namespace, STR("ignored"), STR("hpc"), NULL}, "/api/v1/namespaces/hpc");
	assert_path((struct kube_path){.kind = kube_kind_self_subject_access_review}, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews");
	assert_path((struct kube_path){.kind = kube_kind_version}, "/version");
}

TEST(kube_path_encodes_names_and_cannot_be_led_elsewhere)
{
	struct kube_path path = {kube_kind_secret, STR("a/../b"), STR("x?y#z%\xC3\xA9 \n"), NULL};
	struct buf b;

	assert_path(path, "/api/v1/namespaces/a%2F..%2Fb/secrets/x%3Fy%23z%25%C3%A9%20%0A");
	buf_init(&b, 100);
	path.name = STR("..");
	assert_false(kube_path_add(&b, &path));
	path.name = STR_NONE;
	path.namespace = STR(".");
	assert_false(kube_path_add(&b, &path));
	assert_int_equal(b.length, 0);
	buf_release(&b);
}

TEST(kube_query_joins_and_encodes)
{
	struct buf b;

	buf_init(&b, 200);
	buf_puts(&b, "/version");
	kube_query_add(&b, "labelSelector", STR("a/b in (c,d),!e=f"));
	kube_query_add(&b, "resourceVersion", STR(""));
	assert_str(buf_str(&b), "/version?labelSelector=a%2Fb%20in%20%28c%2Cd%29%2C%21e%3Df&resourceVersion=");
	buf_release(&b);
}

TEST(kube_path_that_does_not_fit_is_a_failed_buffer)
{
	struct buf b;

	buf_init(&b, 5);
	assert_true(kube_path_add(&b, &(struct kube_path){.kind = kube_kind_version}));
	assert_true(b.failed);
	buf_release(&b);
}

TEST(kube_kinds_say_how_bodies_name_them)
{
	assert_string_equal(kube_kind_info(kube_kind_event)->api_version, "events.k8s.io/v1");
	assert_string_equal(kube_kind_info(kube_kind_config_map)->kind, "ConfigMap");
}
