/* SPDX-License-Identifier: Apache-2.0 */
/* Reading metadata and times of any object. */
#ifndef MPICC_CONTROLLER_STORE_METADATA_H
#define MPICC_CONTROLLER_STORE_METADATA_H

#include "runtime-controller/store/record.h"

/* `metadata` is its raw text. False: the object is not ours, or not to be kept. */
bool metadata_read(struct str metadata, struct run_key *out_key, struct record *out, char out_name[record_name_size]);

/* A raw text that is a time; 0 when it is none. */
int64_t metadata_time(struct str raw);

#endif
