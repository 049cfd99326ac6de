// SPDX-License-Identifier: Apache-2.0

// sarif SCHEMA LOG: says what of the log the JSON Schema forbids.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/xeipuuv/gojsonschema"

	// Its module carries the schema of OASIS, which the test takes out of it.
	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
)

func load(path string) gojsonschema.JSONLoader {
	whole, _ := filepath.Abs(path)
	return gojsonschema.NewReferenceLoader("file://" + whole)
}

func main() {
	result, err := gojsonschema.Validate(load(os.Args[1]), load(os.Args[2]))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	for _, wrong := range result.Errors() {
		fmt.Println(wrong)
	}
	if !result.Valid() {
		os.Exit(1)
	}
}
