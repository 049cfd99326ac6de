# SPDX-License-Identifier: Apache-2.0
"""fake_forge.py PORT_FILE LOG: as much of GitHub's and GitLab's comments as a recipe needs, on a port that it writes to PORT_FILE.

Comments are numbered and kept, and written to LOG as JSON after each change. Whoever does not say the token `t0ken` gets 401.
"""
import http.server
import json
import re
import sys

COMMENTS = {}
PLACE = re.compile(r"/(?:repos/[\w.-]+/[\w.-]+/issues/(?:\d+/)?comments|projects/\d+/merge_requests/\d+/notes)(?:/(\d+))?(?:\?.*)?$")


class Forge(http.server.BaseHTTPRequestHandler):
    def answer(self, code, value):
        body = json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_request(self):
        match = PLACE.match(self.path)
        token = "Bearer t0ken" == self.headers.get("Authorization") or "t0ken" == self.headers.get("PRIVATE-TOKEN")
        if not token or not match:
            return self.answer(404 if token else 401, {})
        if self.command == "GET":
            return self.answer(200, [{"id": key, "body": body} for key, body in COMMENTS.items()])
        text = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]
        key = int(match[1]) if match[1] else len(COMMENTS) + 1
        if bool(match[1]) != (self.command in ("PATCH", "PUT")) or (match[1] and key not in COMMENTS):
            return self.answer(405, {})
        COMMENTS[key] = text
        with open(sys.argv[2], "w", encoding="utf-8") as log:
            json.dump(COMMENTS, log)
        return self.answer(201, {"id": key})

    do_GET = do_POST = do_PATCH = do_PUT = handle_request

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    SERVER = http.server.HTTPServer(("127.0.0.1", 0), Forge)
    with open(sys.argv[1], "w", encoding="ascii") as file:
        file.write(f"{SERVER.server_port}\n")
    SERVER.serve_forever()
