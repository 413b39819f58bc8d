from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.data.reader import parse
from generator.data.record import Measure, Text
from generator.namespace import Tree
from generator.quantity import Quantity, Target
from generator.text.printer import Printer
from generator.text.renderer import Reckoner, Scribe, Writer
from generator.text.typed.telling import _COUNTING_BRANCHES
from tests.support.quantities import q

if TYPE_CHECKING:
    from generator.branches import Paragraph

NUMBERS = ("1.", "（1）")


CONTEXT: Tree = {
    "unit": "A & B <*站*>",
    "year": 2022,
    "none": None,
    "facts": {"总投资": "800多万元", "学校": q("1922所")},
    "funds": {
        "actual": q("21754元"),
        "rate": q("21754元") / q("3万元"),
        "items": [{"id": "差旅费2.0", "actual": q("1万元")}],
    },
}


def text(source: str) -> Text:
    body = "".join(f"  {line}\n" if line else "\n" for line in source.split("\n"))
    root, problems = parse(f"x: |-\n{body}".encode(), "x.yaml")
    assert root is not None, problems
    node = root.at("x")
    return Text(str(node.value), node)


@pytest.fixture
def writer(printer: Printer) -> Writer:
    return Writer.of(printer, CONTEXT)


def plain(blocks: list[Paragraph]) -> list[str]:
    return ["".join(run["text"] for run in block["runs"]) for block in blocks]


def codes(writer: Writer, source: str) -> list[tuple[str, int, int]]:
    return [(p.code, p.place.line, p.place.column) for p in writer.blocks(text(source), NUMBERS)[1]]


def test_references_print_figures_by_their_filters(writer: Writer) -> None:
    source = "{{ year }}年支出{{ funds.actual|万元 }}（{{ funds.actual|元 }}），执行率{{ funds.rate|百分比 }}，{{ facts.学校 }}、{{ none }}"
    line, problems = writer.line(text(source))
    assert (line, problems) == ("2022年支出2.18万元（21754元），执行率72.51%，1922所、未披露", [])


def test_paragraphs_bold_and_numbered_lists(writer: Writer) -> None:
    blocks, problems = writer.blocks(text("第一段**要点**。\n\n1. 甲\n2. 乙\n   1. 丙\n\n第二段\n接着写"), NUMBERS)
    assert problems == []
    assert plain(blocks) == ["第一段要点。", "1.甲", "2.乙", "（1）丙", "第二段接着写"]
    assert [run["bold"] for run in blocks[0]["runs"]] == [False, True, False]


def test_a_line_break_between_latin_words_is_a_space_and_a_hard_one_is_kept(writer: Writer) -> None:
    assert plain(writer.blocks(text("one\ntwo"), NUMBERS)[0]) == ["one two"]
    assert plain(writer.blocks(text("甲\\\n乙"), NUMBERS)[0]) in (["甲\n乙"], ["甲\\乙"])


@pytest.mark.parametrize("source", ["**一是加快转型。**在供给上", "前**（二）**后", "**全段**", "甲**“乙”**丙**丁。**"])
def test_bold_ends_beside_chinese_punctuation_too(writer: Writer, source: str) -> None:
    blocks, problems = writer.blocks(text(source), NUMBERS)
    assert problems == []
    assert plain(blocks) == [source.replace("**", "")]
    assert any(run["bold"] for run in blocks[0]["runs"])


def test_markup_in_a_value_is_text(writer: Writer) -> None:
    assert plain(writer.blocks(text("{{ unit }}"), NUMBERS)[0]) == ["A & B <*站*>"]


@pytest.mark.parametrize("source", ["- 甲", "*斜体*", "**没有结束", "# 标题", "> 引文", "---", "```\nx\n```", "3. 丙"])
def test_unsupported_markdown_is_a_problem_not_a_loss(writer: Writer, source: str) -> None:
    assert [code for code, _, _ in codes(writer, source)] == ["PROSE-MARKDOWN"]


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("全年\n{{ funds.actul }}", "是不是「actual」，写成 {{ funds.actual }}"),
        ("全年\n{{ fund.actual }}", "是不是「funds」，写成 {{ funds.actual }}"),
        ("全年\n{{ zzzzz }}", "可用的有：unit、year、none、facts、funds"),
        ("全年\n{{ funds.items.培训费.actual }}", "可用的有：差旅费2.0"),
    ],
)
def test_a_reference_that_leads_nowhere_names_the_nearest(writer: Writer, source: str, remedy: str) -> None:
    _, (problem,) = writer.blocks(text(source), NUMBERS)
    assert (problem.code, problem.place.line, problem.place.column) == ("PROSE-REFERENCE", 3, 6)
    assert problem.remedy == remedy


