"""Tags where nothing is filled in are told with what that place is called and what to do."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from tests.support.docx import p, package_of
from tests.support.outside import filled, picture

RUN = "<w:p><w:r>{}</w:r></w:p>"
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
MATH = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>{{ x }}</m:t></m:r></m:oMath>'
LIST = (
    '<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText="{{ x }}" w:value="1"/></w:dropDownList></w:sdtPr>'
    "<w:sdtContent><w:p/></w:sdtContent></w:sdt>"
)
SHAPE = '<w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" href="https://a.cn/{{ x }}"/></w:pict>'
FORM = '<w:fldChar w:fldCharType="begin"><w:ffData><w:textInput><w:default w:val="{{ x }}"/></w:textInput></w:ffData></w:fldChar>'


@pytest.mark.parametrize(
    ("body", "message", "remedy"),
    [
        (FIELD % "REF {{ x }}", "「{{ x }}」写在域代码里", "Ctrl+Shift+F9"),
        (FIELD % 'HYPERLINK "https://a.cn/{{ x }}"', "「{{ x }}」写在超链接的域代码里", "用「插入—链接」重做"),
        (
            '<w:p><w:fldSimple w:instr=" HYPERLINK &quot;https://a.cn/{{ x }}&quot; "><w:r><w:t>甲</w:t></w:r></w:fldSimple></w:p>',
            "「{{ x }}」写在超链接的域代码里",
            "用「插入—链接」重做",
        ),
        (RUN.format(MATH), "「{{ x }}」写在公式里", "公式外"),
        (LIST, "「{{ x }}」写在下拉列表的选项里", "纯文本控件"),
        (RUN.format(SHAPE), "「{{ x }}」写在图形的链接地址里", "用「插入—链接」重做"),
        (RUN.format(FORM), "「{{ x }}」写在窗体域里", "换成文字"),
        ('<w:p><w:bookmarkStart w:id="1" w:name="{{ x }}"/></w:p>', "「{{ x }}」写在书签的名称里", "另起名称"),
        (
            '<w:p><w:hyperlink w:anchor="{{ x }}"><w:r><w:t>甲</w:t></w:r></w:hyperlink></w:p>',
            "「{{ x }}」写在链接指向的书签里",
            "文档里有的书签",
        ),
        ('<w:p w:rsidR="{{ x }}"/>', "「{{ x }}」写在文字以外的地方", "标记只能写在"),
        (FIELD % "REF a }}", "「}}」写在域代码里", "Ctrl+Shift+F9"),
    ],
)
def test_a_tag_that_nothing_fills_in_is_told_by_its_place(
    printer: Printer, body: str, message: str, remedy: str
) -> None:
    _, (problem,) = filled(printer, package_of(body), {"x": "甲"})
    assert (problem.code, problem.message) == ("TEMPLATE-TAG", message)
    assert remedy in problem.remedy and problem.place.excerpt
    assert problem.place.path == "t.docx!word/document.xml"


def test_each_such_tag_is_told_once(printer: Printer) -> None:
    body = (FIELD % "REF {{ x }}") * 2 + FIELD % "REF {{ y }}"
    _, problems = filled(printer, package_of(body), {})
    assert [problem.message for problem in problems] == ["「{{ x }}」写在域代码里", "「{{ y }}」写在域代码里"]


def test_the_faults_of_a_part_are_told_together(printer: Printer) -> None:
    body = p("{{ x") + picture('name="图" descr="{% if x %}"') + FIELD % "REF {{ x }}" + p("{{ x|万圆 }}")
    _, problems = filled(printer, package_of(body), {})
    messages = [problem.message for problem in problems]
    assert len(messages) == 4
    assert {"替代文字里用不了 {% if x %}", "「{{ x }}」写在域代码里"} < {*messages}
