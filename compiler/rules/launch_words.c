/* SPDX-License-Identifier: Apache-2.0 */
/* Launch commands read leniently: what is not understood says nothing, for only advice comes of it. */
#include "compiler/rules/launch_words.h"

struct word {
	struct str text;
	struct place at;
};

struct word_list {
	struct word *items;
	uint32_t count, capacity;
	struct arena *arena;
};

static struct str base_name(struct str path)
{
	size_t slash = str_find_last(path, '/');

	return slash == SIZE_MAX ? path : str_slice(path, slash + 1, path.length);
}

bool launch_words_is_launcher(struct str program)
{
	static const char *const names[] = {"mpirun", "mpiexec", "mpiexec.hydra", "orterun", "prterun", "horovodrun", "mpirun_rsh",
					    "deepspeed", "charmrun", "srun", "torchrun"};

	program = base_name(program);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_is(program, names[i]))
			return true;
	return false;
}

static bool is_shell(struct str program)
{
	program = base_name(program);
	return str_is(program, "sh") || str_is(program, "bash") || str_is(program, "dash") || str_is(program, "ash");
}

static void add(struct word_list *list, struct str text, struct place at)
{
	arena_grow(list->arena, list->items, list->count, list->capacity);
	list->items[list->count++] = (struct word){text, at};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\\';
}

static bool is_operator(char c)
{
	return c == ';' || c == '|' || c == '&' || c == '(' || c == ')' || c == '>' || c == '<';
}

/* A part of a text that stands in its file as it is, so that the part has a place of its own; else the whole. */
static struct place part_at(struct place at, struct str text, size_t start, size_t end)
{
	struct str written = at.source ? str_slice(at.source->text, at.offset, at.offset + at.length) : STR_NONE;
	uint32_t quote = written.length == text.length + 2 && (str_starts(written, "\"") || str_starts(written, "'"));

	if (!str_equal(str_slice(written, quote, quote + text.length), text))
		return at;
	return (struct place){at.source, at.offset + quote + (uint32_t)start, (uint32_t)(end - start)};
}

/* Words of a shell's text, quotes taken off, an empty word for each operator and line end. */
static void add_script(struct word_list *list, struct str text, struct place at)
{
	size_t i = 0, start;

	while (i < text.length) {
		char quote = text.data[i] == '"' || text.data[i] == '\'' ? text.data[i] : '\0';

		if (is_operator(text.data[i]) || (text.data[i] == '\n' && (i == 0 || text.data[i - 1] != '\\')))
			add(list, STR_NONE, at);
		if (is_blank(text.data[i]) || is_operator(text.data[i])) {
			i++;
			continue;
		}
		start = quote ? ++i : i;
		while (i < text.length && (quote ? text.data[i] != quote : !is_blank(text.data[i]) && !is_operator(text.data[i])))
			i++;
		add(list, str_slice(text, start, i), part_at(at, text, start, i));
		i += quote && i < text.length;
	}
}

static void add_words(struct word_list *list, const struct node *words, bool *script)
{
	bool shell = false;

	if (words->kind == node_string)
		add_script(list, words->text, words->at);
	for (uint32_t i = 0; words->kind == node_list && i < words->item_count; i++) {
		struct str text = node_text(words->items[i]);

		shell |= is_shell(text);
		/* The text that a shell runs, or that a list holds as one word. */
		if (shell && str_find(text, ' ') != SIZE_MAX)
			add_script(list, text, words->items[i]->at);
		else
			add(list, text, words->items[i]->at);
	}
	*script |= shell;
}

static bool one_of(struct str word, const char *const *names)
{
	for (; *names; names++)
		if (str_is(word, *names))
			return true;
	return false;
}

static bool contains(struct str text, const char *part)
{
	for (; text.length; text = str_slice(text, 1, text.length))
		if (str_starts(text, part))
			return true;
	return false;
}

/* ppr:N:node of --map-by. */
static void map_by(struct launch_words *out, const struct word *w)
{
	struct str rest = w->text, part;
	int64_t count;

	if (contains(w->text, "oversubscribe") || contains(w->text, "OVERSUBSCRIBE"))
		out->oversubscribes = true;
	if (!str_starts(rest, "ppr:"))
		return;
	str_cut(&rest, ':', &part);
	str_cut(&rest, ':', &part);
	if (str_to_int(part, &count) && count > 0 && str_starts(rest, "node")) {
		out->per_host = count;
		out->per_host_at = w->at;
	}
}

