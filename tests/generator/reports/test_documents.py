"""The documents of a report: which there are, how each is called, what it says of itself, and when there are none."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

from generator import __version__
from generator.data.classification import LISTS
from generator.figures.explanation import exact
from generator.opc import write_package
from generator.problems import Problem, Severity
from generator.program import running_digest
from generator.quantity import Operation
from generator.reports import documents
from generator.reports.documents import computed_figures, make_documents, template_faults
from generator.reports.lint import lint_templates
from generator.reports.load import load
from generator.reports.workspace import Workspace
from generator.word.compiled import Compiled
from generator.word.contract import Contract
from generator.word.names import DOCUMENT
from generator.word.package import read_package
from generator.word.properties import provenance
from generator.word.render import text_of
from tests.support.docx import p, package_of, texts
from tests.support.paths import PROJECT
from tests.support.pictures import printing
from tests.support.reports import DOCUMENTS, edit, made

pytestmark = pytest.mark.slow  # whole reports and templates

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NATIONAL = "national/profile.yaml"
VOLUME = "hubei-wuhan/profile.yaml"


def claims(workspace: Workspace, data: bytes) -> dict[str, str]:
    """What a document says of itself."""
    path = workspace.root / "document.docx"
    path.write_bytes(data)
    package, problems = read_package(path, "x")
    assert package is not None, problems
    return provenance(package)


def inputs(workspace: Workspace, unit: str = "hechi", year: str = "2022") -> dict[str, str]:
    """The digest of its inputs that each document names, all read anew."""
    fresh = Workspace(workspace.root)
    files, problems = make_documents(fresh, load(fresh, unit, year))
    assert files, problems
    return {name: claims(fresh, data)["inputs"] for name, data in files.items()}


def moved(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The documents whose inputs are others than before."""
    assert [*before] == [*after]
    return [name for name in before if before[name] != after[name]]


def replaced(workspace: Workspace, name: str, old: str, new: str) -> None:
    """Replaces a text in a profile."""
    path = workspace.templates / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def changed(workspace: Workspace, name: str, old: bytes, new: bytes) -> None:
    """Replaces a text in a template."""
    path = workspace.templates / name
    package, problems = read_package(path, name)
    assert package is not None, problems
    assert old in package[DOCUMENT]
    path.write_bytes(write_package(package | {DOCUMENT: package[DOCUMENT].replace(old, new)}))


def twice(workspace: Workspace) -> None:
    """Gives the report a second evaluation, equal to its first."""
    text = workspace.report("hechi", "2022").read_text("utf-8")
    start, end = text.index("  - id: xiaoxiaotong"), text.index("# 已公开的自评报告")
    second = text[start:end].replace("- id: xiaoxiaotong", "- id: second")
    edit(workspace, (text[start:end], text[start:end] + second))


def refused(workspace: Workspace, unit: str = "hechi", year: str = "2022") -> list[Problem]:
    """The problems of a report that is ready and of which no document comes."""
    loaded = load(workspace, unit, year)
    assert loaded.ready, loaded.problems
    files, problems = make_documents(workspace, loaded)
    assert files == {}
    return problems


def made_of(workspace: Workspace) -> dict[str, bytes]:
    """The documents of the report with accounts."""
    files, problems = make_documents(workspace, load(workspace, "qiaokou", "2021"))
    assert files, problems
    return files


@pytest.fixture
def volume(workspace: Workspace) -> Workspace:
    """A workspace with the report of a unit that publishes its final accounts."""
    (workspace.root / "reports" / "2021").mkdir()
    shutil.copy(PROJECT / "reports" / "2021" / "qiaokou.yaml", workspace.root / "reports" / "2021")
    return workspace


@pytest.fixture
def rollup(tmp_path: Path) -> Workspace:
    """A department's roll-up of two units, of which one has a profile of its own."""
    for folder in (PROJECT, PROJECT / "tests" / "data" / "rollup"):
        shutil.copytree(folder / "templates", tmp_path / "templates", dirs_exist_ok=True)
    shutil.copytree(PROJECT / "tests" / "data" / "rollup" / "reports", tmp_path / "reports")
    shutil.copytree(tmp_path / "templates" / "hubei-example", tmp_path / "templates" / "other")
    east = tmp_path / "reports" / "2023" / "example-east.yaml"
    east.write_text(east.read_text("utf-8").replace("profile: hubei-example", "profile: other"), "utf-8")
    return Workspace(tmp_path)


