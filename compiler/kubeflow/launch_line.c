/* SPDX-License-Identifier: Apache-2.0 */
/* Options of launch commands: for each launcher a table of what makes no difference, or stands for a variable. */
#include "compiler/kubeflow/launch_line.h"

enum meaning {
	option_nothing,   /* no value; the flavour does it, or it is the default */
	option_default,   /* a value that makes no difference: `expected` */
	option_ranks,     /* a number, of all ranks */
	option_slots,     /* a number, of ranks a host */
	option_forward,   /* NAME or NAME=VALUE: all of the environment reaches the ranks, so only a value matters */
	option_variable,  /* NAME VALUE */
	option_parameter, /* KEY VALUE, which is OMPI_MCA_KEY */
	option_unbound,   /* none: Open MPI binds by default */
};

struct launch_option {
	const char *name; /* without dashes */
	enum meaning meaning;
	const char *expected;
};

static const struct launch_option open_mpi[] = {
	{"n", option_ranks, NULL},
	{"np", option_ranks, NULL},
	{"c", option_ranks, NULL},
	{"N", option_slots, NULL},
	{"npernode", option_slots, NULL},
	{"x", option_forward, NULL},
	{"mca", option_parameter, NULL},
	{"bind-to", option_unbound, NULL},
	{"map-by", option_default, "slot"},
	{"allow-run-as-root", option_nothing, NULL},
	{"hostfile", option_default, "/etc/mpi/hostfile"},
	{"machinefile", option_default, "/etc/mpi/hostfile"},
	{"default-hostfile", option_default, "/etc/mpi/hostfile"},
	{NULL, option_nothing, NULL},
};

static const struct launch_option hydra[] = {
	{"n", option_ranks, NULL},
	{"np", option_ranks, NULL},
	{"ppn", option_slots, NULL},
	{"perhost", option_slots, NULL},
	{"genv", option_variable, NULL},
	{"env", option_variable, NULL},
	{"genvall", option_nothing, NULL},
	{"envall", option_nothing, NULL},
	{"bind-to", option_default, "none"},
	{"launcher", option_default, "ssh"},
	{"bootstrap", option_default, "ssh"},
	{"f", option_default, "/etc/mpi/hostfile"},
	{"hostfile", option_default, "/etc/mpi/hostfile"},
	{"machinefile", option_default, "/etc/mpi/hostfile"},
	{NULL, option_nothing, NULL},
};

static const struct launch_option horovod[] = {
	{"np", option_ranks, NULL},
	{"num-proc", option_ranks, NULL},
	{"hostfile", option_default, "/etc/mpi/hostfile"},
	{NULL, option_nothing, NULL},
};

/* Open MPI starts a rank a slot when no number is given; the others start one, or refuse. */
struct launcher {
	const char *program, *flavour;
	const struct launch_option *options;
	bool fills_slots;
	const char *becomes; /* the flavour that makes this command; NULL: the same */
};

static const struct launcher launchers[] = {
	{"mpirun", "openmpi", open_mpi, true, NULL},
	{"mpiexec", "openmpi", open_mpi, true, NULL},
	{"orterun", "openmpi", open_mpi, true, NULL},
	{"mpirun", "intel", hydra, false, NULL},
	{"mpiexec", "intel", hydra, false, NULL},
	{"mpiexec.hydra", "intel", hydra, false, NULL},
	{"mpirun", "mpich", hydra, false, NULL},
	{"mpiexec", "mpich", hydra, false, NULL},
	{"mpiexec.hydra", "mpich", hydra, false, NULL},
	{"horovodrun", NULL, horovod, false, "horovod"},
};

struct parser {
	struct arena *arena;
	const struct str *words;
	uint32_t count, at;
	const struct launch_job *job;
	struct node *env;
	bool ranks; /* their number was given */
};

static const struct launcher *find_launcher(struct str program, struct str flavour)
{
	for (size_t i = 0; i < sizeof(launchers) / sizeof(*launchers); i++)
		if (str_is(program, launchers[i].program) && (!launchers[i].flavour || str_is(flavour, launchers[i].flavour)))
			return &launchers[i];
	return NULL;
}

