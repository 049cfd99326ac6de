// SPDX-License-Identifier: Apache-2.0

// kubectl, as k8s.io/kubernetes builds it: round-trip tests compare our bytes with what it prints.
package main

import (
	"os"

	"k8s.io/component-base/cli"
	"k8s.io/kubectl/pkg/cmd"
)

func main() {
	os.Exit(cli.Run(cmd.NewDefaultKubectlCommand()))
}
