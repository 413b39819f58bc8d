"""Checks whether a DOCX or PDF is what a commit of this repository produces, and what was altered in it."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from enum import Enum
from pathlib import Path

from generator.faults import GitError
from generator.files import read_file
from generator.frozen import Frozen, replace
from generator.git.repository import Repository
from generator.git.trees import BlobIds
from generator.identifiers import is_code, is_year
from generator.opc import Package
from generator.pdf_file import is_pdf
from generator.program import LOCK, running_digest
from generator.reports.origin import UNCOMMITTED
from generator.reports.summary import rows as summary
from generator.revisions.compare import Passage, compare_lines
from generator.revisions.environments import UnavailableError
from generator.revisions.standing import Stand, inputs_of, stand
from generator.revisions.states import Revisions, revisions
from generator.revisions.trust import SETTING, Standing, Trust
from generator.word.lines import read_lines
from generator.word.package import parse_package
from generator.word.properties import CUSTOM, provenance

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")  # a full id, SHA-1 or SHA-256
_CLAIMS = ("unit", "year", "document", "inputs", "commit", "generator")
_BEGIN, _END, _END_BYTES = b"PK\x03\x04", b"PK\x05\x06", 22  # of a zip file with nothing before or after it
_LATER_CLAIMS = ("program",)  # that documents of earlier programs do not have


class Verdict(Enum):
    """The result of a verification; `UNMERGED`: it is what its commit produces, but the commit was never merged."""

    GENUINE = "真实"
    UNMERGED = "未合并"
    ALTERED = "改动过"
    UNPROVEN = "无法核实"
    FOREIGN = "不是本项目生成的文档"


class Verification(Frozen):
    """The verdict with its reason, the document's provenance, and its differences from the rebuilt document.

    `stand` is its status, only for a document that is what its commit produces; `program` says in Chinese whether the
    program that made it is the running one.
    """

    verdict: Verdict
    reason: str
    provenance: dict[str, str]
    passages: tuple[Passage, ...] = ()
    parts: tuple[str, ...] = ()
    stand: Stand | None = None
    program: str = ""

    @property
    def stands(self) -> bool:
        """Whether the document may be relied on: it is genuine, and the trusted branch has or had its inputs."""
        return self.verdict is Verdict.GENUINE and self.stand is not None and self.stand.stood


class Rebuilt(Frozen):
    """A document as its commit produces it, with the inputs it is made from.

    `own` says whether a program other than the running one made it; `unsure` is why a difference need not be an
    alteration, in Chinese.
    """

    data: bytes
    inputs: BlobIds
    own: bool
    unsure: str = ""


class _AlteredError(Exception):
    """The commit that a document names does not produce it; the message says why."""


def verify(
    repository: Repository, path: Path, trust: Trust | None = None, tell: Callable[[str], None] = lambda _: None
) -> Verification:
    """Rebuilds the document that a file claims to be, from the commit it names, and compares the two part by part.

    Only a trusted program rebuilds it, and only with the dependencies that it had; otherwise the document is unproven.
    `tell` is called with a message before a step that takes long.
    """
    trust = trust or Trust(repository)
    data, problems = read_file(path, path.name)
    if data is None:
        return Verification(Verdict.FOREIGN, problems[0].message, {})
    if is_pdf(data):
        from generator.revisions.verify_pdf import verify_pdf

        def judge(claims: dict[str, str], compare: Callable[[bytes], Verification]) -> Verification:
            return _judged(repository, trust, claims, tell, lambda rebuilt: _certain(rebuilt, compare(rebuilt.data)))

        return verify_pdf(data, judge)
    package, problems = parse_package(data, path.name)
    if package is None:
        return Verification(Verdict.FOREIGN, problems[0].message, {})
    claims = provenance(package)
    our_claims = {name: claims[name] for name in (*_CLAIMS, *_LATER_CLAIMS) if name in claims}
    return _judged(repository, trust, claims, tell, lambda rebuilt: _compared(data, package, rebuilt, our_claims))


def _judged(
    repository: Repository,
    trust: Trust,
    claims: dict[str, str],
    tell: Callable[[str], None],
    compare: Callable[[Rebuilt], Verification],
) -> Verification:
    """The verification of a file: its claims, the comparison with the document they lead to, and the status of that."""
    if verdict := _unproven(claims):
        return verdict
    claims = {name: claims[name] for name in (*_CLAIMS, *_LATER_CLAIMS) if name in claims}
    try:
        rebuilt = rebuild(repository, trust, claims, tell)
        return _standing(repository, trust, rebuilt, compare(rebuilt))
    except _AlteredError as error:
        return Verification(Verdict.ALTERED, str(error), claims)
    except (GitError, UnavailableError) as error:
        return Verification(Verdict.UNPROVEN, str(error), claims)


def _certain(rebuilt: Rebuilt, verification: Verification) -> Verification:
    """The verification, but unproven in place of altered if another program may have made the document."""
    if verification.verdict is Verdict.ALTERED and rebuilt.unsure:
        return Verification(Verdict.UNPROVEN, rebuilt.unsure, verification.provenance)
    return verification


def _unproven(claims: dict[str, str]) -> Verification | None:
    """The verdict on a document whose provenance leads to no commit; None if it leads to one."""
    if claims.get("document") == summary.NAME and "unit" not in claims:
        reason = "一年一览由全部单位的数据汇总，不能单独核实；核实各单位的文档，再运行一次 make summary"
        return Verification(Verdict.UNPROVEN, reason, claims)
    if any(name not in claims for name in _CLAIMS):
        if {"unit", "year", "document", "inputs"} <= claims.keys():
            return Verification(Verdict.UNPROVEN, "文档由旧版程序生成，没有记下它的提交", claims)
        return Verification(Verdict.FOREIGN, "文档里没有本项目写入的出处", {})
    if claims["commit"] == UNCOMMITTED:
        reason = "文档由还没有提交的数据、模板或程序生成：提交以后重新生成，才能核实"
        return Verification(Verdict.UNPROVEN, reason, claims)
    if not (_COMMIT.fullmatch(claims["commit"]) and is_code(claims["unit"]) and is_year(claims["year"])):
        return Verification(Verdict.ALTERED, "文档里的出处（单位、年度或提交）不合要求", claims)
    return None


def rebuild(repository: Repository, trust: Trust, claims: dict[str, str], tell: Callable[[str], None]) -> Rebuilt:
    """The document as its commit produces it, by that commit's own program.

    Raises:
        GitError: the commit is not here, or its program is not trusted.
        UnavailableError: its program cannot be run.
        _AlteredError: the commit produces no such document.
    """
    commit = claims["commit"]
    if repository.objects.kind(commit) != "commit":
        missing = "先运行 git fetch --unshallow" if repository.shallow else "它所在的分支先用 git fetch 取来"
        raise GitError(f"这个仓库里没有提交 {commit[:10]}：{missing}")
    report = f"reports/{claims['year']}/{claims['unit']}.yaml"
    files = repository.files(commit)
    if report not in files:
        raise _AlteredError(f"提交 {commit[:10]} 里没有 {report}")
    with revisions(repository, trust, tell) as states:
        state = states.state(files, report, None, whole=True)
        program = states.program(files)
        if program and not states.may_run(program, commit):
            raise GitError(f"提交 {commit[:10]} 的程序不可信：{trust.where}，没有运行它")
        state = replace(state, program=program or states.running)
        answer = states.documents(state, commit)
        name = f"{claims['document']}.docx"
        if name not in answer["files"]:
            faults = "；".join(answer["problems"][:3])
            raise _AlteredError(f"提交 {commit[:10]} 不生成文档「{name}」" + (f"：{faults}" if faults else ""))
        read = [path for path in files if path.startswith("reports/") or path.endswith("/profile.yaml")]
        given = dict(state.reports + state.forms)
        contents = {path: states.content(files[path]) for path in read if path in given}
        inputs = inputs_of(files, contents, report, claims["document"])
        unsure = _unsure(states, files, claims, bool(program))
        by_another = state.program != states.running
    return Rebuilt(b64decode(answer["files"][name]), inputs, by_another, unsure)


def _unsure(found: Revisions, files: BlobIds, claims: dict[str, str], with_program: bool) -> str:
    """Why a document that differs need not have been altered: the program that made it is unknown. Empty if it must."""
    if with_program:
        return "" if LOCK in files else "那个提交没有锁定依赖的版本，不能断定是不是改动过"
    made = claims.get("program")
    if made == running_digest():
        return ""
    how = f"由另一版程序（{made}）生成" if made else f"由较早的程序（{claims['generator']}）生成"
    return f"文档{how}，那一版不在这个仓库里；用那一版程序核实"


def _compared(data: bytes, package: Package, rebuilt: Rebuilt, claims: dict[str, str]) -> Verification:
    expected, _ = parse_package(rebuilt.data, claims["document"])
    assert expected is not None
    commit = claims["commit"][:10]
    parts = tuple(name for name in dict.fromkeys([*expected, *package]) if expected.get(name) != package.get(name))
    if not parts and not (data.startswith(_BEGIN) and data[-_END_BYTES:].startswith(_END)):
        return Verification(Verdict.ALTERED, "文件的前面或后面附有别的内容", claims)
    if not parts:
        how = "逐字节相同" if data == rebuilt.data else "每个部件都相同，只是压缩方式不同"
        return Verification(Verdict.GENUINE, f"与提交 {commit} 生成的文档{how}", claims)
    if rebuilt.unsure:
        return Verification(Verdict.UNPROVEN, rebuilt.unsure, claims)
    passages = tuple(compare_lines(read_lines(expected), read_lines(package)))
    if passages:
        reason = f"文字与提交 {commit} 生成的文档不同"
    elif parts == (CUSTOM,):
        reason = "文字没有变，文档里的出处与它的内容不符"
    else:
        reason = f"文字与提交 {commit} 生成的文档相同，格式或别的部件不同，例如用 Word 重新保存过"
    return Verification(Verdict.ALTERED, reason, claims, passages, parts)


def _standing(repository: Repository, trust: Trust, rebuilt: Rebuilt, verification: Verification) -> Verification:
    """A verification with the status of the commit; a document is genuine only if the trusted branch has it."""
    program = "当时那一版程序，与现在的不同" if rebuilt.own else "与现在的程序相同"
    if verification.verdict is not Verdict.GENUINE:
        return replace(verification, program=program)
    status = stand(repository, trust, verification.provenance["commit"], rebuilt.inputs)
    verification = replace(verification, stand=status, program=program)
    if status.standing is Standing.UNMERGED:
        return replace(
            verification, verdict=Verdict.UNMERGED, reason=f"{verification.reason}，但这个提交没有并入 {status.branch}"
        )
    if status.standing is Standing.UNKNOWN:
        unset = f"这个仓库没有可信的分支（用 git config {SETTING} 分支名 设定）"
        why = "这是浅克隆，看不出提交有没有并入" if status.branch else unset
        return replace(verification, verdict=Verdict.UNPROVEN, reason=f"{verification.reason}，但{why}")
    if not status.stood:
        return replace(
            verification,
            reason=f"{verification.reason}，但这样的数据和模板从来没有进过 {status.branch}，不能当作发布过的",
        )
    return verification
