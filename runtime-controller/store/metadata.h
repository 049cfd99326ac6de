/* SPDX-License-Identifier: Apache-2.0 */
/* Reading metadata and times of any object. */
#ifndef MPICC_CONTROLLER_STORE_METADATA_H
#define MPICC_CONTROLLER_STORE_METADATA_H

#include "runtime-controller/store/record.h"

/* Raw texts of an object's metadata. They are picked together with what else is wanted of it, for objects are long. */
struct metadata {
	struct str name, namespace, uid, version, created, deleted, labels;
};

/* Rows of struct json_field that fill a struct metadata. */
#define METADATA_FIELDS(m)                                                                                                \
	{"metadata.name", &(m).name}, {"metadata.namespace", &(m).namespace}, {"metadata.uid", &(m).uid},                    \
	{"metadata.resourceVersion", &(m).version}, {"metadata.creationTimestamp", &(m).created},                           \
	{"metadata.deletionTimestamp", &(m).deleted}, {"metadata.labels", &(m).labels}

/* False: the object is not ours, or not to be kept. */
bool metadata_read(const struct metadata *m, struct run_key *out_key, struct record *out, char out_name[record_name_size]);

/* A raw text that is a time; 0 when it is none. */
int64_t metadata_time(struct str raw);

#endif
