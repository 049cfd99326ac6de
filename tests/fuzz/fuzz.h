/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fuzz targets. Each file defines fuzz_input; fuzz.c makes libFuzzer's entry
 * point of it. With clang and -DMPICC_FUZZ=ON the programs fuzz; otherwise
 * driver.c runs them over files, which ctest does with all corpora.
 *
 * A target aborts where a property does not hold: FUZZ_CHECK.
 */
#ifndef MPICC_TESTS_FUZZ_H
#define MPICC_TESTS_FUZZ_H

#include "lib/read/read.h"
#include "lib/base/diag.h"

/* `input` ends in NUL (not counted), and lives, as all else, in `a`. */
void fuzz_input(struct arena *a, struct str input);

#define FUZZ_CHECK(condition, ...)                                                                                               \
	do {                                                                                                                     \
		if (!(condition))                                                                                                \
			fuzz_fail(#condition, __VA_ARGS__);                                                                      \
	} while (0)
_Noreturn void fuzz_fail(const char *condition, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Diagnostics can be printed in both forms, and every place is within its source. */
void fuzz_check_diags(const struct diag_list *diags);

/*
 * Reads one document that was emitted; anything else aborts, but for words
 * that our reader calls doubtful and kubectl prints without quotes (1e999).
 * NULL: it holds what kubectl prints as an integer of more than 64 bits (1e20).
 */
struct node *fuzz_read_again(struct arena *a, struct str bytes);

/* As node_equal, but 1.0 is printed as 1, as kubectl does. `a` was emitted, `b` read again. */
bool fuzz_same(const struct node *a, const struct node *b);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
