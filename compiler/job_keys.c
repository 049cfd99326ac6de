/* SPDX-License-Identifier: Apache-2.0 */
/* Keys that are made here: whom for, from mpicc.yaml, and the pair in the form in which it may be written. */
#include "compiler/job.h"

#include "lib/contract/names.h"
#include "lib/keys/key_pair.h"

enum { certificate_file_max = 1 << 20 };

/* For each project anew; jobs of one project come together. */
static struct key_recipients *recipients_of(struct job_context *c, const struct project *project)
{
	if (c->recipients.project != project)
		c->recipients = (struct key_recipients){.project = project};
	return &c->recipients;
}

/* A private key is no recipient, and not to be shown in messages; its line is not, either (lib/base/diag_text.c). */
static bool refuse_private_key(struct job_context *c, const struct node *item)
{
	struct diag *d;

	if (!str_starts(item->text, "AGE-"))
		return false;
	d = diag_report(c->diags, diag_E0652, item->at, "a private key of age's stands where a recipient belongs");
	diag_help(c->diags, d, "take it out of the file and out of git's history; `age-keygen -y` prints the recipient");
	return true;
}

static bool read_recipient(struct job_context *c, const struct node *item, struct age_recipient *out)
{
	struct diag *d;

	if (age_recipient_parse(item->text, out))
		return true;
	if (refuse_private_key(c, item))
		return false;
	d = diag_report(c->diags, diag_E0652, item->at, "`%.*s` is not an age recipient", STR_ARG(item->text));
	diag_help(c->diags, d, "those of `age-keygen`, age1 and 58 more letters and digits; not ssh keys, plugins' or age1pq…");
	return false;
}

static bool read_age(struct job_context *c, struct key_recipients *r)
{
	const struct node *list = r->project->age_recipients;
	bool ok = true;

	r->age = arena_array(c->arena, struct age_recipient, list->item_count);
	r->age_count = list->item_count;
	for (uint32_t i = 0; i < list->item_count; i++)
		ok &= read_recipient(c, list->items[i], &r->age[i]);
	return ok;
}

static bool no_recipients(struct job_context *c, const struct spec *spec)
{
	struct diag *d =
		diag_report(c->diags, diag_E0650, spec_at(spec, spec_keys), "`keys: sops` needs somebody to encrypt for");

	diag_help(c->diags, d, "name age recipients in " PROJECT_FILE ": keys: {sops: {age: [age1…]}}");
	return false;
}

static bool find_age(struct job_context *c, const struct spec *spec, struct key_recipients *r)
{
	const struct node *list = r->project->age_recipients;

	if (!list || list->item_count == 0)
		return no_recipients(c, spec);
	if (r->age_state == recipients_unread)
		r->age_state = read_age(c, r) ? recipients_good : recipients_bad;
	return r->age_state == recipients_good;
}

static const char *parse_certificate(struct job_context *c, struct str path, struct certificate *out, struct error *err)
{
	const struct io *io = c->request->io;
	struct str text;

	if (io->kind(io->payload, path) != io_file)
		return "there is no such file";
	if (io->read(io->payload, path, certificate_file_max, c->arena, &text, err) < 0)
		return err->message;
	return certificate_read(c->arena, text, out);
}

static bool read_certificate(struct job_context *c, struct key_recipients *r)
{
	const struct node *node = r->project->nodes[project_certificate];
	struct str path = path_beside(c->arena, node->at.source->name, node->text);
	struct error err;
	const char *fault = parse_certificate(c, path, &r->certificate, &err);

	if (!fault)
		return true;
	diag_report(c->diags, diag_E0653, node->at, "the certificate `%.*s` cannot be used: %s", STR_ARG(node->text), fault);
	return false;
}

static bool no_certificate(struct job_context *c, const struct spec *spec)
{
	struct diag *d =
		diag_report(c->diags, diag_E0651, spec_at(spec, spec_keys), "`keys: sealed` needs a certificate to seal with");

	diag_help(c->diags, d,
		  "save what `kubeseal --fetch-cert` prints, and name the file in " PROJECT_FILE
		  ": keys: {sealed: {certificate: FILE}}");
	return false;
}

static bool find_certificate(struct job_context *c, const struct spec *spec, struct key_recipients *r)
{
	if (!r->project->certificate.length)
		return no_certificate(c, spec);
	if (r->certificate_state == recipients_unread)
		r->certificate_state = read_certificate(c, r) ? recipients_good : recipients_bad;
	return r->certificate_state == recipients_good;
}

/* Whom for; true where nobody needs to be found. */
static bool find_recipients(struct job_context *c, const struct spec *spec, struct key_recipients *r)
{
	switch (spec->keys.mode) {
	case keys_sops:
		return find_age(c, spec, r);
	case keys_sealed:
		return find_certificate(c, spec, r);
	default:
		return true;
	}
}

static int make(struct job_context *c, const struct spec *spec, const struct key_recipients *r, struct arena *a,
		struct key_secret *out)
{
	const struct random_source *random = c->request->random ? c->request->random : &random_openssl;
	struct str name = job_secret_name_make(a, spec->name);
	struct key_pair pair;

	if (key_pair_make(a, &pair, c->err) < 0)
		return -1;
	if (spec->keys.mode == keys_sops)
		return secret_sops(&pair, r->age, r->age_count, c->request->now, random, a, out, c->err);
	if (spec->keys.mode == keys_sealed)
		return secret_sealed(&pair, &r->certificate,
				     arena_format(a, "%.*s/%.*s", STR_ARG(spec->namespace_), STR_ARG(name)), random, a, out,
				     c->err);
	secret_plain(&pair, a, out);
	return 0;
}

int job_keys(struct job_context *c, const struct project *project, const struct spec *spec, struct arena *a,
	     struct key_secret **out)
{
	enum key_mode mode = spec->keys.mode;
	struct key_recipients *r = recipients_of(c, project);

	*out = NULL;
	if (mode != keys_plain && mode != keys_sops && mode != keys_sealed)
		return 0;
	if (!find_recipients(c, spec, r))
		return 1;
	*out = arena_new(a, struct key_secret);
	return make(c, spec, r, a, *out);
}
