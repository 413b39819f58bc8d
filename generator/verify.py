"""Tells of any DOCX whether it is the document that a commit of this repository makes, and what was altered in it."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from generator import summary
from generator.compare import Passage, compare_lines
from generator.package import CUSTOM, Package, parse_package, provenance, read_package
from generator.repository import UNCOMMITTED, GitError, Repository
from generator.revisions import revisions
from generator.wordtext import read_lines

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_UNIT = re.compile(r"[a-z][a-z0-9-]{0,63}")
_YEAR = re.compile(r"20[0-9]{2}")


class Verdict(Enum):
    """What a document is."""

    GENUINE = "真实"
    ALTERED = "改动过"
    UNPROVEN = "无法核实"
    FOREIGN = "不是本项目生成的文档"


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict with its reason, what the document says of itself, and what differs from the rebuilt document."""

    verdict: Verdict
    reason: str
    provenance: dict[str, str]
    passages: tuple[Passage, ...] = ()
    parts: tuple[str, ...] = ()


def verify(repository: Repository, path: Path) -> Verification:
    """Rebuilds the document that a file claims to be, from the commit it names, and compares the two part by part."""
    package, problems = read_package(path, path.name)
    if package is None:
        return Verification(Verdict.FOREIGN, problems[0].message, {})
    claims = provenance(package)
    names = ("unit", "year", "document", "inputs", "commit", "generator")
    if claims.get("document") == summary.NAME and "unit" not in claims:
        reason = "一年一览由全部单位的数据汇总，不能单独核实；核实各单位的文档，再运行一次 make summary"
        return Verification(Verdict.UNPROVEN, reason, claims)
    if any(name not in claims for name in names):
        if {"unit", "year", "document", "inputs"} <= claims.keys():
            return Verification(Verdict.UNPROVEN, "文档由旧版程序生成，没有记下它的提交", claims)
        return Verification(Verdict.FOREIGN, "文档里没有本项目写入的出处", {})
    claims = {name: claims[name] for name in names}
    if claims["commit"] == UNCOMMITTED:
        reason = "文档由还没有提交的数据、模板或程序生成：提交以后重新生成，才能核实"
        return Verification(Verdict.UNPROVEN, reason, claims)
    if not all(
        pattern.fullmatch(claims[name]) for name, pattern in (("commit", _COMMIT), ("unit", _UNIT), ("year", _YEAR))
    ):
        return Verification(Verdict.ALTERED, "文档里的出处（单位、年度或提交）不合要求", claims)
    try:
        rebuilt, reason = _rebuilt(repository, claims)
    except GitError as error:
        return Verification(Verdict.UNPROVEN, str(error), claims)
    if rebuilt is None:
        return Verification(Verdict.ALTERED, reason, claims)
    found = _compared(path.read_bytes(), package, rebuilt, claims)
    if found.verdict is Verdict.ALTERED and repository.differs(claims["commit"], "requirements.txt"):
        return replace(found, reason=f"{found.reason}；那时锁定的依赖版本与现在不同，也可能造成不同")
    return found


def _rebuilt(repository: Repository, claims: dict[str, str]) -> tuple[bytes | None, str]:
    """The document as its commit makes it, or None with the reason why that commit makes none.

    Raises:
        GitError: the commit is not here, or not part of the history that may be trusted.
    """
    commit = repository.commit(claims["commit"])
    if not repository.trusts(commit):
        raise GitError(f"提交 {commit[:10]} 不在当前分支和标签的历史里：切换到含有它的分支，再运行一次")
    report = f"reports/{claims['year']}/{claims['unit']}.yaml"
    files = repository.files(commit)
    if report not in files:
        return None, f"提交 {commit[:10]} 里没有 {report}"
    with revisions(repository) as found:
        answer = found.answers([found.state(files, report, commit, whole=True)], "files", commit)[0]
    name = f"{claims['document']}.docx"
    if name in answer["files"]:
        return b64decode(answer["files"][name]), ""
    faults = "；".join(answer["problems"][:3])
    return None, f"提交 {commit[:10]} 不生成文档「{name}」" + (f"：{faults}" if faults else "")


def _compared(data: bytes, package: Package, rebuilt: bytes, claims: dict[str, str]) -> Verification:
    expected, _ = parse_package(rebuilt, claims["document"])
    assert expected is not None
    commit = claims["commit"][:10]
    parts = tuple(name for name in dict.fromkeys([*expected, *package]) if expected.get(name) != package.get(name))
    if not parts:
        how = "逐字节相同" if data == rebuilt else "每个部件都相同，只是压缩方式不同"
        return Verification(Verdict.GENUINE, f"与提交 {commit} 生成的文档{how}", claims)
    passages = tuple(compare_lines(read_lines(expected), read_lines(package)))
    if passages:
        reason = f"文字与提交 {commit} 生成的文档不同"
    elif parts == (CUSTOM,):
        reason = "文字没有变，文档里的出处与它的内容不符"
    else:
        reason = f"文字与提交 {commit} 生成的文档相同，格式或别的部件不同，例如用 Word 重新保存过"
    return Verification(Verdict.ALTERED, reason, claims, passages, parts)