static void read_option(struct launch_words *out, struct str name, const struct word *value)
{
	static const char *const ranks[] = {"-n", "-np", "--np", "--n", "-c", NULL};
	static const char *const per_host[] = {"-ppn", "--ppn", "-perhost", "-npernode", "--npernode", "-N", NULL};
	static const char *const hosts[] = {"-hostfile", "--hostfile", "-machinefile", "--machinefile", "-f", "-H", "-host", "--host",
					    "-hosts", "--hosts", NULL};
	static const char *const mapping[] = {"-map-by", "--map-by", NULL};
	int64_t count;

	if (one_of(name, ranks) && str_to_int(value->text, &count) && count > 0 && count < 1000000000) {
		out->ranks += count;
		out->ranks_at = value->at;
	} else if (one_of(name, per_host) && str_to_int(value->text, &count) && count > 0) {
		out->per_host = count;
		out->per_host_at = value->at;
	} else if (one_of(name, hosts)) {
		out->hosts = value->text;
		out->hosts_at = value->at;
	} else if (one_of(name, mapping)) {
		map_by(out, value);
	}
}

/*
 * Words that an option takes after itself, by what mpirun and mpiexec of Open MPI, MPICH and Intel MPI, and horovodrun know; -1 for one that
 * is not here: what follows it may be its value or the program.
 */
static int arguments_of(struct str option)
{
	static const char *const none[] = {"--allow-run-as-root", "-allow-run-as-root", "--oversubscribe", "-oversubscribe", "--nooversubscribe",
					   "--tag-output", "-tag-output", "--report-bindings", "-report-bindings", "-v", "--verbose", "-verbose",
					   "-q", "--quiet", "--display-map", "-display-map", "--display-allocation", "-l", "-prepend-rank",
					   "--use-hwthread-cpus", "--gloo", "--mpi", "-genvall", "-genvnone", "-print-all-exitcodes", NULL};
	static const char *const one[] = {"-n", "-np", "--np", "--n", "-c", "-ppn", "--ppn", "-perhost", "-npernode", "--npernode", "-N",
					  "-hostfile", "--hostfile", "-machinefile", "--machinefile", "-f", "-H", "-host", "--host", "-hosts",
					  "--hosts", "-map-by", "--map-by", "-bind-to", "--bind-to", "-rank-by", "--rank-by", "-x", "-wdir",
					  "--wdir", "-wd", "-prefix", "--prefix", "-iface", "-launcher", "-bootstrap", "--output-filename",
					  "--timeout", "-genvlist", "-envlist", "-p", "--ssh-port", "--network-interface", "--start-timeout",
					  NULL};
	static const char *const two[] = {"-mca", "--mca", "-gmca", "--gmca", "--prtemca", "--pmixmca", "-genv", "-env", NULL};

	if (str_find(option, '=') != SIZE_MAX || one_of(option, none))
		return 0;
	return one_of(option, one) ? 1 : one_of(option, two) ? 2 : -1;
}

/* Options from the launcher's word to the program, and after each `:` again; to the end of the command in a shell's text. */
static void read_launcher(struct launch_words *out, const struct word_list *list, uint32_t i)
{
	bool options = true;

	for (i++; i < list->count && list->items[i].text.length; i++) {
		struct str word = list->items[i].text;
		int arguments = arguments_of(word);

		if (str_is(word, ":")) {
			options = true;
			continue;
		}
		options &= str_starts(word, "-") && arguments >= 0 && i + (uint32_t)arguments < list->count;
		if (!options)
			continue;
		if (str_is(word, "--oversubscribe") || str_is(word, "-oversubscribe"))
			out->oversubscribes = true;
		else if (arguments == 1)
			read_option(out, word, &list->items[i + 1]);
		i += (uint32_t)arguments;
	}
}

/* Programs whose options are those of above; of the others only that they start ranks is known. */
static bool has_options(struct str program)
{
	static const char *const names[] = {"mpirun", "mpiexec", "mpiexec.hydra", "orterun", "prterun", "horovodrun", "mpirun_rsh", NULL};

	return one_of(base_name(program), names);
}

void launch_words_read(const struct node *words, struct arena *a, struct launch_words *out)
{
	struct word_list list = {.arena = a};

	*out = (struct launch_words){0};
	if (words)
		add_words(&list, words, &out->script);
	for (uint32_t i = 0; i < list.count && !out->launches; i++) {
		if (!launch_words_is_launcher(list.items[i].text) && !contains(list.items[i].text, "torch.distributed") &&
		    !contains(list.items[i].text, "horovod.runner") && !contains(list.items[i].text, "deepspeed.launcher"))
			continue;
		out->launches = true;
		if (has_options(list.items[i].text))
			read_launcher(out, &list, i);
	}
}
