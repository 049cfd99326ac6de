/* SPDX-License-Identifier: Apache-2.0 */
/* Configuration in, a command line out; bytes through that command, a signature back. */
#include "compiler/commit/sign.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/commit/child.h"

enum { arguments_max = 9, signature_max = 1 << 20, output_max = 1 << 30 };

enum format { format_openpgp, format_ssh, format_x509, format_count };

/* Where git looks for the program of each format, in this order, and what it takes else. */
static const struct {
	const char *name, *program_key, *common_key, *program;
} formats[format_count] = {
	[format_openpgp] = {"openpgp", "gpg.openpgp.program", "gpg.program", "gpg"},
	[format_ssh] = {"ssh", "gpg.ssh.program", NULL, "ssh-keygen"},
	[format_x509] = {"x509", "gpg.x509.program", NULL, "gpgsm"},
};

struct signer {
	const char *arguments[arguments_max]; /* ends in NULL */
	char **environment;
};

static void free_config(void *handle)
{
	git_config_free(handle);
}

static void remove_file(void *path)
{
	unlink(path);
}

static const char *text_of(git_config *config, const char *key)
{
	const char *value;

	return key && git_config_get_string(&value, config, key) == 0 && *value ? value : NULL;
}

/* A public key itself, not a file with one; so git tells them apart, too. */
static struct str literal_key(struct str key)
{
	if (str_starts(key, "key::"))
		return str_slice(key, 5, key.length);
	return str_starts(key, "ssh-") ? key : STR_NONE;
}

/* Without gpg.format a key says by its looks whose it is: gpg's are no files. */
static int find_format(git_config *config, struct str key, enum format *out, struct error *err)
{
	const char *name = text_of(config, "gpg.format");
	bool file = key.length && (str_find(key, '/') != SIZE_MAX || access(key.data, F_OK) == 0);

	*out = literal_key(key).length || file ? format_ssh : format_openpgp;
	for (int i = 0; name && i < format_count; i++)
		if (strcmp(name, formats[i].name) == 0)
			return *out = (enum format)i, 0;
	return name ? error_set(err, error_git, "git's gpg.format is `%s`, which is none of openpgp, ssh and x509", name) : 0;
}

/* "~/" is the shell's to replace, but not after a `=`, and not in git's configuration. */
static struct str with_home(struct arena *a, struct str path)
{
	const char *home = getenv("HOME");

	return home && str_starts(path, "~/") ? arena_join(a, str_from(home), str_slice(path, 1, path.length)) : path;
}

static int write_key(int fd, struct str text)
{
	while (text.length) {
		ssize_t n = write(fd, text.data, text.length);

		if (n < 0 && errno != EINTR)
			return -1;
		text = str_slice(text, n < 0 ? 0 : (size_t)n, text.length);
	}
	return 0;
}

/* ssh-keygen takes files only. The file goes with the session. */
static int key_file(struct git_session *s, struct str literal, const char **out, struct error *err)
{
	const char *folder = getenv("TMPDIR");
	struct str path = arena_format(s->scratch, "%s/mpicc-yaml-key-XXXXXX", folder && *folder ? folder : "/tmp");
	struct str line = arena_join(s->scratch, str_trim(literal), STR("\n"));
	struct slot *slot = slot_new(s->scratch, remove_file);
	char *name = (char *)(uintptr_t)path.data;
	int fd = mkstemp(name), failed;

	if (fd < 0)
		return error_set(err, error_io, "cannot make a file for the public key: %s", strerror(errno));
	slot->handle = name;
	failed = write_key(fd, line) < 0;
	failed |= close(fd) < 0;
	if (failed)
		return error_set(err, error_io, "cannot write the public key to `%s`: %s", name, strerror(errno));
	*out = name;
	return 0;
}