def test_a_report_gives_all_documents_of_its_profile(workspace: Workspace) -> None:
    assert [*made(workspace)] == DOCUMENTS


def test_two_evaluations_give_two_sets_and_one_reconciliation(workspace: Workspace) -> None:
    twice(workspace)
    assert [*made(workspace)] == [
        *(
            f"{name}-{one}.docx"
            for name in ("report", "funds", "scoring", "full")
            for one in ("xiaoxiaotong", "second")
        ),
        "reconciliation.docx",
    ]


def test_a_document_of_accounts_is_made_where_there_are_accounts(all_documents: dict[str, bytes]) -> None:
    assert [name for name in all_documents if name.startswith("qiaokou-")] == [
        f"qiaokou-{name}.docx"
        for name in (
            *("full", "tables", "report-zhengti", "report-xinxihua", "scoring-zhengti", "scoring-xinxihua"),
            "reconciliation",
        )
    ]
    assert [name for name in all_documents if name.startswith("example-") and name.count("-") == 1] == [
        "example-full.docx",
        "example-tables.docx",
        "example-reconciliation.docx",
    ]


def test_a_roll_up_is_a_document_of_the_report_that_has_one(all_documents: dict[str, bytes]) -> None:
    assert [name for name in all_documents if name.endswith("rollup.docx")] == ["example-department-rollup.docx"]
    assert "example-department-reconciliation.docx" in all_documents
    assert "example-department-report.docx" not in all_documents


def test_a_template_that_no_document_of_the_report_needs_is_not_read(workspace: Workspace) -> None:
    for name in ("rollup", "summary"):
        (workspace.templates / "national" / f"{name}.docx").write_bytes(b"broken")
    assert [*made(workspace)] == DOCUMENTS


def test_each_document_of_several_evaluations_holds_its_own(workspace: Workspace) -> None:
    twice(workspace)
    path = workspace.report("hechi", "2022")
    text = path.read_text("utf-8")
    head, second = text[: text.index("- id: second")], text[text.index("- id: second") :]
    path.write_text(head + second.replace("name: “校校通”项目", "name: 另一个项目", 1), "utf-8")
    found = made(workspace)
    for identifier, name in (("xiaoxiaotong", "“校校通”项目"), ("second", "另一个项目")):
        data = found[f"funds-{identifier}.docx"]
        assert docx.Document(BytesIO(data)).core_properties.title == f"河池市电化教育站2022年度资金使用情况表（{name}）"
        assert claims(workspace, data)["document"] == f"funds-{identifier}"


def test_core_properties_come_from_the_report(workspace: Workspace) -> None:
    titles = {}
    for name, data in made(workspace).items():
        core = docx.Document(BytesIO(data)).core_properties
        assert (core.author, core.subject, core.created) == ("河池市电化教育站", "预算绩效自评", None)
        titles[name] = core.title
    assert titles == {
        "report.docx": "河池市电化教育站2022年度“校校通”项目绩效自评报告",
        "funds.docx": "河池市电化教育站2022年度资金使用情况表（“校校通”项目）",
        "scoring.docx": "河池市电化教育站2022年度“校校通”项目绩效自评表",
        "full.docx": "河池市电化教育站2022年度“校校通”项目绩效自评材料",
        "reconciliation.docx": "河池市电化教育站2022年度公布数与计算数核对表",
    }


def test_each_document_names_the_report_itself_the_commit_and_the_program(workspace: Workspace) -> None:
    files, _ = make_documents(workspace, load(workspace, "hechi", "2022"), COMMIT)
    for name, data in files.items():
        found = claims(workspace, data)
        assert len(found.pop("inputs")) == 64
        assert found == {
            "unit": "hechi",
            "year": "2022",
            "document": name.removesuffix(".docx"),
            "commit": COMMIT,
            "generator": __version__,
            "program": running_digest(),
        }


def test_without_a_commit_the_documents_say_that_there_is_none(workspace: Workspace) -> None:
    assert {claims(workspace, data)["commit"] for data in made(workspace).values()} == {"未提交"}


