# SPDX-License-Identifier: Apache-2.0
"""A small apiserver over TLS, for what a real one does only on bad days: it answers as `fault` says, and knows just enough of
Jobs, pods, Secrets, ConfigMaps and Leases for one controller and one namespace. All in one thread, by asyncio."""
import asyncio
import json
import logging
import pathlib
import re
import ssl
import subprocess
import time

logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # connections break here on purpose

NAMESPACE = "hpc"
WATCHED = ("jobs", "pods")
BEST_EFFORT = ("leases", "events")  # no writes for a run
KINDS = {"jobs": "Job", "pods": "Pod", "secrets": "Secret", "configmaps": "ConfigMap", "leases": "Lease", "events": "Event"}
PATH = re.compile(r"^/(?:api|apis/[^/]+)/v1/namespaces/[^/]+/(\w+)(?:/([^/?]+))?(/status)?(?:\?(.*))?$")


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def status(code, reason):
    return code, {"apiVersion": "v1", "kind": "Status", "status": "Failure", "reason": reason, "message": f"the fake says {reason}", "code": code}


def make_certificate(folder):
    """cert.pem and key.pem for 127.0.0.1."""
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=fake",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem"], check=True, capture_output=True)


class Apiserver:
    """`fault(verb, resource, name)` is asked at every write for a run: None, or (whether it is done, what is answered): a status code,
    "reset" for a connection that breaks, "silence" for none ever, or a function to be called instead of an answer."""

    def __init__(self, folder, minor="34"):
        self.folder, self.minor, self.fault = pathlib.Path(folder), minor, lambda *_: None
        self.objects = {resource: {} for resource in KINDS}
        self.watches = {resource: set() for resource in WATCHED}
        self.version, self.requests, self.writes, self.made, self.tasks = 1000, [], [], [], set()

    async def start(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "cert.pem", self.folder / "key.pem")
        context.set_alpn_protocols(["http/1.1"])
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=context, limit=1 << 20)
        port = self.server.sockets[0].getsockname()[1]
        self.kubeconfig = self.folder / f"kubeconfig-{port}"
        self.kubeconfig.write_text(json.dumps({
            "apiVersion": "v1", "kind": "Config", "current-context": "fake", "users": [{"name": "u", "user": {"token": "secret-of-the-fake"}}],
            "clusters": [{"name": "c", "cluster": {"server": f"https://127.0.0.1:{port}", "certificate-authority": str(self.folder / "cert.pem")}}],
            "contexts": [{"name": "fake", "context": {"cluster": "c", "user": "u", "namespace": NAMESPACE}}]}))

    async def stop(self):
        self.server.close()
        for task in list(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    # -- objects ------------------------------------------------------------------------------------------------------

    def put(self, resource, thing, event="MODIFIED"):
        """Takes an object as it is now, and shows it to those who watch."""
        self.version += 1
        thing["metadata"]["resourceVersion"] = str(self.version)
        self.objects[resource][thing["metadata"]["name"]] = thing
        self.show(resource, event, json.dumps(thing).encode())

    def create(self, resource, thing):
        meta = thing["metadata"]
        meta.setdefault("namespace", NAMESPACE)
        meta.setdefault("name", f"{meta.get('generateName', '')}{self.version}")
        meta.update(uid=f"00000000-0000-4000-8000-{self.version:012}", creationTimestamp=now())
        self.made.append(resource)
        self.put(resource, thing, "ADDED")
        return thing

    def delete(self, resource, name):
        thing = self.objects[resource].pop(name)
        self.version += 1
        thing["metadata"]["resourceVersion"] = str(self.version)
        self.show(resource, "DELETED", json.dumps(thing).encode())

    def texts(self, resource):
        """Every object, as JSON."""
        return (json.dumps(thing).encode() for thing in list(self.objects[resource].values()))

    def show(self, resource, event, text):
        line = b'{"type":"%s","object":%s}\n' % (event.encode(), text)
        for writer in self.watches.get(resource, ()):
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))

    async def show_many(self, resource, event, texts):
        """The same of many objects, in one piece."""
        lines = b"".join(b'{"type":"%s","object":%s}\n' % (event.encode(), text) for text in texts)
        for writer in list(self.watches[resource]):
            writer.write(b"%x\r\n%s\r\n" % (len(lines), lines))
            await writer.drain()

    # -- requests -----------------------------------------------------------------------------------------------------

    async def serve(self, reader, writer):
        task = asyncio.current_task()
        self.tasks.add(task)
        try:
            while await self.serve_one(reader, writer):
                pass
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.tasks.discard(task)
            writer.transport.abort()

    async def serve_one(self, reader, writer):
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        verb, path = head.split(" ", 2)[:2]
        length = re.search(r"(?i)\ncontent-length: (\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        self.requests.append((verb, path))
        if "watch=1" in path:
            await self.watch(PATH.match(path)[1], path, writer)
            return False
        return await self.answer(writer, *self.decide(verb, path, body))

    async def answer(self, writer, code, thing):
        if callable(code):
            code()
            return False
        if code == "silence":
            await asyncio.sleep(3600)
        if code in ("reset", "silence"):
            return False
        text = json.dumps(thing).encode()
        writer.write(b"HTTP/1.1 %d Fake\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (code, len(text), text))
        await writer.drain()
        return True

    async def watch(self, resource, path, writer):
        """The rest of the connection."""
        writer.write(b"HTTP/1.1 200 Fake\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
        if "sendInitialEvents" in path:
            for text in self.texts(resource):
                line = b'{"type":"ADDED","object":%s}\n' % text
                writer.write(b"%x\r\n%s\r\n" % (len(line), line))
                await writer.drain()
            mark = {"type": "BOOKMARK", "object": {"kind": KINDS[resource], "metadata": {"resourceVersion": str(self.version), "annotations": {
                "k8s.io/initial-events-end": "true"}}}}
            line = json.dumps(mark).encode() + b"\n"
            writer.write(b"%x\r\n%s\r\n" % (len(line), line))
        self.watches[resource].add(writer)
        try:
            while not writer.is_closing():
                await asyncio.sleep(0.2)
        finally:
            self.watches[resource].discard(writer)

    def decide(self, verb, path, body):
        """What is answered; a write is done, or not, as `fault` says."""
        if path == "/version":
            return 200, {"major": "1", "minor": self.minor}
        resource, name, part, _ = PATH.match(path).groups()
        if verb == "GET":
            return self.read(resource, name)
        thing = json.loads(body)
        if resource in BEST_EFFORT:
            return self.write(verb, resource, name, part, thing)
        self.writes.append((verb, resource + (part or ""), name))
        fault = self.fault(verb, resource, name)
        if not fault:
            return self.write(verb, resource, name, part, thing)
        done, code = fault
        if done:
            self.write(verb, resource, name, part, thing)
        return status(code, {409: "Conflict", 504: "Timeout"}.get(code, "InternalError")) if isinstance(code, int) else (code, None)

    def read(self, resource, name):
        if not name:
            return 200, {"apiVersion": "v1", "kind": KINDS[resource] + "List", "metadata": {"resourceVersion": str(self.version)},
                         "items": list(self.objects[resource].values())}
        thing = self.objects[resource].get(name)
        return (200, thing) if thing else status(404, "NotFound")

    def write(self, verb, resource, name, part, thing):
        if verb == "POST":
            if thing["metadata"].get("name") in self.objects[resource]:
                return status(409, "AlreadyExists")
            return 201, self.create(resource, thing)
        there = self.objects[resource].get(name)
        if not there:
            return status(404, "NotFound")
        if verb == "DELETE":
            return self.remove(resource, name, thing)
        return self.change(resource, there, part, thing)

    def remove(self, resource, name, options):
        uid = options.get("preconditions", {}).get("uid")
        if uid and uid != self.objects[resource][name]["metadata"]["uid"]:
            return status(409, "Conflict")
        self.delete(resource, name)
        return 200, {"apiVersion": "v1", "kind": "Status", "status": "Success"}

    def change(self, resource, there, part, patch):
        """PUT and PATCH, as far as the controller uses them."""
        meta = patch.get("metadata", {})
        for key in ("uid", "resourceVersion"):
            if meta.get(key, there["metadata"][key]) != there["metadata"][key]:
                return status(409, "Conflict")
        there["metadata"].setdefault("labels", {}).update(meta.get("labels", {}))
        if part:
            there["status"].setdefault("conditions", []).extend(patch["status"]["conditions"])
        elif resource == "jobs":
            there["spec"].update(patch["spec"])
        else:
            there.update({key: value for key, value in patch.items() if key != "metadata"})
        self.put(resource, there)
        return 200, there