def test_a_brace_too_few_before_a_reference_is_told_beside_whole_ones(writer: Writer) -> None:
    _, (problem,) = writer.blocks(text("预算{{ funds.actual|万元 }}，支出{ funds.actual|万元 }}"), NUMBERS)
    assert problem.code == "PROSE-REFERENCE"
    assert problem.remedy.startswith("写成 {{ funds.actual|万元 }}")


def test_the_reference_that_is_meant_is_written_out_with_its_filter(writer: Writer) -> None:
    _, (problem,) = writer.blocks(text("支出{{ funds.acutal|万元 }}"), NUMBERS)
    assert problem.remedy == "是不是「actual」，写成 {{ funds.actual|万元 }}"


def test_every_bad_reference_is_found_at_its_own_place(writer: Writer) -> None:
    found = codes(writer, "{{ a.b }}和{{ a.b }}\n{{ c }}")
    assert found == [("PROSE-REFERENCE", 2, 6), ("PROSE-REFERENCE", 2, 16), ("PROSE-REFERENCE", 3, 6)]


@pytest.mark.parametrize(
    "source",
    [
        "{{ funds.actual|万圆 }}",
        "{{ funds.actual }",
        "{% if %}",
        "{{ funds.actual|百分比 }}",
        "{{ funds }}",
        "{{ 1/0 }}",
        "{{ 9**9**9**9 }}",
        "{{ 'x' * 9999999999 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ funds.actual * 2 }}",
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ funds.actual.value }}",
        "{{ unit.upper() }}",
        "{{ 7.__class__ }}",
        "{% for x in funds.items %}{{ x.__class__ }}{% endfor %}",
        "{{ self.__init__ }}",
    ],
)
def test_what_cannot_be_printed_is_a_problem(writer: Writer, source: str) -> None:
    blocks, problems = writer.blocks(text(source), NUMBERS)
    assert (blocks, {problem.code for problem in problems}) == ([], {"PROSE-REFERENCE"})


def test_a_figure_times_a_rate_is_a_figure(writer: Writer) -> None:
    assert writer.line(text("{{ (funds.actual * funds.rate)|元 }}")) == ("15775元", [])


def test_conditions_and_loops_work_on_plain_data(writer: Writer) -> None:
    source = "{% for item in funds['items'] %}{{ loop.index }}{{ item.id }}{% endfor %}{% if none %}有{% else %}无{% endif %}"
    assert writer.line(text(source)) == ("1差旅费2.0无", [])


@given(value=st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=20))
def test_a_value_stands_in_the_prose_exactly(printer: Printer, value: str) -> None:
    writer = Writer.of(printer, {"value": value})
    blocks, problems = writer.blocks(text("甲{{ value }}乙"), NUMBERS)
    assert problems == []
    assert plain(blocks) == [f"甲{value}乙"]


def test_names_may_hold_dots(writer: Writer) -> None:
    source: Any = "{{ funds['items']['差旅费2.0'].actual|元 }}"
    assert writer.line(text(source)) == ("10000元", [])


def test_a_formula_or_figure_of_another_unit_is_no_amount(writer: Writer) -> None:
    def amount(source: str) -> tuple[Quantity | None, list[tuple[str, str, str]]]:
        figure, problems = writer.amount(Measure(text(source), Target.parse(source)))
        return figure, [(one.code, one.message, one.remedy) for one in problems]

    figure, problems = amount("=funds.actual")
    assert figure is not None and figure.value == 21754 and problems == []
    remedy = "改成引用金额，或者直接填写金额"
    assert amount("=funds.rate") == (None, [("FORMULA", "「=funds.rate」的单位是「%」，这里要金额", remedy)])
    assert amount("95%") == (None, [("FORMULA", "「95%」的单位是「%」，这里要金额", remedy)])
    assert amount("=funds.actual +")[1][0][2] == "写成 =facts.甲 / facts.乙 这样的算式"
    assert writer.amount(None) == (None, [])