def test_the_commit_is_asked_for_once_when_all_templates_were_read(workspace: Workspace) -> None:
    loaded = load(workspace, "hechi", "2022")
    asked: list[list[str]] = []

    def commit() -> str:
        asked.append(sorted(name for name, _ in loaded.sources(workspace) if name.endswith(".docx")))
        return COMMIT

    files, problems = make_documents(workspace, loaded, commit)
    assert problems == [] and {claims(workspace, data)["commit"] for data in files.values()} == {COMMIT}
    (read,) = asked
    assert read == [f"templates/national/{name}.docx" for name in ("funds", "reconciliation", "report", "scoring")]


def test_the_provenance_changes_with_every_input(workspace: Workspace) -> None:
    before = inputs(workspace)
    assert len({*before.values()}) == len(DOCUMENTS)
    edit(workspace, ("# 原文没有公布", "# 原文未公布"))
    again = inputs(workspace)
    assert moved(before, again) == DOCUMENTS
    assert inputs(workspace) == again


@pytest.mark.parametrize("name", [NATIONAL, "guangxi-hechi/profile.yaml"])
def test_each_profile_that_a_report_rests_on_is_an_input_of_all_its_documents(workspace: Workspace, name: str) -> None:
    before = inputs(workspace)
    with (workspace.templates / name).open("a", encoding="utf-8") as file:
        file.write("# 附注\n")
    assert moved(before, inputs(workspace)) == DOCUMENTS


def test_a_template_is_an_input_of_the_documents_that_are_made_of_it(workspace: Workspace) -> None:
    before = inputs(workspace)
    national = workspace.templates / "national"
    shutil.copy(national / "report.docx", national / "funds.docx")
    assert moved(before, inputs(workspace)) == ["funds.docx", "full.docx"]


@pytest.mark.parametrize("name", ["reports/2023/example-west.yaml", "templates/other/profile.yaml"])
def test_reports_that_are_rolled_up_and_their_profiles_are_inputs(rollup: Workspace, name: str) -> None:
    before = inputs(rollup, "example-department", "2023")
    with (rollup.root / name).open("a", encoding="utf-8") as file:
        file.write("# 附注\n")
    assert moved(before, inputs(rollup, "example-department", "2023")) == ["reconciliation.docx", "rollup.docx"]


@pytest.mark.parametrize("position", range(len(LISTS)))
def test_the_lists_of_codes_and_terms_are_inputs_where_there_are_accounts(
    volume: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, position: int
) -> None:
    accounts, none = inputs(volume, "qiaokou", "2021"), inputs(volume)
    other = tmp_path / "list.yaml"
    other.write_bytes(LISTS[position].read_bytes() + b"# x\n")
    monkeypatch.setattr(documents, "LISTS", (*LISTS[:position], other, *LISTS[position + 1 :]))
    assert moved(accounts, inputs(volume, "qiaokou", "2021")) == [*accounts]
    assert moved(none, inputs(volume)) == []


def test_faults_of_templates_come_back_as_problems_without_documents(workspace: Workspace) -> None:
    for name in ("report", "funds"):
        (workspace.templates / "national" / f"{name}.docx").write_bytes(b"broken")
    assert [(problem.code, problem.place.path) for problem in refused(workspace)] == [
        ("TEMPLATE-FILE", "templates/national/funds.docx"),
        ("TEMPLATE-FILE", "templates/national/report.docx"),
    ]


def test_one_template_that_cannot_be_filled_keeps_back_all_documents(workspace: Workspace) -> None:
    changed(workspace, "national/reconciliation.docx", b"{{ unit }}", b"{{ facts.nothing }}")
    (problem,) = refused(workspace)
    assert problem.place.path == f"templates/national/reconciliation.docx!{DOCUMENT}"
    assert "nothing" in problem.message and problem.severity is Severity.ERROR


def test_a_title_that_names_no_figure_is_a_problem_of_the_profile_without_documents(workspace: Workspace) -> None:
    replaced(workspace, NATIONAL, "年度公布数与计算数核对表", "年度{{ nothing }}核对表")
    (problem,) = refused(workspace)
    assert (problem.place.path, problem.severity) == ("templates/national/profile.yaml", Severity.ERROR)
    assert "nothing" in problem.message


