#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The language server as a process: cli_lsp.py MPICC-YAML. And with pygls' client, where that is installed (exit code 77: it is not).

    cli_lsp.py MPICC-YAML [--client]
"""
import asyncio
import json
import os
import subprocess
import sys
import tempfile

JOB = "apiVersion: mpicc.dev/v1\nkind: MPIJob\nmetadata: {name: pi}\nimage: x\nworkers: many\nrun: pi\n"
PROJECT = "defaults:\n  workers: 3\n"


def framed(message):
    body = json.dumps(message).encode()
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)


def messages(text):
    while text:
        header, _, rest = text.partition(b"\r\n\r\n")
        length = int(header.split(b":")[1])
        yield json.loads(rest[:length])
        text = rest[length:]


def converse(program, sent):
    done = subprocess.run([program, "lsp"], input=sent, capture_output=True, timeout=60, check=False)
    return done.returncode, list(messages(done.stdout)), done.stderr.decode()


def told_of(program, sent, count, *options, folder):
    """The files of the first `count` messages about mistakes, from a server that is left waiting for more."""
    uris = []
    with subprocess.Popen([program, "lsp", *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder) as server:
        server.stdin.write(sent)
        server.stdin.flush()
        while len(uris) < count and (header := server.stdout.readline()):
            server.stdout.readline()
            message = json.loads(server.stdout.read(int(header.split(b":")[1])))
            uris += [message["params"]["uri"]] if message.get("method") == "textDocument/publishDiagnostics" else []
    return uris


def opening(uri, text):
    return {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {
        "uri": uri, "languageId": "yaml", "version": 1, "text": text}}}


def test_process(program, folder):
    start = framed({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}}})
    end = framed({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}) + framed({"jsonrpc": "2.0", "method": "exit"})
    code, got, said = converse(program, start + end)
    assert (code, said) == (0, ""), (code, said)
    assert [m["id"] for m in got] == [1, 2]
    assert converse(program, start)[0] == 0, "an editor that is gone"
    assert converse(program, start + framed({"jsonrpc": "2.0", "method": "exit"}))[0] == 1, "exit without shutdown"
    code, got, said = converse(program, b"GET / HTTP/1.1\r\n\r\n")
    assert code == 2 and "no language client" in said, said
    # A burst of keystrokes is compiled once.
    burst = b"".join(framed(opening(f"file://{folder}/pi.yaml", JOB)) for _ in range(50))
    code, got, said = converse(program, start + burst)
    assert sum(m.get("method") == "textDocument/publishDiagnostics" for m in got) <= 5, len(got)
    # A project file is the same file whether it was named by a relative path or not.
    with open(os.path.join(folder, "other.yaml"), "w", encoding="utf-8") as file:
        file.write("clusterDomian: x\n")
    told = told_of(program, start + framed(opening(f"file://{folder}/pi.yaml", JOB)), 2, "--project", "other.yaml", folder=folder)
    assert f"file://{folder}/other.yaml" in told, told


async def test_client(program, folder):
    from lsprotocol import types
    from pygls.lsp.client import BaseLanguageClient

    client = BaseLanguageClient("test", "1")
    told = asyncio.Queue()
    client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: told.put_nowait(params))
    await client.start_io(program, "lsp")
    await client.initialize_async(types.InitializeParams(capabilities=types.ClientCapabilities(), root_uri=f"file://{folder}"))
    client.initialized(types.InitializedParams())
    uri = f"file://{folder}/pi.yaml"
    client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 1, JOB + "# \U0001F600\n")))
    first = await asyncio.wait_for(told.get(), 30)
    assert first.uri == uri and [d.code for d in first.diagnostics] == ["E0203"], first
    document = types.TextDocumentIdentifier(uri)
    where = types.Position(4, 2)
    hover = await client.text_document_hover_async(types.HoverParams(document, where))
    assert "`3` by `defaults` in mpicc.yaml, line 2" in hover.contents.value, hover
    places = await client.text_document_definition_async(types.DefinitionParams(document, where))
    assert [(p.uri, p.range.start.line) for p in places] == [(f"file://{folder}/mpicc.yaml", 1)], places
    items = await client.text_document_completion_async(types.CompletionParams(document, where))
    assert "workers" in [i.label for i in items.items], items
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        with open(os.path.join(folder, "mpicc.yaml"), "w", encoding="utf-8") as file:
            file.write(PROJECT)
        if sys.argv[2:] != ["--client"]:
            test_process(program, folder)
            return
        try:
            import pygls.lsp.client  # noqa: F401
        except ImportError:
            print("pygls is not installed")
            sys.exit(77)
        asyncio.run(test_client(program, folder))


main()