/* With a public key alone, its private half is an agent's. */
static int ssh_arguments(struct git_session *s, struct str key, struct signer *signer, struct error *err)
{
	struct str literal = literal_key(key);
	const char **next = &signer->arguments[1], *file = with_home(s->scratch, key).data;

	if (key.length == 0)
		return error_set(err, error_git,
				 "no key to sign with: git config user.signingkey FILE (a private key, or a public one whose private "
				 "half ssh-agent has), or --sign=FILE");
	if (literal.length && key_file(s, literal, &file, err) < 0)
		return -1;
	for (const char *const *word = (const char *const[]){"-Y", "sign", "-n", "git", "-f", file, NULL}; *word; word++)
		*next++ = *word;
	if (literal.length)
		*next = "-U";
	return 0;
}

static void gpg_arguments(struct git_session *s, struct str key, const struct identity *identity, struct signer *signer)
{
	const git_signature *who = identity->committer;

	signer->arguments[1] = "-bsau";
	signer->arguments[2] = key.length ? key.data : arena_format(s->scratch, "%s <%s>", who->name, who->email).data;
}

static int make(struct git_session *s, git_config *config, struct str key, const struct identity *identity, struct signer *signer,
		struct error *err)
{
	const char *program;
	enum format format;

	if (find_format(config, key, &format, err) < 0)
		return -1;
	program = text_of(config, formats[format].program_key);
	if (!program)
		program = text_of(config, formats[format].common_key);
	signer->arguments[0] = arena_str(s->scratch, str_from(program ? program : formats[format].program)).data;
	signer->environment = child_environment(s->scratch);
	if (format == format_ssh)
		return ssh_arguments(s, key, signer, err);
	gpg_arguments(s, key, identity, signer);
	return 0;
}

static bool is_wanted(git_config *config, const struct commit_request *request)
{
	int configured = 0;

	if (request->sign != sign_as_configured)
		return request->sign == sign_always;
	return git_config_get_bool(&configured, config, "commit.gpgsign") == 0 && configured;
}

static int find(struct git_session *s, git_config *config, const struct commit_request *request, const struct identity *identity,
		struct signer **out, struct error *err)
{
	struct str key = request->sign_key;
	const char *text;

	if (!is_wanted(config, request))
		return 0;
	if (key.length == 0)
		key = str_from(text_of(config, "user.signingkey"));
	if (git_text(s->scratch, key, "signing key's name", &text, err) < 0)
		return -1;
	*out = arena_new(s->scratch, struct signer);
	return make(s, config, arena_str(s->scratch, key), identity, *out, err);
}

int signer_find(struct git_session *s, const struct commit_request *request, const struct identity *identity,
		struct signer **out, struct error *err)
{
	struct slot *slot = slot_new(s->scratch, free_config);
	git_config *config;
	int code = git_repository_config_snapshot(&config, s->repo);

	*out = NULL;
	if (code < 0)
		return git_fail(err, code, "cannot read git's configuration");
	slot->handle = config;
	code = find(s, config, request, identity, out, err);
	slot_clear(slot);
	return code;
}

static void read_all(struct child *c, struct buf *out)
{
	char chunk[4096];
	ssize_t n;

	while ((n = child_read(c, chunk, sizeof(chunk))) > 0)
		buf_add(out, (struct str){chunk, (size_t)n});
}

int signer_sign(const struct signer *signer, struct arena *a, struct str bytes, struct str *out, struct error *err)
{
	const char *program = signer->arguments[0];
	struct buf *text = scratch_buf(a, output_max);
	char complaint[600] = "";
	struct child child;
	int failed = child_start(&child, signer->arguments, signer->environment, child_stderr_kept), status;

	if (failed)
		return error_set(err, error_git, "cannot sign the commit: `%s` cannot be started: %s", program, strerror(-failed));
	/* What is not taken shows in what comes back. */
	child_write(&child, bytes);
	child_write_end(&child);
	read_all(&child, text);
	status = child_end(&child, complaint, sizeof(complaint));
	if (text->failed)
		return error_no_memory(err);
	if (status != 0 || text->length > signature_max || !str_starts(buf_str(text), "-----BEGIN "))
		return error_set(err, error_git, "cannot sign the commit: `%s` %s%s", program,
				 complaint[0] ? "says: " : "made no signature", complaint);
	*out = scratch_buf_str(a, text);
	return 0;
}