/* With one dash or two, which all of them take for the same. */
static const struct launch_option *find_option(const struct launch_option *options, struct str word)
{
	word = str_slice(word, str_starts(word, "--") ? 2 : 1, word.length);
	for (; options->name; options++)
		if (str_is(word, options->name))
			return options;
	return NULL;
}

static void set(struct parser *p, struct str name, struct str value)
{
	node_set(p->arena, p->env, name, node_new_string(p->arena, value, PLACE_NONE));
}

static bool is_number(struct str text, int64_t wanted)
{
	int64_t number;

	return str_to_int(text, &number) && number == wanted;
}

static bool forward(struct parser *p, struct str value)
{
	size_t equals = str_find(value, '=');

	if (equals == 0)
		return false;
	if (equals != SIZE_MAX)
		set(p, str_slice(value, 0, equals), str_slice(value, equals + 1, value.length));
	return true;
}

/* Parameters of the MPI library, which Open MPI 4 and 5 both read from OMPI_MCA_*; those of the launcher itself 5 does not. */
static bool parameter(struct parser *p, struct str key, struct str value)
{
	static const char *const frameworks[] = {"pml", "btl", "mtl", "coll", "osc", "io", "mpi_", "opal_", "rcache", "common_"};

	for (size_t i = 0; i < sizeof(frameworks) / sizeof(*frameworks); i++) {
		if (!str_starts(key, frameworks[i]))
			continue;
		set(p, arena_format(p->arena, "OMPI_MCA_%.*s", STR_ARG(key)), value);
		return true;
	}
	return false;
}

static bool unbound(struct parser *p, struct str value)
{
	if (!str_is(value, "none"))
		return false;
	set(p, STR("OMPI_MCA_hwloc_base_binding_policy"), STR("none"));
	set(p, STR("PRTE_MCA_hwloc_default_binding_policy"), STR("none"));
	return true;
}

static uint32_t values_of(enum meaning meaning)
{
	if (meaning == option_nothing)
		return 0;
	return meaning == option_variable || meaning == option_parameter ? 2 : 1;
}

static bool apply(struct parser *p, const struct launch_option *option, const struct str *values)
{
	switch (option->meaning) {
	case option_nothing:
		return true;
	case option_default:
		return str_is(values[0], option->expected);
	case option_ranks:
		p->ranks = true;
		return is_number(values[0], p->job->ranks);
	case option_slots:
		return is_number(values[0], p->job->slots);
	case option_forward:
		return forward(p, values[0]);
	case option_variable:
		set(p, values[0], values[1]);
		return true;
	case option_parameter:
		return parameter(p, values[0], values[1]);
	case option_unbound:
		return unbound(p, values[0]);
	}
	return false;
}

static bool parse_option(struct parser *p, const struct launch_option *options)
{
	const struct launch_option *option = find_option(options, p->words[p->at]);
	uint32_t values = option ? values_of(option->meaning) : 0;

	if (!option || p->at + values >= p->count || !apply(p, option, p->words + p->at + 1))
		return false;
	p->at += 1 + values;
	return true;
}

/* A lone colon begins another program. */
static bool is_one_program(const struct parser *p)
{
	for (uint32_t i = p->at; i < p->count; i++)
		if (str_is(p->words[i], ":"))
			return false;
	return p->at < p->count;
}

bool launch_line_parse(struct arena *a, const struct str *words, uint32_t count, const struct launch_job *job,
		       struct launch_line *out)
{
	struct parser p = {
		.arena = a, .words = words, .count = count, .at = 1, .job = job, .env = node_new(a, node_map, PLACE_NONE)};
	const struct launcher *launcher = count ? find_launcher(words[0], job->flavour) : NULL;

	if (!launcher)
		return false;
	while (p.at < count && str_starts(words[p.at], "-"))
		if (!parse_option(&p, launcher->options))
			return false;
	if (!is_one_program(&p) || (!p.ranks && !launcher->fills_slots && job->ranks != 1))
		return false;
	*out = (struct launch_line){launcher->becomes ? launcher->becomes : launcher->flavour, p.at, p.env};
	return true;
}