def test_a_figure_that_no_document_shows_is_told_beside_the_documents(workspace: Workspace) -> None:
    path = edit(workspace, ("facts:\n", "facts:\n  闲置设备: 12件\n"))
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert [*files] == DOCUMENTS
    (problem,) = problems
    line = path.read_text("utf-8").splitlines().index("  闲置设备: 12件") + 1
    assert (problem.code, problem.severity) == ("FIGURE-UNSHOWN", Severity.NOTICE)
    assert (problem.place.path, problem.place.line) == ("reports/2022/hechi.yaml", line)


def test_where_there_are_no_documents_nothing_is_said_of_figures_that_they_do_not_show(workspace: Workspace) -> None:
    edit(workspace, ("facts:\n", "facts:\n  闲置设备: 12件\n"))
    (workspace.templates / "national" / "funds.docx").write_bytes(b"broken")
    assert [problem.code for problem in refused(workspace)] == ["TEMPLATE-FILE"]


def test_a_volume_lists_the_documents_that_it_repeats_for_each_evaluation_by_their_titles(
    all_documents: dict[str, bytes],
) -> None:
    found = texts(all_documents["qiaokou-full.docx"])
    start = found.index("随本决算公开的绩效评价材料共4件：")
    names = ["report-zhengti", "scoring-zhengti", "report-xinxihua", "scoring-xinxihua"]
    titles = [docx.Document(BytesIO(all_documents[f"qiaokou-{name}.docx"])).core_properties.title for name in names]
    assert found[start + 1 : start + 5] == [
        f"{number}、{title}" for number, title in zip("一二三四", titles, strict=True)
    ]


def test_annexes_have_the_titles_of_evaluations_whatever_else_is_made_of_their_templates(volume: Workspace) -> None:
    other = "  - name: rollup\n    title: 另一个标题\n    each: rollup\n    template: scoring.docx\n"
    reconciliation = "  - name: reconciliation\n"
    replaced(volume, VOLUME, reconciliation, other + reconciliation)
    found = texts(made_of(volume)["full.docx"])
    start = found.index("随本决算公开的绩效评价材料共4件：")
    assert found[start + 2] == "二、2021年度武汉市硚口区教育局信息技术中心整体绩效自评表"


def test_a_volume_without_evaluations_has_no_annexes(all_documents: dict[str, bytes]) -> None:
    assert "本年度没有附列的绩效评价材料。" in texts(all_documents["example-full.docx"])


def test_a_title_of_an_annex_that_names_no_figure_is_a_problem_told_once(volume: Workspace) -> None:
    replaced(volume, VOLUME, "自评表{% endif %}", "{{ nothing }}{% endif %}")
    (problem,) = refused(volume, "qiaokou", "2021")
    assert problem.place.path == f"templates/{VOLUME}" and "nothing" in problem.message


def terms(data: bytes) -> list[str]:
    """The explanations of terms in a volume, without the items."""
    found = texts(data)
    lines = found[found.index("第五部分　名词解释") : found.index("第六部分　附件")]
    return [line.partition("：")[0] for line in lines if line.startswith("（")]


def test_a_volume_explains_the_terms_that_it_uses_and_the_items_of_its_tables(volume: Workspace) -> None:
    data = made_of(volume)["full.docx"]
    assert "（十三）基本支出" in terms(data) and len(terms(data)) == 17
    found = texts(data)
    start = found.index("（十）本部门使用的支出功能分类科目（到项级）")
    assert found[start + 1].startswith("1.教育支出（类）教育管理事务（款）其他教育管理事务支出（项）：")
    assert found[start + 7].startswith("7.住房保障支出（类）住房改革支出（款）提租补贴（项）：")
    assert not found[start + 8].startswith("8.")


