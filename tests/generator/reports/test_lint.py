from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.opc import Link, Package, content_type, links, with_links, with_part, write_package
from generator.problems import has_errors
from generator.reports.lint import annotated, carry_styles, lint_templates
from generator.reports.workspace import Workspace
from generator.word.names import DOCUMENT, SETTINGS, STYLES, W
from generator.word.package import read_package
from tests.support.charts import chart_package, chart_part
from tests.support.docx import p, package_of, table
from tests.support.layouts import rest_of, with_other_ids
from tests.support.outside import with_link
from tests.support.pictures import printing

pytestmark = pytest.mark.slow  # whole reports and templates


def package(path: Path) -> Package:
    found, problems = read_package(path, path.name)
    assert found is not None, problems
    return found


@pytest.fixture
def workspace(small_workspace: Workspace) -> Workspace:
    return small_workspace


def test_the_templates_of_the_project_are_clean(all_reports: Workspace) -> None:
    assert lint_templates(all_reports.templates) == []
    assert carry_styles(all_reports.templates) == ([], [])


def test_a_style_that_drifted_is_named_and_carried_back(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    styles = package(path)["word/styles.xml"]
    drifted = styles.replace(b'w:val="578"', b'w:val="579"').replace("表题".encode(), "别的名".encode())
    drifted = drifted.replace(b'w:line="578"', b'w:line="560"')
    path.write_bytes(write_package(package(path) | {"word/styles.xml": drifted}))
    found = lint_templates(workspace.templates)
    assert {(problem.code, problem.place.path) for problem in found} == {
        ("TEMPLATE-STYLE", "templates/national/report.docx")
    }
    assert [problem.message for problem in found] == ["改动了样式「Normal」", "没有样式「表题」"]
    assert carry_styles(workspace.templates) == ([path], [])
    assert package(path)["word/styles.xml"] == styles
    assert lint_templates(workspace.templates) == []


def test_traces_of_editing_are_no_drift(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    styles = package(path)["word/styles.xml"]
    assert b"<w:qFormat/>" in styles
    path.write_bytes(
        write_package(
            package(path)
            | {"word/styles.xml": styles.replace(b"<w:qFormat/>", b'<w:qFormat/><w:rsid w:val="00AB12CD"/>')}
        )
    )
    assert lint_templates(workspace.templates) == []


def test_all_faults_are_found_in_one_run(workspace: Workspace) -> None:
    (workspace.templates / "national" / "funds.docx").write_bytes(b"")
    path = workspace.templates / "national" / "report.docx"
    parts = package(path)
    path.write_bytes(
        write_package(parts | {"word/document.xml": parts["word/document.xml"].replace(b"{{ unit }}", b"{{ unit }")})
    )
    profile = workspace.templates / "guangxi-hechi" / "profile.yaml"
    profile.write_text(profile.read_text("utf-8") + "extra: 1\n", "utf-8")
    assert [problem.code for problem in lint_templates(workspace.templates)] == [
        "SCHEMA-UNKNOWN",
        "TEMPLATE-FILE",
        "TEMPLATE-TAG",
    ]


def test_tags_are_read_once_the_profile_can_be(workspace: Workspace) -> None:
    """What was found to be without faults was not looked at as a template of a profile."""
    path = workspace.templates / "national" / "report.docx"
    parts = package(path)
    path.write_bytes(write_package(parts | {DOCUMENT: parts[DOCUMENT].replace(b"{{ unit }}", b"{{ unit }")}))
    profile = path.with_name("profile.yaml")
    written = profile.read_text("utf-8")
    profile.write_text("x", "utf-8")
    codes = [{problem.code for problem in lint_templates(workspace.templates)}]
    profile.write_text(written, "utf-8")
    codes.append({problem.code for problem in lint_templates(workspace.templates)})
    assert ["TEMPLATE-TAG" in told for told in codes] == [False, True]


def test_no_profile_and_no_base_are_faults(tmp_path: Path, workspace: Workspace) -> None:
    assert [problem.code for problem in lint_templates(tmp_path)] == ["PROFILE-MISSING"]
    (workspace.templates / "base.docx").unlink()
    assert "TEMPLATE-FILE" in [problem.code for problem in lint_templates(workspace.templates)]
    assert [problem.code for problem in carry_styles(workspace.templates)[1]] == ["TEMPLATE-FILE"]


def test_the_templates_of_a_profile_that_cannot_be_read_are_checked_too(workspace: Workspace) -> None:
    (workspace.templates / "national" / "profile.yaml").write_text("x", "utf-8")
    path = workspace.templates / "national" / "funds.docx"
    parts = package(path)
    path.write_bytes(write_package(parts | {DOCUMENT: parts[DOCUMENT].replace(b"<w:tblHeader/>", b"", 1)}))
    found = [problem for problem in lint_templates(workspace.templates) if problem.code.startswith("TEMPLATE")]
    assert [(problem.code, problem.place.path) for problem in found] == [
        ("TEMPLATE-TABLE", "templates/national/funds.docx!word/document.xml")
    ]


@pytest.mark.parametrize("name", ["~$report.docx", ".~report.docx"])
def test_the_marks_of_templates_that_are_open_are_left_alone(workspace: Workspace, name: str) -> None:
    (workspace.templates / "national" / name).write_bytes(b"open")
    assert lint_templates(workspace.templates) == []
    assert carry_styles(workspace.templates) == ([], [])


def test_the_base_is_a_template_as_well(workspace: Workspace) -> None:
    path = workspace.templates / "base.docx"
    parts = package(path)
    hidden = parts[DOCUMENT].replace(b"<w:r><w:t>", b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>", 1)
    path.write_bytes(write_package(parts | {DOCUMENT: hidden}))
    assert [(problem.code, problem.place.path) for problem in lint_templates(workspace.templates)] == [
        ("TEMPLATE-TRACE", "templates/base.docx!word/document.xml")
    ]


def test_no_template_is_written_if_one_cannot_be_read(workspace: Workspace) -> None:
    drifted, broken = (workspace.templates / "national" / name for name in ("report.docx", "scoring.docx"))
    drifted.write_bytes(write_package(with_other_ids(package(drifted))))
    broken.write_bytes(b"PK\3\4")
    before = drifted.read_bytes()
    changed, (problem,) = carry_styles(workspace.templates)
    assert (changed, problem.code, problem.place.path) == ([], "TEMPLATE-FILE", "templates/national/scoring.docx")
    assert drifted.read_bytes() == before


def test_what_is_shared_is_added_where_it_is_missing(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    whole = package(path)
    path.write_bytes(write_package(rest_of(whole, STYLES, SETTINGS, "word/fontTable.xml")))
    assert carry_styles(workspace.templates) == ([path], [])
    found = package(path)
    for part in (STYLES, SETTINGS, "word/fontTable.xml"):
        assert found[part] == whole[part]
        assert len([link for link in links(found, DOCUMENT) if link.target == part]) == 1
        assert content_type(found, part) == content_type(whole, part)
    assert carry_styles(workspace.templates) == ([], [])
    assert lint_templates(workspace.templates) == []


@pytest.mark.heavy
def test_other_ids_are_no_drift_and_a_style_of_the_bureau_is_named_once(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    own = package(path)
    extra = '<w:style w:type="paragraph" w:styleId="x"><w:name w:val="局里的"/></w:style></w:styles>'
    own[STYLES] = own[STYLES].replace(b"</w:styles>", extra.encode())
    own[DOCUMENT] = own[DOCUMENT].replace(b'w:val="BodyCN"', b'w:val="x"', 1)
    path.write_bytes(write_package(with_other_ids(own)))
    for _ in range(2):
        (problem,) = lint_templates(workspace.templates)
        assert (problem.code, problem.message) == ("TEMPLATE-STYLE", "用了 base.docx 里没有的样式「局里的」")
        carry_styles(workspace.templates)
    assert carry_styles(workspace.templates) == ([], [])


@pytest.mark.heavy
def test_settings_that_lead_to_another_template_are_replaced_whole(workspace: Workspace) -> None:
    path = workspace.templates / "national" / "report.docx"
    own = package(path)
    attached = '<w:attachedTemplate r:id="rId1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/><w:defaultTabStop'
    own[SETTINGS] = own[SETTINGS].replace(b"<w:defaultTabStop", attached.encode())
    link = Link(
        "rId1",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        "file:///C:/Normal.dotm",
        external=True,
    )
    path.write_bytes(write_package(with_links(own, SETTINGS, [link])))
    assert "TEMPLATE-HAZARD" in {problem.code for problem in lint_templates(workspace.templates)}
    assert carry_styles(workspace.templates) == ([path], [])
    assert lint_templates(workspace.templates) == []


BOX = '<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" id="a"><v:textbox><w:txbxContent>{}'
BOX += "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
NOTES = (
    f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="1">{p("{{ funds.actual|万圆 }}")}</w:footnote></w:footnotes>'
)
TITLE = '<c:title><c:tx><c:rich><a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:r><a:t>'
TITLE += "{ year }</a:t></a:r></a:p></c:rich></c:tx></c:title>"
PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
ROWS = table(("{%tr for r in evaluations recursive %}",), ("{{ r.name }}",), ("{%tr endfor %}",))
MIXED = "".join(
    [
        p("｛｛ unit ｝｝"),  # and below its loop, which is known for all that
        p("{% p for r in evaluations %}"),
        p("甲{{ r.name }}{{ r.nmae }}"),
        p("{%p endfor %}"),
        p("{{ year"),
        ROWS,
        BOX.format(p("{{{ unit }}}")),
        p("{%p if unit %}"),
        p("{{R unit }}"),
    ]
)
WHERE = [
    ("正文第 1 段", "｛｛ unit ｝｝"),
    ("正文第 2 段", "{% p for r in evaluations %}"),
    ("正文第 3 段", "nmae"),
    ("正文第 5 段", "{{ year"),
    ("正文表 1 第 1 行第 1 格", "recursive"),
    ("正文的文本框", "{{{ unit }}}"),
    ("正文第 7 段", "{%p if unit %} 没有结束"),
    ("正文第 8 段", "{{R unit }}"),
    ("正文", "｛｛ year ｝｝"),
    ("脚注第 1 段", "万圆"),
    ("图表", "{ year }"),
    ("文档属性", "｛｛ unit ｝｝"),
]
"""The faults of `mixed()` in their order: the place of each, and a piece of what is said or shown."""


def mixed() -> Package:
    """A template with twelve faults, each of another kind or in another place."""
    package = chart_package(text="{{ accounts.series.totals }}")
    part = chart_part(package)
    package[part] = package[part].replace(b"<c:chart>", b"<c:chart>" + TITLE.encode(), 1)
    package[DOCUMENT] = package[DOCUMENT].replace(b"<w:body>", b"<w:body>" + MIXED.encode(), 1)
    package = with_part(package, "word/footnotes.xml", NOTES.encode(), f"{PARTS}footnotes+xml")
    address = Link("rId98", f"{LINKS}hyperlink", "https://a.gov.cn/%EF%BD%9B%EF%BD%9B year %EF%BD%9D%EF%BD%9D", True)
    package = with_links(package, DOCUMENT, [Link("rId97", f"{LINKS}footnotes", "word/footnotes.xml", False), address])
    core = "docProps/core.xml"
    return package | {core: package[core].replace(b"<dc:title>", "<dc:title>｛｛ unit ｝｝".encode(), 1)}


def case(workspace: Workspace, package: Package, style: str = "own", extends: str = "national") -> Path:
    """A profile that takes all from another but the template of its report, beside which only those it needs are left.

    Returns the path of that template.
    """
    for other in workspace.templates.iterdir():
        if other.is_dir() and other.name not in ("national", extends):
            shutil.rmtree(other)
    folder = workspace.templates / "case"
    folder.mkdir()
    written = f"house_style: {style}\n" if style else ""
    (folder / "profile.yaml").write_text(f"name: 试点\nextends: {extends}\n{written}", "utf-8")
    (folder / "report.docx").write_bytes(write_package(package))
    return folder / "report.docx"


def test_one_run_lists_every_fault_of_a_template_once_in_its_order(workspace: Workspace) -> None:
    case(workspace, mixed())
    found = [problem for problem in lint_templates(workspace.templates) if problem.code != "TEMPLATE-HAZARD"]
    told = [(problem.place.where, problem.message + problem.place.excerpt) for problem in found]
    assert [where for where, _ in told] == [where for where, _ in WHERE], told
    assert [text for (_, text), (_, piece) in zip(told, WHERE, strict=True) if piece not in text] == []
    assert all(problem.remedy for problem in found)


def test_a_style_of_its_own_is_not_judged_but_all_else_is(workspace: Workspace) -> None:
    letter = package_of(
        p("{{ unit }}", style="Nowhere").replace("<w:r>", '<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr>')
    )
    letter[DOCUMENT] = letter[DOCUMENT].replace(b'w:w="11906"', b'w:w="12240"')
    path = case(workspace, letter)
    assert lint_templates(workspace.templates) == []
    styles = package(path)["word/styles.xml"].replace(b'w:val="578"', b'w:val="579"')
    path.write_bytes(write_package(package(path) | {"word/styles.xml": styles}))
    assert lint_templates(workspace.templates) == []
    assert carry_styles(workspace.templates) == ([], [])
    tracked = '<w:p><w:ins w:id="1" w:author="甲"><w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r></w:ins></w:p>'
    path.write_bytes(write_package(package_of(p("{{ unit }}") + tracked)))
    told = [(problem.code, problem.message) for problem in lint_templates(workspace.templates)]
    assert told == [("TEMPLATE-TRACE", "有隐藏的文字"), ("TEMPLATE-TRACE", "留有修订（插入）")]
    shape = '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"{}><v:imagedata/></v:shape>'
    for words, codes in (("", ["TEMPLATE-PICTURE"]), (' alt=" "', ["TEMPLATE-PICTURE"]), (' alt="徽标"', [])):
        seal = f"<w:p><w:r><w:pict>{shape.format(words)}</w:pict></w:r></w:p>"
        path.write_bytes(write_package(package_of(p("{{ unit }}") + seal)))
        assert [problem.code for problem in lint_templates(workspace.templates)] == codes
    field = '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    wrong = package_of(p("{{ unti }}") + field)
    wrong = with_links(wrong, DOCUMENT, [Link("rId96", f"{LINKS}image", "https://a/b.png", True)])
    path.write_bytes(write_package(wrong))
    assert {problem.code for problem in lint_templates(workspace.templates)} == {"TEMPLATE-NAME", "TEMPLATE-HAZARD"}


@pytest.mark.parametrize(("style", "judged"), [("own", False), ("shared", True), ("", True)])
def test_a_style_of_its_own_is_inherited_unless_it_is_said_otherwise(
    workspace: Workspace, style: str, judged: bool
) -> None:
    case(workspace, package_of(p("{{ unit }}", style="Nowhere")), "own")
    (workspace.templates / "case").rename(workspace.templates / "bureau")
    case(workspace, package_of(p("{{ unit }}", style="Nowhere")), style, "bureau" if style != "" else "national")
    codes = {(one.code, one.place.path.split("/")[1]) for one in lint_templates(workspace.templates)}
    assert codes == ({("TEMPLATE-STYLE", "case"), ("TEMPLATE-PAGE", "case")} & codes if judged else set())
    assert bool(codes) is judged


def test_a_template_that_several_profiles_use_is_judged_by_each(workspace: Workspace) -> None:
    path = case(workspace, package_of(p("{{ unit }}")))
    path.unlink()  # the report is then that of the national form, which is held to the house style
    funds = workspace.templates / "national" / "funds.docx"
    parts = package(funds)
    funds.write_bytes(write_package(parts | {DOCUMENT: parts[DOCUMENT].replace(b"<w:tblHeader/>", b"", 1)}))
    assert [problem.code for problem in lint_templates(workspace.templates)] == ["TEMPLATE-TABLE"]


def test_problems_are_written_into_a_copy_and_the_template_is_left_alone(workspace: Workspace) -> None:
    path = case(workspace, mixed())
    before = path.read_bytes()
    problems = lint_templates(workspace.templates)
    written, faults = annotated(workspace, problems)
    assert (written, faults) == ([workspace.root / "build" / "lint" / "case" / "report.docx"], [])
    assert path.read_bytes() == before
    assert len(package(written[0])["word/comments.xml"].split(b"<w:comment ")) == len(problems) + 1
    assert lint_templates(workspace.templates) == problems  # copies are no templates
    path.write_bytes(written[0].read_bytes())  # nor is what the comments say taken for tags
    assert lint_templates(workspace.templates) == problems
    path.write_bytes(write_package(package_of(p("{{ unit }}"))))
    assert annotated(workspace, lint_templates(workspace.templates)) == ([], [])
    assert not written[0].exists()


def test_a_copy_that_cannot_be_written_is_a_problem(workspace: Workspace) -> None:
    case(workspace, mixed())
    (workspace.root / "build").write_text("")
    written, faults = annotated(workspace, lint_templates(workspace.templates))
    assert written == [] and has_errors(faults)


def volume_of(workspace: Workspace, *parts: str, repeated: str = "") -> None:
    """Gives the profile `case` a volume of these templates."""
    profile = workspace.templates / "case" / "profile.yaml"
    full = f"{{name: full, title: t, each: evaluation, parts: [{', '.join(parts)}]"
    each = f"- {{name: each, title: t, each: evaluation, template: {repeated}}}"
    documents = [f"- {full}, evaluation_parts: [{repeated}]}}", each] if repeated else [f"- {full}}}"]
    profile.write_text(profile.read_text("utf-8") + "\n".join(["documents:", *documents]) + "\n", "utf-8")


def of_volumes(workspace: Workspace) -> list[tuple[str, str]]:
    """What lint says of whatever is not unused or of the house style."""
    found = lint_templates(workspace.templates)
    assert all(problem.remedy for problem in found)
    return [(problem.code, problem.place.path) for problem in found if problem.code != "TEMPLATE-UNUSED"]


def test_what_keeps_templates_from_being_bound_is_told_at_the_template(workspace: Workspace) -> None:
    path = case(workspace, package_of(p("{{ unit }}")))
    second = path.with_name("second.docx")
    second.write_bytes(path.read_bytes())
    volume_of(workspace, "report.docx", "second.docx")
    assert of_volumes(workspace) == []
    other = package(path)
    footer = next(link.target for link in links(other, DOCUMENT) if link.type.endswith("/footer"))
    other[footer] = other[footer].replace("— </w:t>".encode(), "乙局</w:t>".encode())
    name = "templates/case/second.docx"
    second.write_bytes(write_package(other | {STYLES: other[STYLES].replace(b'w:val="32"', b'w:val="30"')}))
    assert of_volumes(workspace) == [("BIND-HEADER", name), ("BIND-STYLE", name)]
    remote = with_links(other, DOCUMENT, [Link("rId96", f"{LINKS}image", "https://a/b.png", True)])
    second.write_bytes(write_package(remote))
    assert of_volumes(workspace) == [("TEMPLATE-HAZARD", f"{name}!{DOCUMENT}")]  # it would not be bound at all
    second.write_bytes(b"broken")
    assert of_volumes(workspace) == [("TEMPLATE-FILE", name)]


def test_styles_that_make_styles_will_mend_are_told_as_drifted_alone(workspace: Workspace) -> None:
    national = workspace.templates / "national"
    parts = package(national / "funds.docx")
    drifted = parts[STYLES].replace(b'w:val="578"', b'w:val="579"').replace(b'w:line="578"', b'w:line="560"')
    (national / "funds.docx").write_bytes(write_package(parts | {STYLES: drifted}))
    assert of_volumes(workspace) == [("TEMPLATE-STYLE", "templates/national/funds.docx")]
    path = case(workspace, package_of(p("{{ unit }}")))
    own = package(path)
    path.write_bytes(write_package(own | {STYLES: own[STYLES].replace(b'w:val="32"', b'w:val="30"')}))
    volume_of(workspace, "report.docx", "funds.docx")
    name = "templates/national/funds.docx"
    assert of_volumes(workspace) == [("BIND-STYLE", name), ("TEMPLATE-STYLE", name)]


def test_what_goes_wrong_only_where_a_template_repeats_is_told_at_it(workspace: Workspace) -> None:
    """A link is shared by all copies of a loop: its address cannot be that of one evaluation."""
    path = case(workspace, package_of(p("{{ unit }}")))
    path.with_name("each.docx").write_bytes(write_package(with_link("https://a.gov.cn/{{ evaluation.id }}")))
    volume_of(workspace, "report.docx", "report.docx", repeated="each.docx")
    assert of_volumes(workspace) == [("TEMPLATE-TAG", f"templates/case/each.docx!{DOCUMENT}")]
    path.with_name("each.docx").write_bytes(write_package(chart_package(text="装饰")))
    assert of_volumes(workspace) == [("TEMPLATE-CHART", "templates/case/each.docx")]


INCLUDED = "{{p include('notes.docx') }}"


def test_what_a_template_includes_is_checked_at_its_own_file(workspace: Workspace) -> None:
    national = workspace.templates / "national"
    printing(
        national / "report.docx",
        "{{ unit|nix }}",
        INCLUDED,
        "{{p include('nowhere.docx') }}",
        "{{p include('A.docx') }}",
    )
    (national / "notes.docx").write_bytes(
        write_package(package_of(p("{{ unit|nix }}") + p("{{p include('notes.docx') }}")))
    )
    found = [(problem.place.path.partition("!")[0], problem.message) for problem in lint_templates(workspace.templates)]
    assert found == [
        ("templates/national/notes.docx", "{{ unit|nix }}：没有名为「nix」的印法"),
        ("templates/national/notes.docx", f"{INCLUDED}：模板互相带入，绕成一圈：notes.docx → notes.docx"),
        ("templates/national/report.docx", "{{ unit|nix }}：没有名为「nix」的印法"),
        ("templates/national/report.docx", "{{p include('nowhere.docx') }}：没有模板「nowhere.docx」"),
        ("templates/national/report.docx", "{{p include('A.docx') }}：「A.docx」不能作模板的文件名"),
    ]


def test_what_is_included_is_held_to_the_style_of_its_users(workspace: Workspace) -> None:
    national = workspace.templates / "national"
    drifted = package_of(p("甲"))
    drifted[STYLES] = drifted[STYLES].replace(b'w:val="578"', b'w:val="579"').replace(b'w:line="578"', b'w:line="560"')
    (national / "notes.docx").write_bytes(write_package(drifted))
    printing(national / "report.docx", INCLUDED)
    assert {(one.code, one.place.path) for one in lint_templates(workspace.templates)} == {
        ("TEMPLATE-STYLE", "templates/national/notes.docx")
    }
    assert carry_styles(workspace.templates) == ([national / "notes.docx"], [])
    assert lint_templates(workspace.templates) == []


def test_volumes_are_bound_with_what_their_templates_include(workspace: Workspace) -> None:
    national = workspace.templates / "national"
    (national / "notes.docx").write_bytes(write_package(package_of(p("注{{ unit }}"))))
    printing(national / "report.docx", INCLUDED)
    assert lint_templates(workspace.templates) == []
    wrong = package_of(p("注{% if unit %}"))
    (national / "notes.docx").write_bytes(write_package(wrong))
    assert {one.place.path.partition("!")[0] for one in lint_templates(workspace.templates)} == {
        "templates/national/notes.docx"
    }
