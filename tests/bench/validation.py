# SPDX-License-Identifier: Apache-2.0
"""Our check of objects against Kubernetes' schemas, and kubeconform's, on the same files, by what they take of processors."""
import re
import statistics
import subprocess

import document
import schemas
import work


def measure_both(runner, compiler, checker, kubeconform, folder, jobs, repetitions=5):
    """document.Validation; `checker` is the program of bench_validate.c."""
    files = folder / "validated"
    subprocess.run([compiler, "compile", work.job_folder(folder / "validated-jobs", jobs), "-o", files, "-q"], check=True)
    paths = sorted(files.rglob("*.yaml"))
    location = schemas.write(folder / "schemas") / schemas.LOCATION
    peer = ["env", "GOMAXPROCS=1", kubeconform, "-n", "1", "-strict", "-schema-location", location, files]
    checks, whole, peers = [], [], []
    for _ in range(repetitions):
        said = subprocess.run([checker, *paths], check=True, capture_output=True, text=True).stdout
        rates = re.fullmatch(r"\d+ objects: (\d+) a second and core, (\d+) with reading them\n", said)
        checks.append(int(rates[1]))
        whole.append(int(rates[2]))
        peers.append(len(paths) / runner.run(peer).processor_seconds)
    return document.Validation(len(paths), *(statistics.median(rates) for rates in (checks, whole, peers)))
