/* SPDX-License-Identifier: Apache-2.0 */
/* Rules on launch commands that users write by hand: numbers of ranks, hosts, and whether MPI starts at all. */
#include "compiler/rules/rule.h"

#include "compiler/flavour/plan.h"
#include "compiler/rules/launch_words.h"

/* The words that follow the start script in the launcher's container; NULL when the flavour made them. */
static const struct node *own_words(const struct rule_job *job)
{
	const struct spec *s = job->plan->spec;

	if (s->launch.count)
		return s->launch.node;
	for (uint32_t p = 0; s->kubeflow.is && p < job->pod_count; p++)
		if (job->pods[p].launches)
			return node_get(job->pods[p].mpi, "args");
	return NULL;
}

static bool has_own_hosts(const struct launch_words *words)
{
	return words->hosts.length && !str_starts(words->hosts, PATH_CONFIG "/") && !str_starts(words->hosts, "$");
}

void rule_run_launches(const struct rule_job *job)
{
	const struct command *run = &job->plan->spec->run;
	struct str program = run->count ? run->words[0] : STR_NONE;
	struct diag *d;
	const struct member *m;

	if (!launch_words_is_launcher(program) || str_is(program, "torchrun"))
		return;
	d = rule_report(job, run->node, "every rank would run `%.*s` anew", STR_ARG(program));
	m = node_member(job->plan->spec->root, STR("run"));
	if (m && place_is_users(m->key_at) && !job->plan->spec->launch.count)
		diag_fix(d, m->key_at, STR("launch"));
}

/* Slots are those of the run's host file; a command with hosts of its own may have more. */
static void read_ranks(const struct rule_job *job, struct launch_words *out)
{
	launch_words_read(own_words(job), job->arena, out);
	if (has_own_hosts(out))
		out->ranks = out->per_host = 0;
}

static bool is_openmpi(const struct rule_job *job)
{
	return str_is(job->plan->spec->mpi.name, "openmpi");
}

static const char *plural(int64_t n)
{
	return n == 1 ? "" : "s";
}

void rule_too_many_ranks(const struct rule_job *job)
{
	struct launch_words words;
	int64_t ranks = job->plan->ranks, slots = job->plan->slots;

	read_ranks(job, &words);
	if (!is_openmpi(job) || words.script || words.oversubscribes || !words.launches)
		return;
	if (words.ranks > ranks)
		rule_report_at(job, words.ranks_at, "the command starts %lld ranks, and there %s %lld slot%s", (long long)words.ranks,
			       ranks == 1 ? "is" : "are", (long long)ranks, plural(ranks));
	else if (words.per_host > slots)
		rule_report_at(job, words.per_host_at, "the command starts %lld ranks on each host, which has %lld slot%s",
			       (long long)words.per_host, (long long)slots, plural(slots));
}

void rule_ranks_disagree(const struct rule_job *job)
{
	struct launch_words words;
	int64_t ranks = job->plan->ranks, slots = job->plan->slots;
	bool reported;

	read_ranks(job, &words);
	reported = is_openmpi(job) && !words.script && !words.oversubscribes;
	if (!words.launches || (words.oversubscribes && words.ranks >= ranks))
		return;
	if (words.ranks && words.ranks != ranks && !(reported && words.ranks > ranks))
		rule_report_at(job, words.ranks_at, "the command starts %lld rank%s, and workers have %lld slot%s", (long long)words.ranks,
			       plural(words.ranks), (long long)ranks, plural(ranks));
	else if (words.per_host && words.per_host != slots && !(reported && words.per_host > slots))
		rule_report_at(job, words.per_host_at, "the command starts %lld rank%s on each host, which has %lld slot%s",
			       (long long)words.per_host, plural(words.per_host), (long long)slots, plural(slots));
}

static bool is_python(struct str word)
{
	size_t slash = str_find_last(word, '/');

	word = slash == SIZE_MAX ? word : str_slice(word, slash + 1, word.length);
	return str_starts(word, "python") || str_ends(word, ".py");
}

/* Only of what is surely no launcher: a program's name says nothing of what it does. */
void rule_no_launcher(const struct rule_job *job)
{
	const struct node *own = own_words(job);
	const struct command *launch = &job->plan->spec->launch;
	struct str first = launch->count ? launch->words[0] : node_text(rule_item(own, 0));
	struct launch_words words;

	launch_words_read(own, job->arena, &words);
	if (own && !words.launches && !words.script && is_python(first) && job->plan->spec->workers > 0)
		rule_report(job, own->kind == node_list ? rule_item(own, 0) : own, "the launch command starts no MPI");
}

void rule_own_hosts(const struct rule_job *job)
{
	struct launch_words words;

	launch_words_read(own_words(job), job->arena, &words);
	if (has_own_hosts(&words))
		rule_report_at(job, words.hosts_at, "the command names hosts of its own, `%.*s`", STR_ARG(words.hosts));
}
