"""The contents of git's objects: files and folders of any commit, within limits, whatever they contain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.faults import GitError
from generator.git.cat_file import BATCH
from generator.git.trees import MAX_DEPTH, Flattener, Listing, Refusal, Tree, TreeEntry, parse_tree

MAX_BLOB = 1 << 25  # bytes of one file, as of a template
MAX_BLOBS = 1 << 29  # bytes of all files that are read at once
_MAX_TREE = 1 << 23  # bytes of the names in one folder
_MAX_TREES = 50_000
_FOLDER, _FILE = "tree", "blob"
_CHECK = "--batch-check=%(objectname) %(objecttype) %(objectsize)"


class Objects:
    """Reads objects by `git cat-file`, which neither filters nor checks out; each is asked for once.

    `ask` gives the answers of `git cat-file` in a form to lines of names. `id_bytes` is the length of an id.
    """

    def __init__(self, ask: Callable[[str, bytes], bytes], id_bytes: int) -> None:
        self._ask = ask
        self._id_bytes = id_bytes
        self._known: dict[str, tuple[str, int]] = {}
        self._trees: dict[str, Tree] = {}
        self._listings: dict[tuple[str, str], Listing] = {}

    def ids(self, names: Sequence[str]) -> list[str]:
        """The id of each object named like `commit:path`; empty if there is none."""
        given = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
        lines = self._ask(_CHECK, given).decode("utf-8", "surrogateescape").split("\n")[:-1]
        return ["" if line.endswith((" missing", " ambiguous")) else line.split(" ")[0] for line in lines]

    def kind(self, identifier: str) -> str:
        """The type of the object with a full id; empty if there is none."""
        self._learn([identifier])
        return self._known[identifier][0]

    def blobs(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The contents of blobs by their ids.

        Raises:
            GitError: one is missing or too large, or all of them together are.
        """
        wanted = [*dict.fromkeys(ids)]
        contents_by_id = self._contents(wanted, _FILE, MAX_BLOB)
        for blob in wanted:
            if blob not in contents_by_id:
                missing = f"仓库缺少对象 {blob}：运行 git fsck 检查，或重新 git clone"
                raise GitError(f"文件 {blob} 超过 {MAX_BLOB} 字节，没有读" if self._known[blob][0] else missing)
        return contents_by_id

    def listings(self, folders: Sequence[str], names: Sequence[str]) -> list[list[Listing]]:
        """For each folder, given as the id of its tree: the refused entries, then the listing of each name in it."""
        self._read([folder for folder in folders if folder], depth=1)
        entries = [
            [entry for name in names for entry in self._trees[folder].entries if entry.name == name]
            if folder in self._trees
            else []
            for folder in folders
        ]
        self._read([entry.id for each in entries for entry in each if entry.kind == "tree"], depth=MAX_DEPTH)
        self._learn(entry.id for tree in self._trees.values() for entry in tree.entries if entry.kind == "file")
        flattener = Flattener(self._trees, self._unreadable)
        result = []
        for folder, each in zip(folders, entries, strict=True):
            refused_here = [Listing({}, [*self._trees[folder].refused])] if folder in self._trees else []
            result.append(refused_here + [self._listing(entry, flattener) for entry in each])
        return result

    def _listing(self, entry: TreeEntry, flattener: Flattener) -> Listing:
        key = entry.id, entry.name
        if key not in self._listings:
            if entry.kind == "tree":
                self._listings[key] = flattener.listing(entry.id, entry.name)
            elif why := self._unreadable(entry.id):
                self._listings[key] = Listing({}, [Refusal(entry.name, why)])
            else:
                self._listings[key] = Listing({entry.name: entry.id}, [])
        return self._listings[key]

    def _read(self, trees: Iterable[str], depth: int) -> None:
        """Reads trees and what is below them, a level at a time; each once, however often it occurs."""
        level = [*dict.fromkeys(trees)]
        for _ in range(depth):
            unread = [tree for tree in level if tree not in self._trees]
            if len(self._trees) + len(unread) > _MAX_TREES:
                raise GitError(f"文件夹超过 {_MAX_TREES} 个，不像自评的仓库：核对是哪个分支")
            for tree, data in self._contents(unread, _FOLDER, _MAX_TREE).items():
                self._trees[tree] = parse_tree(data, self._id_bytes)
            below = (entry for tree in level if tree in self._trees for entry in self._trees[tree].entries)
            level = [*dict.fromkeys(entry.id for entry in below if entry.kind == "tree")]

    def _learn(self, ids: Iterable[str]) -> None:
        """Asks git for the kind and size of objects that are not known yet."""
        unknown = [identifier for identifier in dict.fromkeys(ids) if identifier not in self._known]
        if unknown:
            given = "".join(f"{identifier}\n" for identifier in unknown).encode()
            lines = self._ask(_CHECK, given).decode("utf-8", "surrogateescape").split("\n")[:-1]
            for identifier, line in zip(unknown, lines, strict=True):
                # A tag's name or a shortened id is answered under another name than was asked for.
                name, *about = line.split(" ")
                self._known[identifier] = (
                    (about[0], int(about[1])) if name == identifier and len(about) > 1 else ("", 0)
                )

    def _unreadable(self, blob: str) -> str:
        """Why a file's contents cannot be read, or nothing."""
        kind, size = self._known[blob]
        if kind != _FILE:
            return "应该是文件，却不是" if kind else "仓库里没有它的内容"
        return f"文件有 {size} 字节，超过上限 {MAX_BLOB} 字节" if size > MAX_BLOB else ""

    def _contents(self, ids: Iterable[str], kind: str, most: int) -> dict[str, bytes]:
        """The contents of those objects that are of a kind and have at most `most` bytes."""
        asked = [*ids]
        self._learn(asked)
        wanted = {
            identifier: size
            for identifier in asked
            if (size := self._known[identifier][1]) <= most and self._known[identifier][0] == kind
        }
        if sum(wanted.values()) > MAX_BLOBS:
            raise GitError(f"要读的文件一共超过 {MAX_BLOBS >> 20} MB，不像自评的仓库：核对是哪个分支")
        if not wanted:
            return {}
        data = self._ask(BATCH, "".join(f"{identifier}\n" for identifier in wanted).encode())
        contents, start = {}, 0
        for identifier, size in wanted.items():
            start = data.index(b"\n", start) + 1
            contents[identifier] = data[start : start + size]
            start += size + 1
        return contents
