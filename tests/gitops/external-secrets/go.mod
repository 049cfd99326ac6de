// SPDX-License-Identifier: Apache-2.0

// The External Secrets operator, for its CRDs: modules within it are served by its repository only, so it is not built (tests/gitops/build).
module mpicc.dev/external-secrets

go 1.25.0

require github.com/external-secrets/external-secrets v1.3.2