def test_a_reckoner_gathers_what_is_wrong_with_its_amounts_in_their_order(writer: Writer) -> None:
    reckoner = Reckoner(writer)
    sources = ["=funds.actual", "=funds.rate", "1万元", "95%"]
    found = [reckoner.amount(Measure(text(source), Target.parse(source))) for source in sources]
    assert [figure and figure.value for figure in found] == [21754, None, 10000, None]
    assert reckoner.amount(None) is None
    assert [one.message for one in reckoner.problems] == [
        "「=funds.rate」的单位是「%」，这里要金额",
        "「95%」的单位是「%」，这里要金额",
    ]


def test_a_reckoner_of_another_context_gathers_into_the_same_problems(writer: Writer) -> None:
    reckoner = Reckoner(writer)
    other = reckoner.within({"rate": q("21754元") / q("3万元"), "spent": q("3元")})
    for source in ("=funds.rate", "=rate"):
        (other if source == "=rate" else reckoner).amount(Measure(text(source), None))
    figure = other.amount(Measure(text("=spent"), None))
    assert figure is not None and figure.value == 3
    assert [one.message for one in reckoner.problems] == [
        "「=funds.rate」的单位是「%」，这里要金额",
        "「=rate」的单位是「%」，这里要金额",
    ]


PRINTED = "核对引用的名称和印法"
UNIT = "核对引用的名称；印法改成「万元」或「元」"
HALF = "写成 {{ year }}；标记写在同一段里，{{ 与 }}、{% 与 %} 成对"
WHOLE = "写成 {{ 名称|印法 }}，两边各两个花括号"
PAIRED = "if 与 endif、for 与 endfor 成对"


