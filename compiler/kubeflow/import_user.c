/* SPDX-License-Identifier: Apache-2.0 */
/* Security contexts -> `user`; what the pods of a job get anyway is left out, the rest stays for the overlays. */
#include "compiler/kubeflow/import_job.h"

struct owner {
	const struct node *uid, *gid; /* NULL: not said */
};

/* A container's own context goes before its pod's. */
static const struct node *take_id(struct import_role *role, const char *key)
{
	struct node *of_pod = import_take(node_get(role->pod, "securityContext"), key);
	struct node *of_container = import_take(node_get(role->container, "securityContext"), key);

	return of_container ? of_container : of_pod;
}

static struct owner take_owner(struct import_role *role)
{
	return (struct owner){take_id(role, "runAsUser"), take_id(role, "runAsGroup")};
}

static bool is_bool(const struct node *value, bool wanted)
{
	return node_is(value, node_bool) && value->boolean == wanted;
}

static bool is_true(const struct node *value)
{
	return is_bool(value, true);
}

static bool is_false(const struct node *value)
{
	return is_bool(value, false);
}

static bool is_runtime_default(const struct node *value)
{
	return str_is(node_text(node_get(value, "type")), "RuntimeDefault");
}

static bool is_only(const struct node *list, const char *word)
{
	return !list || (node_is(list, node_list) && list->item_count == 1 && str_is(node_text(list->items[0]), word));
}

static bool is_for_sshd(const struct node *value)
{
	return node_is(value, node_map) && is_only(node_get(value, "add"), "NET_BIND_SERVICE") &&
	       is_only(node_get(value, "drop"), "ALL");
}

/* What Pod Security `restricted` asks for, and the one capability that sshd on a low port needs. */
static const struct {
	const char *key;
	bool (*usual)(const struct node *value);
} usual_settings[] = {
	{"runAsNonRoot", is_true},
	{"allowPrivilegeEscalation", is_false},
	{"privileged", is_false},
	{"seccompProfile", is_runtime_default},
	{"capabilities", is_for_sshd},
};

static void drop_usual(struct node *holder)
{
	struct node *context = node_get(holder, "securityContext");

	for (size_t i = 0; context && i < sizeof(usual_settings) / sizeof(*usual_settings); i++)
		if (usual_settings[i].usual(node_get(context, usual_settings[i].key)))
			node_remove(context, str_from(usual_settings[i].key));
	import_prune(holder, STR("securityContext"));
}

static void put_user(struct import *im, struct owner owner)
{
	struct node *user;

	if (owner.uid->kind == node_int && owner.uid->integer == 0 && !owner.gid) {
		import_put_text(im, "user", STR("root"));
	} else if (!owner.gid || node_equal(owner.gid, owner.uid)) {
		node_put(im->arena, im->out, "user", (struct node *)owner.uid);
	} else {
		user = node_ensure_map(im->arena, im->out, "user");
		node_put(im->arena, user, "uid", (struct node *)owner.uid);
		node_put(im->arena, user, "gid", (struct node *)owner.gid);
	}
}

static bool differ(const struct node *a, const struct node *b)
{
	return a && b && !node_equal(a, b);
}

void import_user(struct import *im)
{
	struct owner launcher = take_owner(&im->launcher), worker = take_owner(&im->worker);
	struct owner owner = worker.uid ? worker : launcher;

	if (differ(launcher.uid, worker.uid) || differ(launcher.gid, worker.gid))
		import_note(im, "launcher and workers ran as different users: a run has one, and the workers' was taken");
	if (owner.uid)
		put_user(im, owner);
	else
		import_note(im, "the file does not say as whom pods run, so it was the image's user, often root; "
				"here it is uid 1000, which most images can do with; `user: root` if not");
	if (owner.uid && owner.uid->kind == node_int && owner.uid->integer == 0)
		return; /* restrictions that root has are the file's own will */
	drop_usual(im->launcher.pod);
	drop_usual(im->launcher.container);
	drop_usual(im->worker.pod);
	drop_usual(im->worker.container);
}
