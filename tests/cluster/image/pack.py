# SPDX-License-Identifier: Apache-2.0
"""pack.py ROOT PAUSE OUT: packs the images mpi, bare and pause into OUT, an OCI image layout that `ctr images import` reads."""
import contextlib
import hashlib
import io
import json
import pathlib
import sys
import tarfile
import tempfile

REGISTRY = "mpicc.test"
# Compilers and their like were needed to build the image, and are left out of it.
LEFT_OUT = ("./.debian", "./boot", "./dev", "./proc", "./sys", "./var/cache", "./var/lib/apt/lists", "./usr/share/doc", "./usr/share/man",
            "./usr/share/locale", "./usr/lib/gcc", "./usr/libexec/gcc", "./usr/include", "./opt/openmpi/include", "./opt/mpich/include",
            "./opt/impi/include")
# What Debian's openssh-server sets up when it is installed, and what a plain image lacks; as an OCI layer says that files are gone.
WHITEOUTS = ("etc/.wh.ssh", "run/.wh.sshd", "var/lib/.wh.sshd")
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def plain(info):
    """Without what differs from machine to machine; None for what is left out."""
    if info.name.startswith(LEFT_OUT) or info.name.endswith(".a"):
        return None
    info.uname = info.gname = ""
    info.mtime = 0
    return info


def add_bytes(archive, name, data, mode=0o644):
    info = tarfile.TarInfo(name)
    info.size = len(data)
    info.mode = mode
    archive.addfile(info, io.BytesIO(data))


class Layout:
    """An OCI image layout 1.0 in a tar: index.json -> manifests -> configurations and layers, all under blobs/sha256."""

    def __init__(self, archive):
        self.archive = archive
        self.manifests = []
        add_bytes(archive, "oci-layout", b'{"imageLayoutVersion": "1.0.0"}')

    def blob(self, data, kind):
        digest = hashlib.sha256(data).hexdigest()
        add_bytes(self.archive, f"blobs/sha256/{digest}", data)
        return {"mediaType": f"application/vnd.oci.image.{kind}", "digest": f"sha256:{digest}", "size": len(data)}

    @contextlib.contextmanager
    def layer(self, out):
        """A tar to fill; what describes it is appended to the list `out` afterwards."""
        with tempfile.NamedTemporaryFile(dir=pathlib.Path(self.archive.name).parent) as file:
            with tarfile.open(fileobj=file, mode="w") as content:
                yield content
            file.flush()
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            self.archive.add(file.name, f"blobs/sha256/{digest}")
            out.append({"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": f"sha256:{digest}", "size": file.tell()})

    def image(self, name, layers, command, entrypoint=False):
        config = {"architecture": "amd64", "os": "linux", "config": {"Entrypoint" if entrypoint else "Cmd": command, "Env": [PATH]},
                  "rootfs": {"type": "layers", "diff_ids": [layer["digest"] for layer in layers]}}
        manifest = {"schemaVersion": 2, "config": self.blob(json.dumps(config).encode(), "config.v1+json"), "layers": layers}
        described = self.blob(json.dumps(manifest).encode(), "manifest.v1+json")
        self.manifests.append({**described, "annotations": {"io.containerd.image.name": f"{REGISTRY}/{name}:1"}})

    def finish(self):
        add_bytes(self.archive, "index.json", json.dumps({"schemaVersion": 2, "manifests": self.manifests}).encode())


def main(root, pause, out):
    with tarfile.open(out, "w") as archive:
        layout, layers, pause_layers = Layout(archive), [], []
        with layout.layer(layers) as content:
            content.add(root, ".", filter=plain)
        layout.image("mpi", layers, ["/bin/sh"])
        with layout.layer(layers) as content:
            for name in WHITEOUTS:
                add_bytes(content, name, b"")
        layout.image("bare", layers, ["/bin/sh"])
        with layout.layer(pause_layers) as content:
            add_bytes(content, "pause", pathlib.Path(pause).read_bytes(), 0o755)
        layout.image("pause", pause_layers, ["/pause"])
        layout.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