@pytest.mark.parametrize(
    ("source", "place", "message", "remedy"),
    [
        ("甲{{ year }}乙{{ year| }}丙", (2, 15, 11), "引用没有写完整", WHOLE),
        ("甲\n乙{{ year| }}{{ year| }}", (3, 4, 11), "引用没有写完整", WHOLE),
        ("{{ year }}{{ year }", (2, 13, 9), "「{{」没有成对：{{ year }", HALF),
        ("{{ year {{ year }}", (2, 3, 8), "「{{」没有成对：{{ year", HALF),
        ("{% if year %}甲\n乙", (2, 3, 13), "引用的写法不对：if 或 for 没有结束", PAIRED),
        ("{% if year %}\n甲{% endif %}\n{% if year %}", (4, 3, 13), "引用的写法不对：if 或 for 没有结束", PAIRED),
        ("甲{% for x in funds.items %}{{ x.id }}", (2, 3, 37), "引用的写法不对：if 或 for 没有结束", PAIRED),
        ("甲{{ funds.actual|百分比 }}乙", (2, 4, 22), "引用印不出来：这个数据单位是「元」，不能按「%」印出", UNIT),
        ("甲{{ year }}\n乙{{ funds.actual|百分比 }}{{ year }}丙", (3, 3, 34), "引用印不出来：这个数据单位是「元」，不能按「%」印出", UNIT),
        ("甲{{ unit|万元 }}", (2, 4, 13), "引用印不出来：这个数据不是一个数，不能按「万元」印出", PRINTED),
        ("甲{{ loop }}", (2, 4, 10), "引用印不出来：没有名为「loop」的数据", PRINTED),
        ("{{ year }}" * 19 + "{{ year| }}", (2, 193, 11), "引用没有写完整", WHOLE),
        ("{{ year }}" * 20 + "{{ year| }}", (2, 3, 211), "引用没有写完整", WHOLE),
        ("甲{# 待核实 #}乙", (2, 4, 2), "文字里有「{#」，它和后面的内容不会印出来", "不印的话写在 # 注释里，不写进文字"),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_the_tag_that_is_wrong_or_at_its_line(
    writer: Writer, source: str, place: tuple[int, int, int], message: str, remedy: str
) -> None:
    line, (problem,) = writer.line(text(source))
    assert (line, problem.code, problem.message, problem.remedy) == (None, "PROSE-REFERENCE", message, remedy)
    assert (problem.place.line, problem.place.column, problem.place.width) == place


def test_an_unknown_filter_is_told_at_its_name_with_those_there_are(writer: Writer) -> None:
    _, (problem,) = writer.line(text("甲{{ funds.actual|万圆 }}"))
    assert (problem.message, problem.place.column, problem.place.width) == ("没有名为「万圆」的印法", 20, 2)
    assert problem.remedy.startswith("可用的有：length、")


def test_names_that_a_text_binds_itself_are_no_references(writer: Writer) -> None:
    source = "{% for item in funds['items'] %}{{ loop.index }}{{ item.id }}{% endfor %}{{ missing.id }}"
    _, (problem,) = writer.line(text(source))
    assert problem.message == "引用「missing.id」里没有「missing」"


def test_of_hundreds_of_lost_references_the_first_are_told_and_the_rest_counted_over_all_texts(writer: Writer) -> None:
    _, first = writer.line(text("{{ a.b }}" * 98))
    _, second = writer.line(text("{{ c }}" * 5))
    _, third = writer.line(text("{{ d }}"))
    assert [len(first), len(second), len(third)] == [98, 3, 1]
    assert [one.message for one in second] == ["引用「c」里没有「c」"] * 2 + [
        "引用「c」里没有「c」，这段文字里这样的还有 2 处"
    ]
    assert [one.remedy for one in second[:2]] == ["可用的有：unit、year、none、facts、funds"] * 2
    assert [(one.message, one.remedy) for one in third] == [("引用「d」里没有「d」", "先改正前面的，再检查一遍")]
    assert second[2].remedy == "先改正前面的，再检查一遍"


def test_what_was_counted_is_counted_on_in_another_context(writer: Writer) -> None:
    other = writer.within({"year": 2023})
    assert other.line(text("{{ year }}")) == ("2023", [])
    lost = other.line(text("{{ a.b }}" * 101))[1]
    assert [one.message for one in lost] == ["引用「a.b」里没有「a」"] * 101
    assert [one.remedy for one in writer.line(text("{{ c }}{{ c }}"))[1]] == ["先改正前面的，再检查一遍"]
    assert len(other.line(text("支出21754元。"))[1]) == 1
    assert other.blocks(text("甲\n\n" * 9999 + "乙"), NUMBERS)[1] == []
    (problem,) = writer.blocks(text("甲\n\n" * 9 + "乙"), NUMBERS)[1]
    assert problem.message == "正文的段落和标记太多，超过 20000 处"


def test_of_many_names_that_are_known_a_dozen_is_told(printer: Printer) -> None:
    writer = Writer.of(printer, {chr(ord("甲") + number): number for number in range(14)})
    _, (problem,) = writer.line(text("{{ zz }}"))
    assert problem.remedy == f"可用的有：{'、'.join(chr(ord('甲') + number) for number in range(12))}"


def test_the_tags_of_all_texts_together_have_a_limit(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.text.sandbox.MAX_TAGS", 3)
    assert writer.line(text("{{ year }}{{ year }}")) == ("20222022", [])
    line, (problem,) = writer.line(text("{{ year }}{{ year }}"))
    assert (line, problem.code) == (None, "PROSE-REFERENCE")
    assert problem.message.startswith("标记太多"), problem.message


@pytest.mark.parametrize(
    "around", ["支出21754元", "{{ year }}年支出21754元", "{{ year + 1 }}年支出21754元", "{{ zz }}支出21754元"]
)
def test_a_figure_that_is_typed_is_told_whatever_stands_beside_it(writer: Writer, around: str) -> None:
    _, problems = writer.line(text(around))
    assert [one.message for one in problems if one.code == "PROSE-FIGURE"] == [
        "正文直接写了「21754元」，数据里已有这个数"
    ]


def test_the_paragraphs_and_marks_of_all_narratives_together_have_a_limit(writer: Writer) -> None:
    blocks, problems = writer.blocks(text("甲\n\n" * 5000 + "乙"), NUMBERS)
    assert (len(blocks), problems) == (5001, [])
    assert writer.blocks(text("甲\n\n" * 5000 + "乙"), NUMBERS)[1] == []
    blocks, (problem,) = writer.blocks(text("甲\n乙"), NUMBERS)
    assert (blocks, problem.code, problem.message) == ([], "PROSE-MARKDOWN", "正文的段落和标记太多，超过 20000 处")
    assert problem.remedy == "检查是否重复粘贴了内容；确有这么多的，分成几份报告"
    assert writer.blocks(text("甲"), NUMBERS)[1] == []


def test_markup_that_is_not_known_is_told_once_of_its_kind(writer: Writer) -> None:
    _, problems = writer.blocks(text("- 甲\n- 乙\n\n> 丙"), NUMBERS)
    assert len(problems) == 2
    assert all(one.message.startswith("正文不支持") for one in problems)
    assert {one.remedy for one in problems} == {"只用段落、**加粗**和「1. 」编号的列表；要印出符号本身的，前面加反斜杠"}


@pytest.mark.parametrize(
    ("source", "message", "remedy"),
    [
        ("facts.学校 +", "算式「facts.学校 +」写得不完整", "写成 =facts.甲 / facts.乙 这样的算式"),
        ("facts.教师", "引用「facts.教师」里没有「教师」", "可用的有：总投资、学校"),
        ("facts.总投资", "算式「facts.总投资」算出来的不是一个数", "核对各项的单位；引用的数要已经填写"),
        ("facts.学校 }}和{{ funds.actual", "算式「facts.学校 }}和{{ funds.actual」算出来的不是一个数", "核对各项的单位；引用的数要已经填写"),
        ("facts.学校 + funds.actual", "算式「facts.学校 + funds.actual」单位不同的数不能相加减或相除：1922所，21754元", "核对各项的单位；引用的数要已经填写"),
    ],
)  # fmt: skip
def test_a_formula_that_gives_no_figure_says_why(writer: Writer, source: str, message: str, remedy: str) -> None:
    figure, (problem,) = writer.formula(text(source))
    assert (figure, problem.message, problem.remedy) == (None, message, remedy)


def test_a_formula_whose_figure_grows_without_end_says_so(printer: Printer) -> None:
    rate = q("123456789012345.123456元") / q("987654321098765.654321元")
    source = "rate"
    for _ in range(5):
        source = f"({source} * {source})"
    figure, (problem,) = Writer.of(printer, {"rate": rate}).formula(text(source))
    assert (figure, problem.code, problem.message) == (None, "FORMULA", f"算式「{source}」算出来的数太大")


def test_a_scribe_keeps_what_it_wrote_with_its_text_and_the_problems_of_all(writer: Writer) -> None:
    scribe = Scribe(writer, NUMBERS, [], [])
    one, two, lost = text("{{ year }}年"), text("1. 甲\n2. **乙**"), text("{{ zz }}")
    assert scribe.line(None) is None and scribe.blocks(None) == []
    assert scribe.line(one) == "2022年"
    assert plain(scribe.blocks(two)) == ["1.甲", "2.乙"]
    assert plain(scribe.blocks(two, ("（1）",))) == ["（1）甲", "（2）乙"]
    assert scribe.line(lost) is None
    assert [(reading.text, reading.written, reading.evaluation) for reading in scribe.readings] == [
        (one, "2022年", None),
        (two, "1.甲\n2.乙", None),
        (two, "（1）甲\n（2）乙", None),
    ]
    assert [problem.message for problem in scribe.problems] == ["引用「zz」里没有「zz」"]


def test_markup_is_told_on_the_line_that_holds_it(writer: Writer) -> None:
    _, problems = writer.blocks(text("甲\n\n乙*丙*{{ year }}\n\n- 丁"), NUMBERS)
    assert [(one.place.excerpt.strip(), one.message) for one in problems] == [
        ("乙*丙*{{ year }}", "正文不支持斜体（单个星号）"),
        ("- 丁", "正文不支持不编号的列表"),
    ]


@pytest.mark.parametrize("source", ["-", "  *\n", "+"])
def test_a_section_that_is_a_bullet_alone_is_told_as_empty(writer: Writer, source: str) -> None:
    blocks, (problem,) = writer.blocks(text(source), NUMBERS)
    assert blocks == []
    assert (problem.code, problem.message) == ("PROSE-MARKDOWN", f"这一节只有一个「{source.strip()}」，没有内容")


def test_a_reference_in_other_braces_is_told_and_the_rest_is_printed(writer: Writer) -> None:
    line, (problem,) = writer.line(text("甲{{ year }}，{ funds.actual }"))
    assert line and line.endswith("，{ funds.actual }")
    assert (problem.code, problem.remedy) == ("PROSE-REFERENCE", "写成 {{ funds.actual }}")
    assert (problem.place.column, problem.place.width) == (15, 16)


NAMED: Tree = {
    "evaluation": {},
    "facts": {"培训人数": q("5人").named("培训人数"), "自评总分": q("3件").named("自评总分")},
    "funds": {"actual": q("21754元").named("全年执行数"), "rate": q("50%").named("预算执行率")},
    "score": {"total": q("87.25分").named("自评总分")},
    "evaluations": [{**dict.fromkeys(_COUNTING_BRANCHES), "id": "乙", "funds": {"rate": q("70%").named("预算执行率")}}],
}


def test_a_chinese_name_is_the_only_figure_of_that_name(printer: Printer) -> None:
    writer = Writer.of(printer, NAMED)
    source = "{{ 全年执行数|万元 }}，{{ 全年执行数 }}，{{ 培训人数 }}，{{ 预算执行率|百分比 }}"
    assert writer.line(text(source)) == ("2.18万元，21754元，5人，50.00%", [])


def test_of_a_name_that_several_figures_have_all_are_listed(printer: Printer) -> None:
    written, (problem,) = Writer.of(printer, NAMED).line(text("甲{{ 自评总分|分 }}"))
    assert (written, problem.code, problem.place.column) == (None, "PROSE-REFERENCE", 7)
    assert (problem.message, problem.remedy) == (
        "不止一个数叫「自评总分」",
        "写明是哪一个：facts.自评总分、score.total",
    )
    whole = {key: branch for key, branch in NAMED.items() if key != "evaluation"}
    (problem,) = Writer.of(printer, whole).line(text("{{ 预算执行率 }}"))[1]
    assert problem.remedy == "写明是哪一个：funds.rate、evaluations.乙.funds.rate"


def test_in_an_expression_a_figure_is_named_by_its_path(printer: Printer) -> None:
    (problem,) = Writer.of(printer, NAMED).line(text("{{ 全年执行数 if 1 else 2 }}"))[1]
    assert (problem.message, problem.remedy) == ("引用「全年执行数」要写路径", "写明是哪一个：funds.actual")
    (problem,) = Writer.of(printer, NAMED).line(text("{{ 全年执行 }}"))[1]
    assert "里没有「全年执行」" in problem.message


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("执行", "写明是哪一个：全年执行数、预算执行率"),
        ("自评总份", "是不是「自评总分」，写成 {{ 自评总分 }}"),
    ],
)
def test_a_chinese_name_that_no_figure_has_is_answered_with_those_that_are_like_it(
    printer: Printer, name: str, remedy: str
) -> None:
    (problem,) = Writer.of(printer, NAMED).line(text(f"{{{{ {name} }}}}"))[1]
    assert problem.remedy == remedy


def test_an_unknown_filter_hides_no_reference_that_leads_nowhere(printer: Printer) -> None:
    found = Writer.of(printer, NAMED).line(text("{{ funds.actual|大写 }}{{ facts.没有 }}"))[1]
    assert sorted(one.message for one in found) == ["引用「facts.没有」里没有「没有」", "没有名为「大写」的印法"]


def test_a_filter_that_takes_no_number_says_so(printer: Printer) -> None:
    (problem,) = Writer.of(printer, NAMED).line(text("{{ funds.actual|日期(4) }}"))[1]
    assert "写成 {{ 名称|日期 }}" in problem.remedy


def test_of_thousands_of_lines_with_markup_the_first_hundred_are_told(writer: Writer) -> None:
    _, problems = writer.blocks(text("\n".join(f"*甲{number}*" for number in range(3000))), NUMBERS)
    assert len(problems) == 100
    assert len({one.place.line for one in problems}) == 100
