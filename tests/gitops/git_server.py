# SPDX-License-Identifier: Apache-2.0
"""A git server: `git http-backend`, which comes with git, behind a small HTTP server. Whoever reaches it may push."""
import http.server
import os
import pathlib
import subprocess
import threading

from node import GATEWAY, run

PORT = 8418


def backend():
    return pathlib.Path(run("git", "--exec-path").stdout.strip()) / "git-http-backend"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Nothing: what went wrong is in the answers."""

    def chunks(self):
        """The pieces of a body whose length is not told, as libgit2 sends what it pushes."""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            return b"".join(self.chunks())
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def environment(self, length):
        path, _, query = self.path.partition("?")
        return {**os.environ, "GIT_PROJECT_ROOT": str(self.server.folder), "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": str(length),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""), "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REMOTE_USER": "anyone", "REMOTE_ADDR": self.client_address[0]}

    def do_GET(self):
        body = self.body()
        done = subprocess.run([self.server.backend], input=body, capture_output=True, env=self.environment(len(body)))
        head, _, answer = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode().splitlines()]
        self.send_response(int(dict(fields).get("Status", "200" if done.returncode == 0 else "500").split()[0]))
        for name, value in fields:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET


class GitServer:
    """Bare repositories in `folder`, by HTTP at the pods' gateway, for pods and processes of the node alike."""

    def __init__(self, folder, port=PORT):
        self.folder, self.port = folder, port
        folder.mkdir(parents=True, exist_ok=True)
        self.server = http.server.ThreadingHTTPServer((GATEWAY, port), Handler)
        self.server.folder, self.server.backend = folder, backend()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def url(self, name):
        return f"http://{GATEWAY}:{self.port}/{name}.git"

    def create(self, name):
        """An empty repository; its URL. What is pushed to it first need not be its HEAD."""
        run("git", "init", "--quiet", "--bare", "--initial-branch", "main", self.folder / f"{name}.git")
        run("git", "-C", self.folder / f"{name}.git", "config", "http.receivepack", "true")
        return self.url(name)

    def git(self, name, *words):
        """What git says of a repository on the server."""
        return run("git", "-C", self.folder / f"{name}.git", *words).stdout.strip()


def tip(url, branch):
    """The commit that a branch is at, as who follows it sees it."""
    found = run("git", "ls-remote", url, f"refs/heads/{branch}").stdout.split()
    return found[0] if found else None
