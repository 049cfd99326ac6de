/* SPDX-License-Identifier: Apache-2.0 */
/* `user`: who the containers run as. */
#include "compiler/spec/field_types.h"

/* Largest uid and gid that Kubernetes accepts (PodSecurityContext, 1.34: int32). */
enum { id_max = 2147483647 };

static bool set_id(struct decoder *d, const struct node *value, int64_t *out)
{
	if (value->kind == node_int && value->integer >= 0 && value->integer <= id_max) {
		*out = value->integer;
		return true;
	}
	diag_report(d->diags, diag_E0217, value->at, "a uid or gid must be an integer between 0 and %d", id_max);
	return false;
}

/* Text that goes into a passwd line. */
static bool set_text(struct decoder *d, const struct node *value, struct str *out)
{
	bool ok = node_is(value, node_string) && value->text.length;

	for (size_t i = 0; ok && i < value->text.length; i++)
		ok = value->text.data[i] > ' ' && value->text.data[i] != ':';
	if (ok)
		*out = value->text;
	else
		diag_report(d->diags, diag_E0217, value->at, "expected a word without blanks and colons, as it stands in passwd");
	return ok;
}

static bool set_passwd(struct decoder *d, const struct node *value, struct user_choice *out)
{
	bool image = str_is(node_text(value), "image");

	if (!image && !str_is(node_text(value), "generated")) {
		diag_report(d->diags, diag_E0206, value->at, "`user.passwd` must be `generated` or `image`");
		return false;
	}
	out->image_passwd = image;
	return true;
}

static bool set_member(struct decoder *d, const struct member *m, struct user_choice *out)
{
	static const struct str keys[] = {{"uid", 3}, {"gid", 3}, {"name", 4}, {"home", 4}, {"passwd", 6}};
	struct diag *diag;

	if (str_is(m->key, "uid"))
		return set_id(d, m->value, &out->uid);
	if (str_is(m->key, "gid"))
		return set_id(d, m->value, &out->gid);
	if (str_is(m->key, "name"))
		return set_text(d, m->value, &out->name);
	if (str_is(m->key, "home"))
		return set_text(d, m->value, &out->home);
	if (str_is(m->key, "passwd"))
		return set_passwd(d, m->value, out);
	diag = diag_report(d->diags, diag_E0201, m->key_at, "unknown field `user.%.*s`", STR_ARG(m->key));
	diag_suggest(d->diags, diag, m->key, keys, 5);
	return false;
}

static bool set_members(struct decoder *d, const struct node *value, struct user_choice *out)
{
	bool ok = true;

	out->uid = out->gid = -1;
	for (uint32_t i = 0; i < value->member_count; i++)
		ok &= set_member(d, &value->members[i], out);
	if (ok && out->uid < 0) {
		diag_report(d->diags, diag_E0202, value->at, "`user` has no `uid`");
		return false;
	}
	if (out->gid < 0)
		out->gid = out->uid;
	return ok;
}

static bool decode_user(struct decoder *d, const struct field *field, const struct node *value, void *slot)
{
	struct user_choice *out = slot;
	bool ok = true;

	*out = (struct user_choice){0};
	if (value->kind == node_int)
		ok = set_id(d, value, &out->uid);
	else if (value->kind == node_map)
		ok = set_members(d, value, out);
	else if (!str_is(node_text(value), "root"))
		return field_wrong_kind(d, field, value, "a uid, `root`, or {uid: …}");
	if (value->kind == node_int)
		out->gid = out->uid;
	out->root = out->uid == 0;
	if (!out->name.length)
		out->name = out->root ? STR("root") : STR("mpi");
	if (!out->home.length)
		out->home = out->root ? STR("/root") : STR("/tmp");
	return ok;
}

const struct field_type field_user = {
	"user", "a uid, root, or {uid, gid, name, home, passwd}",
	"{oneOf: [{type: integer, minimum: 0, maximum: 2147483647}, {const: root}, {type: object, required: [uid], properties: {uid: "
	"{type: integer, minimum: 0}, gid: {type: integer, minimum: 0}, name: {type: string}, home: {type: string}, passwd: {enum: "
	"[generated, image]}}, additionalProperties: false}]}",
	decode_user};
