#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# metrics.sh PRINT_METRICS PROMTOOL: the exposition is well-formed and its names are as they should be.
set -euo pipefail
"$1" | "$2" check metrics
