/* SPDX-License-Identifier: Apache-2.0 */
/* Rules across fields of one job: a table of {field, predicate, what to say}. */
#include "compiler/spec/spec.h"

#include "lib/contract/names.h"

/* The decimal digits of n >= 0. */
static size_t digits(int64_t n)
{
	size_t count = 1;

	for (; n >= 10; n /= 10)
		count++;
	return count;
}

/*
 * The longest name that is made of the job's: the launcher Job (its name is a
 * label's value too) or the host name of the last worker.
 */
static bool check_name(struct decoder *d, const struct spec *s)
{
	size_t launcher = s->name.length + 1 + run_id_length + sizeof("-launcher") - 1;
	size_t worker = s->name.length + 1 + run_id_length + sizeof("-worker-") - 1 + digits(s->workers > 1 ? s->workers - 1 : 0);
	size_t longest = launcher > worker ? launcher : worker;
	struct diag *diag;

	if (longest > name_label_max) {
		diag = diag_report(d->diags, diag_E0401, spec_at(s, spec_name), "the name is %zu characters too long",
				   longest - name_label_max);
		diag_help(d->diags, diag, "`%.*s-%s%s` would have %zu, and host names have at most %d", STR_ARG(s->name), "<8 characters>",
			  launcher >= worker ? "-launcher" : "-worker-<n>", longest, name_label_max);
		return false;
	}
	if (name_is_dns1035_label(s->name))
		return true;
	diag = diag_report(d->diags, diag_E0205, spec_at(s, spec_name), "`%.*s` is not a valid name for a job", STR_ARG(s->name));
	diag_help(d->diags, diag, "it names a Service as well, so it must begin with a letter");
	return false;
}

static bool no_command(const struct spec *s)
{
	return !s->run.count && !s->launch.count && !s->kubeflow.is;
}

static bool two_commands(const struct spec *s)
{
	return s->run.count && s->launch.count;
}

static bool indexed_without_ranks(const struct spec *s)
{
	return s->target == target_indexed && !s->launcher_ranks && s->workers > 0;
}

static bool indexed_with_two_templates(const struct spec *s)
{
	return s->target == target_indexed && (s->launcher_resources.requirements || s->launcher_pod || s->worker_pod || s->kubeflow.is);
}

static bool indexed_keeps_workers(const struct spec *s)
{
	return s->target == target_indexed && s->clean == clean_none;
}

static bool low_port(const struct spec *s)
{
	return s->port < 1024 && !s->user.root && !s->kubeflow.is;
}

static bool queue_without_scheduler(const struct spec *s)
{
	return s->queue.length && s->gang == gang_coscheduling;
}

static bool kueue_without_queue(const struct spec *s)
{
	return s->gang == gang_kueue && !s->queue.length;
}

static bool relative_workdir(const struct spec *s)
{
	return s->workdir.length && !str_starts(s->workdir, "/");
}

static bool suspended_in_queue(const struct spec *s)
{
	return s->suspend && s->queue.length && s->gang != gang_volcano;
}

static bool workers_kept(const struct spec *s)
{
	return s->clean == clean_none && s->workers > 0 && s->target != target_indexed;
}

static bool placeholder_in_name(const struct spec *s)
{
	struct str rest = s->name;

	for (; rest.length >= run_id_length; rest = str_slice(rest, 1, rest.length))
		if (str_starts(rest, RUN_ID_PLACEHOLDER))
			return true;
	return false;
}

struct rule {
	bool (*broken)(const struct spec *s);
	enum diag_code code;
	enum spec_field at;
	const char *message, *help;
};

static const struct rule rules[] = {
	{no_command, diag_E0402, spec_name, "the job has nothing to run",
	 "`run:` is the program that every rank runs, for example: run: python train.py"},
	{two_commands, diag_E0403, spec_launch, "`launch` replaces `run`, and the job has both", "keep the one that is meant"},
	{indexed_without_ranks, diag_E0404, spec_target, "target indexed needs `launcher: {ranks: true}`",
	 "all pods of one Indexed Job are alike, so the one that launches hosts ranks as well"},
	{indexed_with_two_templates, diag_E0405, spec_target, "target indexed needs one pod template for all pods",
	 "leave `launcher.resources`, `launcher.pod` and `worker.pod` out, or use target split"},
	{indexed_keeps_workers, diag_E0406, spec_clean, "target indexed cannot leave workers running", "Kubernetes ends them: use target split"},
	{low_port, diag_E0407, spec_port, "a port below 1024 needs `user: root`", "2222 works in every pod"},
	{queue_without_scheduler, diag_E0408, spec_queue, "coscheduling has no queues", "use `gang: kueue` or `gang: volcano`"},
	{suspended_in_queue, diag_E0409, spec_suspend, "Kueue owns `suspend` of the Jobs it queues", "leave `suspend` out"},
	{placeholder_in_name, diag_E0410, spec_name, "`" RUN_ID_PLACEHOLDER "` cannot be part of a name",
	 "it stands for the run's hash while manifests are made"},
	{kueue_without_queue, diag_E0412, spec_gang, "`gang: kueue` needs a `queue`", "name a LocalQueue of the job's namespace: queue: batch"},
	{relative_workdir, diag_E0413, spec_workdir, "`workdir` must begin with `/`", "no container starts in a folder relative to none"},
	{workers_kept, diag_W0401, spec_clean, "with `clean: None` workers hold their resources until the job is removed from git",
	 "`clean: Running` ends them when the launcher has ended"},
};

/* What is the same job for sure: another port that only the run uses, and a field that Kueue sets itself. */
static void add_fix(struct diag *d, const struct spec *s)
{
	const struct member *suspend = node_member(s->root, STR("suspend"));

	if (d->code == diag_E0407)
		diag_fix(d, d->at, STR("2222"));
	else if (d->code == diag_E0409 && suspend)
		diag_fix_remove(d, suspend->key_at, suspend->value->at);
}

bool spec_check(struct decoder *d, const struct spec *spec)
{
	uint32_t before = d->diags->errors;

	check_name(d, spec);
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		const struct rule *r = &rules[i];
		struct diag *diag;

		if (!r->broken(spec))
			continue;
		diag = diag_report(d->diags, r->code, spec_at(spec, r->at), "%s", r->message);
		diag_help(d->diags, diag, "%s", r->help);
		add_fix(diag, spec);
	}
	return d->diags->errors == before;
}
