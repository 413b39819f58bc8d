"""Objects of git read within limits, from a git that is played by a dictionary."""

from __future__ import annotations

import pytest

from generator.faults import GitError
from generator.git import objects
from generator.git.objects import MAX_BLOB, Objects

A, B, LINK, SUB, ROOT = (letter * 40 for letter in "abcde")


def tree(*entries: tuple[str, str, str]) -> bytes:
    return b"".join(f"{mode} {name}".encode() + b"\0" + bytes.fromhex(one) for mode, name, one in entries)


class Git:
    """Answers `git cat-file` for objects by their ids, each of a type and content; counts what it was asked."""

    def __init__(self, held: dict[str, tuple[str, bytes]], sizes: dict[str, int] | None = None) -> None:
        self.held, self.sizes = held, sizes or {}
        self.asked: list[str] = []

    def __call__(self, form: str, given: bytes) -> bytes:
        names = given.decode().split()
        self.asked += names
        return b"".join(self.answer(name, form) for name in names)

    def answer(self, name: str, form: str) -> bytes:
        if name not in self.held:
            return f"{name} missing\n".encode()
        kind, data = self.held[name]
        head = f"{name} {kind} {self.sizes.get(name, len(data))}\n".encode()
        return head + data + b"\n" if form == "--batch" else head


HELD = {
    A: ("blob", "甲\n".encode()),
    B: ("blob", b""),
    SUB: ("tree", tree(("100644", "b.yaml", B), ("120000", "link", LINK))),
    ROOT: ("tree", tree(("100644", "a.yaml", A), ("40000", "sub", SUB))),
}


def test_an_object_without_an_id_has_an_empty_one() -> None:
    assert Objects(Git(HELD), 20).ids([A, "HEAD:nothing"]) == [A, ""]


def test_the_kind_of_an_object_is_known_by_its_full_id_only() -> None:
    found = Objects(Git(HELD), 20)
    assert [found.kind(one) for one in (A, ROOT, "f" * 40)] == ["blob", "tree", ""]
    renamed = Objects(lambda form, given: f"{A} blob 4\n".encode(), 20)
    assert renamed.kind(A[:7]) == ""


def test_contents_come_by_their_ids_and_each_size_is_asked_for_once() -> None:
    git = Git(HELD)
    found = Objects(git, 20)
    assert found.blobs([B, A, B]) == {B: b"", A: "甲\n".encode()}
    before = len(git.asked)
    assert found.kind(A) == "blob" and len(git.asked) == before


def test_a_missing_object_and_one_that_is_too_large_are_refused_with_the_reason() -> None:
    with pytest.raises(GitError, match=f"仓库缺少对象 {'f' * 40}：运行 git fsck"):
        Objects(Git(HELD), 20).blobs(["f" * 40])
    with pytest.raises(GitError, match=f"文件 {A} 超过 {MAX_BLOB} 字节"):
        Objects(Git(HELD, {A: MAX_BLOB + 1}), 20).blobs([A])


def test_the_contents_of_all_files_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "MAX_BLOBS", 3)
    with pytest.raises(GitError, match="要读的文件一共超过"):
        Objects(Git(HELD), 20).blobs([A])


def test_files_are_listed_by_name_with_what_is_below_and_what_is_refused() -> None:
    (whole,) = Objects(Git(HELD), 20).listings([ROOT], ["a.yaml", "sub", "nothing"])
    own, file, below = whole
    assert own.files == {} and file.files == {"a.yaml": A}
    assert below.files == {"sub/b.yaml": B}
    assert [one.path for one in below.refused] == ["sub/link"]


@pytest.mark.parametrize(
    ("held", "sizes", "why"),
    [
        ({A: ("tree", b"")}, {}, "应该是文件，却不是"),
        ({}, {}, "仓库里没有它的内容"),
        ({A: ("blob", b"")}, {A: MAX_BLOB + 1}, f"文件有 {MAX_BLOB + 1} 字节，超过上限 {MAX_BLOB} 字节"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    held: dict[str, tuple[str, bytes]], sizes: dict[str, int], why: str
) -> None:
    git = Git({key: value for key, value in HELD.items() if key != A} | held, sizes)
    ((_, file),) = Objects(git, 20).listings([ROOT], ["a.yaml"])
    assert file.files == {} and [one.why for one in file.refused] == [why]


def test_a_repository_of_too_many_folders_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(objects, "_MAX_TREES", 1)
    with pytest.raises(GitError, match="文件夹超过 1 个"):
        Objects(Git(HELD), 20).listings([ROOT], ["sub"])
