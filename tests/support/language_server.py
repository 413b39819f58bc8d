"""Drives yaml-language-server, which VS Code's YAML extension runs, as an editor does: by LSP over its stdin and stdout."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

PROGRAM = "yaml-language-server"
PATIENCE = 300.0  # seconds after which a server that no longer answers is ended, and its test with it
_CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}},
        "hover": {"contentFormat": ["markdown"]},
        "publishDiagnostics": {"versionSupport": True},
    },
    "workspace": {"configuration": True},
}


class Told(NamedTuple):
    """A diagnostic: its line, from 1, the text that it underlines, and its message."""

    line: int
    text: str
    message: str


class Offer(NamedTuple):
    """A completion: what the list shows, and the snippet that it inserts."""

    label: str
    snippet: str


class LanguageServer:
    """A running server for the folder `root`, set as the settings file of VS Code in it says; one document is open."""

    def __init__(self, program: str, root: Path, locale: str = "zh-cn") -> None:
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._guard = Timer(PATIENCE, self._process.kill)
        self._guard.start()
        self._settings: dict[str, Any] = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
        self._last = 0
        self._documents: dict[str, int] = {}
        folder = {"uri": root.as_uri(), "name": root.name}
        self._ask(
            "initialize",
            processId=None,
            locale=locale,
            rootUri=root.as_uri(),
            workspaceFolders=[folder],
            capabilities=_CAPABILITIES,
        )
        self._tell("initialized")

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._guard.cancel()
        self._process.kill()
        self._process.communicate()

    def check(self, path: Path, text: str) -> list[Told]:
        """What the server tells about a document at a path that holds this text, in the order of its lines."""
        uri, lines = path.as_uri(), text.split("\n")
        version = self._documents.get(uri, 0) + 1
        self._documents[uri] = version
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self._tell("textDocument/didOpen", textDocument=document)
        else:
            named = {"uri": uri, "version": version}
            self._tell("textDocument/didChange", textDocument=named, contentChanges=[{"text": text}])
        while True:
            message = self._read()
            about = message.get("params", {})
            if (
                message.get("method") == "textDocument/publishDiagnostics"
                and about["uri"] == uri
                and about.get("version", version) == version
            ):
                return [_told(one, lines) for one in sorted(about["diagnostics"], key=_place)]

    def complete(self, path: Path, line: int, column: int) -> list[Offer]:
        """What is offered at a place of an open document, from 0."""
        found = self._at("completion", path, line, column)
        return [
            Offer(item["label"], item.get("textEdit", {}).get("newText", item["insertText"])) for item in found["items"]
        ]

    def hover(self, path: Path, line: int, column: int) -> str:
        """The Markdown that is shown over a place of an open document, from 0."""
        found = self._at("hover", path, line, column)
        return str(found["contents"]["value"]) if found else ""

    def _at(self, method: str, path: Path, line: int, column: int) -> Any:
        document, position = {"uri": path.as_uri()}, {"line": line, "character": column}
        return self._ask(f"textDocument/{method}", textDocument=document, position=position)

    def _ask(self, method: str, **params: Any) -> Any:
        self._last += 1
        self._send({"id": self._last, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._last and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; what the server asks of the editor is answered at once."""
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if "id" in message and "method" in message:
            wanted = message.get("params", {}).get("items", [])
            asked = message["method"] == "workspace/configuration"
            self._send(
                {"id": message["id"], "result": [self._section(one["section"]) for one in wanted] if asked else None}
            )
        return message

    def _section(self, name: str) -> Any:
        """A section of the settings, `yaml`, as an editor hands it out: dotted names unfolded."""
        if name in self._settings:
            return self._settings[name]
        found: dict[str, Any] = {}
        for path, value in self._settings.items():
            first, *rest = path.split(".")
            if first == name and rest:
                here = found
                for step in rest[:-1]:
                    here = here.setdefault(step, {})
                here[rest[-1]] = value
        return found


def _place(diagnostic: dict[str, Any]) -> tuple[int, int]:
    start = diagnostic["range"]["start"]
    return start["line"], start["character"]


def _told(diagnostic: dict[str, Any], lines: list[str]) -> Told:
    start, end = diagnostic["range"]["start"], diagnostic["range"]["end"]
    stop = end["character"] if end["line"] == start["line"] else None
    return Told(start["line"] + 1, lines[start["line"]][start["character"] : stop], diagnostic["message"])
