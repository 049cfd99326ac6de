/* SPDX-License-Identifier: Apache-2.0 */
/* Floats as text: the fewest digits that read back as the same double. Not for infinity and not-a-number. */
#ifndef MPICC_EMIT_EMIT_NUMBER_H
#define MPICC_EMIT_EMIT_NUMBER_H

enum { number_text_max = 40 };

/* As Go's encoding/json writes it: 1000, 0.1, 1e+21, 1e-7; minus zero is 0. */
void number_json(double number, char out[number_text_max]);
/* As that comes out of kubectl -o yaml: 1000, 0.1, 1.2345675e+06, 1e+21, 1e-07. */
void number_yaml(double number, char out[number_text_max]);

#endif
