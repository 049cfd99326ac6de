# SPDX-License-Identifier: Apache-2.0
"""What a user has: a folder of job files, and a repository that they are compiled to and pushed from."""
import json
import os
import pathlib
import re
import subprocess

import case
import git_server
from node import Failed, run

# libgit2 1.5 never frees what it matches configuration keys with, and the compiler may be a build with sanitizers.
SUPPRESSIONS = "leak:libpcre2-8\n"

BRANCH = "main"
PATH = "clusters/prod"


class Project:
    """Below `folder`; it pushes to the branch of `url`, to the folder `path` of it."""

    def __init__(self, folder, url, path=PATH, branch=BRANCH):
        self.jobs, self.repository, self.url, self.path, self.branch = folder / "jobs", folder / "deploy.git", url, path, branch
        self.program = case.COMPILER
        self.jobs.mkdir(parents=True)
        suppressions = folder / "leaks"
        suppressions.write_text(SUPPRESSIONS)
        self.environment = {"LSAN_OPTIONS": f"suppressions={suppressions}:print_suppressions=0"}
        run("git", "init", "--quiet", "--bare", "--initial-branch", branch, self.repository)
        for name, value in (("user.name", "A User"), ("user.email", "user@example.com"), ("remote.origin.url", url)):
            run("git", "-C", self.repository, "config", name, value)

    def write(self, *jobs):
        for job in jobs:
            (self.jobs / f"{job['metadata']['name']}.yaml").write_text(json.dumps(job))

    def remove(self, name):
        (self.jobs / f"{name}.yaml").unlink()

    def start_command(self, *words):
        """One of the compiler's, on the repository, without waiting for its end; see finish."""
        command = [self.program, *words, "--repo", self.repository, "--branch", self.branch, "--path", self.path]
        return subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                env={**os.environ, **self.environment})

    def finish(self, process):
        """What a command said; Failed when it failed."""
        said, _ = process.communicate(timeout=60)
        if process.returncode != 0:
            raise Failed(f"{' '.join(process.args)} failed with {process.returncode}: {said}")
        return said

    def command(self, *words):
        return self.finish(self.start_command(*words))

    def start_compile(self, *options):
        return self.start_command("compile", self.jobs, "--push", *options)

    def compile(self, *options):
        """compile --push; the commit that the branch is then at."""
        self.finish(self.start_compile(*options))
        return self.tip()

    def push(self):
        run("git", "-C", self.repository, "push", "--quiet", "origin", self.branch)

    def use_another_version(self):
        """From now on the compiler is a copy that thinks so; that version."""
        version = json.loads(run(self.program, "version", "--json").stdout)["version"]
        other, copy = re.sub(r"\d", "9", version), self.repository.with_name("mpicc-yaml")
        copy.write_bytes(self.program.read_bytes().replace(version.encode() + b"\0", other.encode() + b"\0"))
        copy.chmod(0o755)
        self.environment["MPICC_MODULES"] = str(self.program.parents[2] / "lib/mpicc-yaml")
        self.program = copy
        return other

    def tip(self):
        return git_server.tip(self.url, self.branch)

    def edit(self, change, message):
        """Somebody commits by hand: `change` gets the folder of a working tree. The new tip."""
        tree = self.repository.with_name("tree")
        run("rm", "-rf", tree)
        run("git", "clone", "--quiet", "--branch", self.branch, self.url, tree)
        change(pathlib.Path(tree))
        run("git", "-C", tree, "add", "--all")
        run("git", "-C", tree, "-c", "user.name=Somebody", "-c", "user.email=some@example.com", "commit", "--quiet", "-m", message)
        run("git", "-C", tree, "push", "--quiet", "origin", self.branch)
        return self.tip()
