# SPDX-License-Identifier: Apache-2.0
"""How long an editor waits: from a keystroke in a file of many jobs to the diagnostics of the file."""
import json
import statistics
import subprocess
import time

import document
import work

JOBS, REPETITIONS = 200, 21


class Server:
    def __init__(self, compiler):
        self.process = subprocess.Popen([compiler, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def send(self, method, params, **more):
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            length = int(line.split(b":")[1])
        return json.loads(self.process.stdout.read(length))

    def diagnostics(self):
        """Those of the next file that they come for."""
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        return message["params"]["diagnostics"]

    def end(self):
        self.send("shutdown", None, id=2)
        self.receive()
        self.send("exit", None)
        return self.process.wait(timeout=10)


def measure_typing(compiler, folder):
    """document.Typing: every other keystroke makes a mistake in the last job, and the next one takes it back."""
    uri = (work.job_folder(folder / "typed", 0) / "jobs.yaml").as_uri()
    right = "---\n".join(work.JOB.format(name=work.name(i)) for i in range(JOBS))
    wrong = "workers: x4".join(right.rsplit("workers: 4", 1))
    server, times = Server(compiler), []
    server.send("initialize", {"capabilities": {}}, id=1)
    server.receive()
    server.send("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": right}})
    server.diagnostics()
    for i in range(REPETITIONS):
        begin = time.monotonic()
        server.send("textDocument/didChange", {"textDocument": {"uri": uri, "version": i + 2},
                                               "contentChanges": [{"text": right if i % 2 else wrong}]})
        found = server.diagnostics()
        times.append(time.monotonic() - begin)
        if len(found) != 1 - i % 2:
            raise ValueError(f"after keystroke {i} the server found {found}")
    if server.end() != 0:
        raise ValueError("the server did not end well")
    return document.Typing(JOBS, statistics.median(times))
