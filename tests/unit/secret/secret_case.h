/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of compiler/secret share: random bytes that are known, keys that are known. */
#ifndef MPICC_TESTS_UNIT_SECRET_CASE_H
#define MPICC_TESTS_UNIT_SECRET_CASE_H

#include "compiler/secret/random.h"
#include "lib/base/arena.h"
#include "tests/support/test.h"

/* Gives 0, 1, 2, …; fails from the `fails_at`-th call on, when that is not 0. */
struct counter {
	unsigned char next;
	unsigned calls, fails_at;
};
struct random_source counting(struct counter *c);

/* Bytes from hexadecimal. */
struct str unhex(struct arena *a, const char *text);
#define assert_hex(a, bytes, length, expected) assert_memory_equal((bytes), unhex((a), (expected)).data, (length))

/*
 * What age-keygen made for these tests. age and sops decrypt what test_age.c and test_sops.c expect with its private key,
 * AGE-SECRET-KEY-1S4EVFPRMX9YELFNRQSDGZLAVPX0S2FYNHNMV26Q8CR6RW2WL7F9QEJWMYW.
 */
#define RECIPIENT "age156jak2q2a578gut7gqv8cmpkqm77vtvx3en5er7fcda0jyerfuqsmwywmu"

/* A certificate for a new RSA key of that many bits, or for a P-256 key when 0; PEM. `out_key` is the key's PEM. */
struct str make_certificate(struct arena *a, unsigned bits, struct str *out_key);

#endif
