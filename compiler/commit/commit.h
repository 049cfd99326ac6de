/* SPDX-License-Identifier: Apache-2.0 */
/*
 * commit: a file set -> one commit in a git repository, or a plan of it.
 *
 * Objects go straight into a pack (several from 4 MiB on), without a work tree or an index; the
 * branch moves by compare-and-swap, and when somebody else moved it first the
 * commit is made again on top of theirs. Under `folder` there is an ownership
 * file, OWNED_FILE, which lists the paths (one a line, sorted, relative to the
 * folder) that this tool wrote: only those are ever changed or removed.
 * METADATA_FILE is one of them; OWNED_FILE is ours without a row. When no file
 * but these two would change, there is no commit. They stay when the last
 * manifest goes, so that the folder, and with it what GitOps tools look at,
 * does not vanish.
 *
 * No type of libgit2's appears here. The implementation is a module that is
 * loaded when first needed (commit_module_load), because libgit2 costs 4 ms at
 * every start of a program linked with it.
 */
#ifndef MPICC_COMMIT_COMMIT_H
#define MPICC_COMMIT_COMMIT_H

#include "compiler/emit/file_set.h"
#include "compiler/module/module.h"
#include "lib/base/error.h"

/* As Argo CD's source hydrator writes it (docs/user-guide/source-hydrator.md). */
#define METADATA_FILE "hydrator.metadata"

/* The repository that the job files came from; all empty where they came from none. */
struct commit_origin {
	struct str url;     /* of remote "origin", without credentials */
	struct str sha;     /* HEAD */
	struct str author;  /* "Name <mail>" */
	struct str date;    /* RFC 3339 */
	struct str subject, body;
	bool dirty;         /* files differ from HEAD */
};

enum sign_choice { sign_as_configured, sign_always, sign_never };

struct commit_request {
	struct str repository;    /* path of a bare or normal repository */
	struct str branch;        /* short name, or refs/heads/NAME as CI systems say it; empty: what HEAD names */
	struct str base;          /* the branch that `branch` begins from when it is not there; empty: from nothing */
	struct str folder;        /* in the repository; empty: its root */
	struct str tool_version;  /* for the trailer */
	struct str command;       /* for hydrator.metadata */
	struct commit_origin origin;
	struct str push_remote;   /* name or URL to push the branch to; empty: do not push */
	struct str message;       /* replaces the made subject; may be empty */
	enum sign_choice sign;    /* as_configured: by commit.gpgsign */
	struct str sign_key;      /* in place of user.signingkey; may be empty */
	bool note;                /* note origin.sha on the commit, in refs/notes/hydrator.metadata (note.h) */
	struct str parent; /* the `parent` of a plan: error_moved when the branch is elsewhere by now; empty: wherever it is */
};

enum change_kind { change_added, change_modified, change_removed };

struct change {
	enum change_kind kind;
	struct str path;          /* in the repository */
	struct str before, after; /* file contents; empty where there is none; `after` is the file set's */
	const struct file *file;  /* of the file set; NULL where it is removed */
};

struct commit_result {
	struct str commit;        /* hexadecimal id; empty when nothing changed */
	struct str branch;
	struct str parent;        /* of a plan: the commit that it was made on, the branch's or its base's; empty: there is none */
	struct change *changes;   /* by path; never those of OWNED_FILE and METADATA_FILE */
	uint32_t change_count;
	struct kept_file *kept;   /* that would be other bytes now, were they not to be written once */
	uint32_t kept_count;
	bool pushed;              /* the remote has the branch as it is here, just sent or already there */
};

/*
 * Told by a module, checked by the loader: modules of another build are
 * refused. Raise the number when a struct or a function's meaning changes.
 */
enum { commit_abi_version = 3 };
#define COMMIT_ABI_SIZES \
	((uint64_t)sizeof(struct commit_ops) << 48 | (uint64_t)sizeof(struct commit_request) << 32 | \
	 (uint64_t)sizeof(struct commit_result) << 16 | (uint64_t)sizeof(struct file_set))

struct commit_ops {
	struct module_head head;
	/*
	 * What commit would change. Reads only. A branch that does not exist is
	 * an empty one. A path in `files` that is in the repository but not owned
	 * is an error that names it.
	 */
	int (*plan)(const struct commit_request *request, const struct file_set *files, struct arena *a,
		    struct commit_result *out, struct error *err);
	/*
	 * Plans, writes one commit, moves the branch, pushes if asked; it pushes
	 * also when nothing changed, because an earlier push may have failed. A
	 * branch that moved, here or at the remote, is committed on again, ten
	 * times; then error_moved. A branch that a work tree has checked out is
	 * refused.
	 */
	int (*write)(const struct commit_request *request, const struct file_set *files, struct arena *a,
		     struct commit_result *out, struct error *err);
	/*
	 * Brings the branch up to what request->push_remote has. Commits that
	 * are only here go when this tool made them all: what makes them again
	 * knows more. Others are an error. A branch that the remote has not
	 * stays as it is.
	 */
	int (*sync)(const struct commit_request *request, struct arena *a, struct error *err);
	/* Fills `out` from the repository that `path` (a file or folder) lies in; leaves it empty when there is none. */
	int (*origin)(struct str path, struct arena *a, struct commit_origin *out, struct error *err);
};

/* Loads the module and returns its functions; NULL and an error when it cannot be loaded. */
const struct commit_ops *commit_module_load(struct error *err);

#endif
