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
        "publishDiagnostics": {},
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
    """A running server for the folder `root`, set as the settings of VS Code in it say."""

    def __init__(self, program: str, root: Path, locale: str = "zh-cn") -> None:
        self._process = subprocess.Popen([program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._guard = Timer(PATIENCE, self._process.kill)
        self._guard.start()
        self._settings: dict[str, Any] = json.loads((root / ".vscode" / "settings.json").read_text("utf-8"))
        self._asked = self._opened = 0
        self._uri = ""
        self._ask(
            "initialize",
            processId=None,
            locale=locale,
            rootUri=root.as_uri(),
            workspaceFolders=[{"uri": root.as_uri(), "name": root.name}],
            capabilities=_CAPABILITIES,
        )
        self._tell("initialized")
        while self._read().get("method") != "workspace/configuration":
            pass

    def __enter__(self) -> LanguageServer:
        return self

    def __exit__(self, *_: object) -> None:
        self._guard.cancel()
        self._process.kill()
        self._process.communicate()

    def check(self, path: Path, text: str) -> list[Told]:
        """What the server tells about a document that holds this text and stands beside `path`, in the order of its lines.

        Each has a name of its own, so that nothing that is told late about one is taken for what is told about another.
        """
        self._opened += 1
        self._uri = path.with_stem(f"{path.stem}-{self._opened}").as_uri()
        self._tell(
            "textDocument/didOpen", textDocument={"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        )
        while True:
            message = self._read()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == self._uri:
                lines = text.split("\n")
                return [_told(one, lines) for one in sorted(message["params"]["diagnostics"], key=_place)]

    def complete(self, line: int, column: int) -> list[Offer]:
        """What is offered at a place, from 0, of the document that was checked last."""
        found = self._at("completion", line, column)
        return [
            Offer(one["label"], one.get("textEdit", {}).get("newText", one["insertText"])) for one in found["items"]
        ]

    def hover(self, line: int, column: int) -> str:
        """The Markdown that is shown over a place, from 0, of the document that was checked last."""
        found = self._at("hover", line, column)
        return str(found["contents"]["value"]) if found else ""

    def _at(self, method: str, line: int, column: int) -> Any:
        position = {"line": line, "character": column}
        return self._ask(f"textDocument/{method}", textDocument={"uri": self._uri}, position=position)

    def _ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._asked and "method" not in message:
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