def test_only_what_has_a_glossary_is_filled_twice(volume: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[str] = []

    def noted(compiled: Compiled, *rest: Any) -> tuple[str, list[Problem]]:
        filled.append(compiled.name)
        return text_of(compiled, *rest)

    monkeypatch.setattr(documents, "text_of", noted)
    made_of(volume)
    made(volume)
    assert filled == ["templates/hubei-wuhan/full"]


def test_a_volume_without_its_tables_explains_fewer_terms(volume: Workspace) -> None:
    before = terms(made_of(volume)["full.docx"])
    replaced(volume, VOLUME, "tables.docx, explanation.docx, ", "")
    after = terms(made_of(Workspace(volume.root))["full.docx"])
    assert 0 < len(after) < len(before)
    assert {one.partition("）")[2] for one in after} < {one.partition("）")[2] for one in before}
    assert [one.partition("）")[0] for one in after] == [one.partition("）")[0] for one in before][: len(after)]


def test_a_glossary_that_cannot_be_filled_is_a_problem_told_once(volume: Workspace) -> None:
    changed(volume, "hubei-wuhan/glossary.docx", b"accounts.inquiry_phone", b"facts.nothing")
    (problem,) = refused(volume, "qiaokou", "2021")
    assert problem.place.path == f"templates/hubei-wuhan/glossary.docx!{DOCUMENT}" and "nothing" in problem.message


def test_the_same_report_gives_the_same_bytes(workspace: Workspace) -> None:
    first = made(workspace)
    assert made(workspace) == made(Workspace(workspace.root)) == first


WRONG = p("甲{{ item.name }}") + p("{%p for item in funds.items %}") + p("{{ item.nam }}") + p("{%p endfor %}")


def told_of_names(workspace: Workspace, body: str) -> list[Problem]:
    """What check says of a template with this body, which is in a document of its own and in a volume."""
    path = workspace.templates / "national" / "funds.docx"
    package, _ = read_package(path, "t")
    assert package is not None
    start, end = package[DOCUMENT].index(b"<w:body>") + len("<w:body>"), package[DOCUMENT].rindex(b"<w:sectPr")
    document = package[DOCUMENT][:start] + body.encode() + package[DOCUMENT][end:]
    path.write_bytes(write_package(package | {DOCUMENT: document}))
    return template_faults(workspace, load(workspace, "hechi", "2022"))


def test_all_bad_names_are_told_by_check_and_report_at_the_template_as_by_lint(workspace: Workspace) -> None:
    told = told_of_names(workspace, WRONG + p("{{ funds.fooo }}{% if funds.rate &lt; 1 %}{% endif %}"))
    where = [(problem.message.partition("：")[0], problem.place.where) for problem in told]
    assert where == [
        ("{{ item.name }}", "正文第 1 段"),
        ("{{ item.nam }}", "正文第 3 段"),
        ("{{ funds.fooo }}", "正文第 5 段"),
        ("{% if funds.rate < 1 %}", "正文第 5 段"),
    ]
    assert refused(workspace) == told
    assert {problem.place.path for problem in told} == {f"templates/national/funds.docx!{DOCUMENT}"}
    assert [one for one in lint_templates(workspace.templates) if one.code == "TEMPLATE-NAME"] == told


def test_a_name_that_only_the_data_lack_is_told_once_at_the_template(workspace: Workspace) -> None:
    assert told_of_names(workspace, p("乙") + p("{{ facts.nothing }}")) == []
    (problem,) = refused(workspace)
    assert (problem.place.path, problem.place.where) == (
        f"templates/national/funds.docx!{DOCUMENT}",
        "正文第 2 段",
    )


def test_what_only_the_data_lack_is_told_beside_what_no_data_have(workspace: Workspace) -> None:
    told_of_names(workspace, p("{{ funds.fooo }}"))
    changed(workspace, "national/reconciliation.docx", b"{{ unit }}", b"{{ facts.nothing }}")
    assert [problem.message.partition("：")[0] for problem in refused(workspace)] == [
        "{{ funds.fooo }}",
        "{{ facts.nothing }}",
    ]


def test_names_that_were_in_order_are_not_looked_through_again(
    workspace: Workspace, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faults() -> list[Problem]:
        fresh = Workspace(workspace.root)
        return template_faults(fresh, load(fresh, "hechi", "2022"))

    assert faults() == []
    assert [*own_cache.iterdir()]
    monkeypatch.setattr(Contract, "faults", lambda *_: pytest.fail("templates were looked through"))
    assert faults() == []
    monkeypatch.undo()
    changed(workspace, "national/summary.docx", b"{{ year }}", b"{{ yeer }}")
    assert {problem.place.path.partition("!")[0] for problem in faults()} == {"templates/national/summary.docx"}


INCLUDED = "{{p include('notes.docx') }}"


def with_notes(workspace: Workspace, body: str, profile: str = "national") -> None:
    """Puts a template that others include in a profile."""
    (workspace.templates / profile / "notes.docx").write_bytes(write_package(package_of(body)))


def test_a_document_is_made_of_what_its_template_includes(workspace: Workspace) -> None:
    printing(workspace.templates / "national" / "report.docx", INCLUDED)
    with_notes(workspace, p("注：{{ unit }}"))
    before = inputs(workspace)
    files = made(Workspace(workspace.root))
    assert texts(files["report.docx"])[0] == "注：河池市电化教育站"
    with_notes(workspace, p("注二"))
    assert moved(before, inputs(workspace)) == ["report.docx", "full.docx"]
    again = made(Workspace(workspace.root))
    assert texts(again["report.docx"])[0] == "注二"
    with_notes(workspace, p("河池"), "guangxi-hechi")
    assert texts(made(Workspace(workspace.root))["report.docx"])[0] == "河池"


def test_what_is_included_is_among_the_files_that_a_document_comes_from(workspace: Workspace) -> None:
    printing(workspace.templates / "national" / "report.docx", INCLUDED)
    with_notes(workspace, p("注"))
    for _ in range(2):  # compiled, and kept
        fresh = Workspace(workspace.root)
        loaded = load(fresh, "hechi", "2022")
        make_documents(fresh, loaded)
        assert loaded.forms is not None
        assert "templates/national/notes.docx" in {name for name, _ in fresh.compiled_from(loaded.forms)}


def test_a_change_of_what_is_included_is_seen_within_a_process(workspace: Workspace) -> None:
    printing(workspace.templates / "national" / "report.docx", INCLUDED)
    for words in ("甲", "乙"):
        with_notes(workspace, p(words))
        assert texts(made(workspace)["report.docx"])[0] == words


@pytest.mark.parametrize("tag", ["{{ nix }}", "{{ funds.actual|百分比 }}", "{{ year / (1 - 1) }}"])
def test_what_goes_wrong_in_what_is_included_is_told_at_its_file(workspace: Workspace, tag: str) -> None:
    printing(workspace.templates / "national" / "report.docx", INCLUDED)
    with_notes(workspace, p(tag))
    files, problems = make_documents(workspace, load(workspace, "hechi", "2022"))
    assert files == {}
    assert {problem.place.path for problem in problems} == {"templates/national/notes.docx!word/document.xml"}
    assert {problem.place.excerpt for problem in problems} == {tag}


@pytest.mark.parametrize(
    ("tags", "computed"),
    [
        ("{{ (funds.actual * 2)|元 }}", {"{{ (funds.actual * 2)|元 }}": "43508元"}),
        ("{{ funds.actual + funds.actual - funds.actual }}", {"{{ funds.actual + funds.actual - funds.actual }}": "21754元"}),
        ("{% set x = funds.actual / funds.annual_budget %}{{ x|百分比 }}", {"{% set x = funds.actual / funds.annual_budget %}": "10877/150%"}),
        ("{{ funds['items']|sum(attribute='actual')|元 }}", {"{{ funds['items']|sum(attribute='actual')|元 }}": "21800元"}),
        ("{% for x in [1, 2] %}{{ funds.actual * x }}{% endfor %}", {"{{ funds.actual * x }}": "21754元", "{{ funds.actual * x }}（第2处）": "43508元"}),
        ("{% if (funds.actual * 2)|万元空 %}{{ funds.actual }}{% endif %}", {}),
        ("{{ funds.actual|元 }}{{ 1 + 2 }}", {}),
    ],
)  # fmt: skip
def test_figures_that_tags_compute_are_told_by_template_and_tag(
    workspace: Workspace, tags: str, computed: dict[str, str]
) -> None:
    printing(workspace.templates / "national" / "report.docx", tags)
    loaded = load(workspace, "hechi", "2022")
    found = computed_figures(workspace, loaded)
    own = {name.removeprefix("report.docx!"): exact(figure) for name, figure in found.items() if name[:6] == "report"}
    assert own == computed
    assert {name.partition("!")[0] for name in found} == ({"report.docx", "full.docx"} if computed else set())
    for figure in found.values():
        assert figure.label and isinstance(figure.origin, Operation)


def test_without_documents_no_figure_is_computed_in_them(workspace: Workspace) -> None:
    printing(workspace.templates / "national" / "report.docx", "{{ funds.actual * 2 }}{{ nix }}")
    assert computed_figures(workspace, load(workspace, "hechi", "2022")) == {}
