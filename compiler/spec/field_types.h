/* SPDX-License-Identifier: Apache-2.0 */
/* The types fields can have, and the C types of their slots. */
#ifndef MPICC_SPEC_FIELD_TYPES_H
#define MPICC_SPEC_FIELD_TYPES_H

#include "compiler/spec/field.h"

/* A program with its arguments, no shell in between. */
struct command {
	struct str *words;
	uint32_t count;       /* 0: not set */
	const struct node *node;
};

/* Where the key pair of a run comes from. */
enum key_mode { keys_controller, keys_existing, keys_plain, keys_sops, keys_sealed, keys_external };
struct key_choice {
	enum key_mode mode;
	struct str secret;    /* keys_existing: the Secret's name */
};

/* The user that pods run as. */
struct user_choice {
	bool root;
	int64_t uid, gid;
	struct str name, home;   /* of the passwd entry made for the uid */
	bool image_passwd;       /* the image's own /etc/passwd knows the uid: make none */
};

struct resource_choice {
	struct node *requirements; /* core/v1 ResourceRequirements, NULL when nothing was asked for */
	int64_t gpus;              /* devices a pod gets, of any vendor */
};

struct mount_list {
	struct node *volumes;      /* lists of core/v1 Volume and VolumeMount, never NULL after decoding */
	struct node *mounts;
};

struct flavour_choice {
	struct str name;           /* "openmpi", or a path that ends in .lua */
	struct node *options;      /* the other members of the long form; NULL for the short one */
	const struct node *node;
};

extern const struct field_type
	field_string,     /* struct str */
	field_name,       /* struct str: an RFC 1123 label */
	field_subdomain,  /* struct str: an RFC 1123 subdomain, as most objects are called */
	field_int,        /* int64_t */
	field_bool,       /* bool */
	field_choice,     /* int: index into choices */
	field_duration,   /* int64_t: seconds; 0 when not set */
	field_command,    /* struct command */
	field_env,        /* struct node *: list of core/v1 EnvVar */
	field_mounts,     /* struct mount_list */
	field_resources,  /* struct resource_choice */
	field_user,       /* struct user_choice */
	field_keys,       /* struct key_choice */
	field_flavour,    /* struct flavour_choice */
	field_labels,     /* struct node *: map of strings, keys and values checked as labels */
	field_annotations,/* struct node *: map of strings */
	field_strings,    /* struct node *: list of strings */
	field_quotas,     /* struct node *: map of namespaces to maps of quantities, resources by their full names */
	field_map;        /* struct node *: any map, kept as it is */

/* Seconds of "90s", "4h", "1d12h", "45m"; false when it is none. */
bool duration_parse(struct str text, int64_t *out);

/* A Kubernetes quantity (k8s.io/apimachinery resource.Quantity): "2", "500m", "32Gi", "1e3". */
bool quantity_is_valid(struct str text);
/* Its value when that is a whole number up to INT64_MAX; false otherwise. */
bool quantity_to_int(struct str text, int64_t *out);
/* Its value, as near as a double comes; equal quantities of one scale give equal doubles. */
bool quantity_to_double(struct str text, double *out);
/* Whether devices of this resource are GPUs, of any vendor. */
bool resource_is_gpu(struct str resource);

/*
 * Splits words as a POSIX shell would, without a shell: quotes and backslashes
 * work; an operator, expansion or glob outside quotes is refused.
 */
enum split_status { split_ok, split_unclosed_quote, split_needs_shell };
struct split_result {
	struct str *words;
	uint32_t count;
	size_t at, length; /* where and how long the trouble is, in bytes of the text */
};
enum split_status command_split(struct arena *a, struct str text, struct split_result *out);

#endif
