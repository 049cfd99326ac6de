/* SPDX-License-Identifier: Apache-2.0 */
/* One row an option. */
#include "runtime-controller/options.h"

#include <string.h>

#include "lib/contract/keys.h"

struct row {
	const char *name;        /* --name */
	const char *value;       /* what help calls the value; NULL: a flag, whose value is "true" */
	const char *variable;    /* of the environment */
	const char *fallback;
	const char *choices;     /* blanks round each; NULL: any */
	size_t offset;
	const char *help;
};

#define ROW(member, name, value, variable, fallback, choices, help) \
	{name, value, variable, fallback, choices, offsetof(struct options, member), help}

static const struct row rows[] = {
	ROW(namespace, "namespace", "NAME", "MPICC_NAMESPACE", "", NULL,
	    "the namespace to work in; default: that of the pod or of the kubeconfig's context"),
	ROW(all_namespaces, "all-namespaces", NULL, "MPICC_ALL_NAMESPACES", "", " true false ",
	    "work in all namespaces, for which a ClusterRole is needed"),
	ROW(kubeconfig, "kubeconfig", "FILE", "MPICC_KUBECONFIG", "", NULL,
	    "how to reach the cluster; default: $KUBECONFIG, the pod's service account, ~/.kube/config"),
	ROW(context, "context", "NAME", "MPICC_CONTEXT", "", NULL, "the kubeconfig's context; default: its current one"),
	ROW(lease_namespace, "lease-namespace", "NAME", "MPICC_LEASE_NAMESPACE", "", NULL,
	    "where the Lease is by which one of several controllers leads; default: that of the pod or of the kubeconfig's "
	    "context"),
	ROW(lease_name, "lease-name", "NAME", "MPICC_LEASE_NAME", LEASE_NAME, NULL, "the Lease's name"),
	ROW(identity, "identity", "NAME", "MPICC_IDENTITY", "", NULL,
	    "who this process is in the Lease; default: the host's name and a random number"),
	ROW(listen, "listen", "ADDRESS:PORT", "MPICC_LISTEN", "127.0.0.1:8080", NULL,
	    "where /healthz, /readyz and /metrics are served"),
	ROW(log_format, "log-format", "FORMAT", "MPICC_LOG_FORMAT", "text", " text json ", "text or json"),
	ROW(log_level, "log-level", "LEVEL", "MPICC_LOG_LEVEL", "info", " debug info warning error ",
	    "debug, info, warning or error"),
};

enum { row_count = sizeof(rows) / sizeof(*rows) };

static const char **slot_of(struct options *o, const struct row *row)
{
	return (const char **)(void *)((char *)o + row->offset);
}

static bool is_choice(const struct row *row, const char *value)
{
	const char *at = row->choices;
	size_t length = strlen(value);

	if (!at)
		return true;
	if (strchr(value, ' '))
		return false;
	while (length && (at = strstr(at, value)) != NULL) {
		if (at[-1] == ' ' && at[length] == ' ')
			return true;
		at++;
	}
	return false;
}

static bool store(struct options *o, const struct row *row, const char *value, const char *from, struct buf *message)
{
	if (!is_choice(row, value)) {
		buf_printf(message, "%s: `%s` is none of:%s", from, value, row->choices);
		return false;
	}
	*slot_of(o, row) = row->value || strcmp(value, "true") == 0 ? value : "";
	return true;
}

static bool read_environment(const char *(*environment)(const char *name), struct options *o, struct buf *message)
{
	for (int i = 0; i < row_count; i++) {
		const char *value = environment(rows[i].variable);

		*slot_of(o, &rows[i]) = rows[i].fallback;
		if (value && *value && !store(o, &rows[i], value, rows[i].variable, message))
			return false;
	}
	return true;
}

static const struct row *find(struct str name)
{
	for (int i = 0; i < row_count; i++)
		if (str_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

/* One option, whose value may be the next word; how many words it took, 0: wrong. */
static int read_word(struct options *o, char **argv, int left, struct buf *message)
{
	struct str word = str_from(argv[0]);
	size_t equals = str_find(word, '=');
	const struct row *row = str_starts(word, "--") ? find(str_slice(word, 2, equals)) : NULL;
	const char *value = equals == SIZE_MAX ? NULL : word.data + equals + 1;
	int words = 1;

	if (!row) {
		buf_printf(message, "unknown option `%s`; --help shows all", argv[0]);
		return 0;
	}
	if (!value && !row->value)
		value = "true";
	if (!value && left > 1) {
		value = argv[1];
		words = 2;
	}
	if (!value) {
		buf_printf(message, "option `%s` needs a value: %s", argv[0], row->value);
		return 0;
	}
	return store(o, row, value, argv[0], message) ? words : 0;
}

bool options_read(int argc, char **argv, const char *(*environment)(const char *name), struct options *out, struct buf *message)
{
	*out = (struct options){0};
	if (!read_environment(environment, out, message))
		return false;
	for (int i = 1, words; i < argc; i += words) {
		words = 1;
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			out->help = true;
		else if (strcmp(argv[i], "--version") == 0 || strcmp(argv[i], "-V") == 0)
			out->version = true;
		else if ((words = read_word(out, argv + i, argc - i, message)) == 0)
			return false;
	}
	return true;
}

void options_help(struct buf *out)
{
	buf_puts(out,
		 "usage: mpicc-controller [OPTIONS]\n\nMakes keys of MPI runs, ends their workers, and says how they went.\n\n");
	for (int i = 0; i < row_count; i++) {
		const struct row *row = &rows[i];

		buf_printf(out, "  --%s%s%s\n      %s", row->name, row->value ? " " : "", row->value ? row->value : "",
			   row->help);
		if (row->fallback[0])
			buf_printf(out, "; default: %s", row->fallback);
		buf_printf(out, " [%s]\n", row->variable);
	}
	buf_puts(out, "  --version\n  --help\n\nIn brackets: the variable of the environment that says the same.\n");
}
