"""What an author takes for a tag and is none, with the right form beside; innocent braces are left alone."""

from __future__ import annotations

import pytest

from generator.text.lookalikes import look_alikes, straightened

FILTERS = ("万元", "百分比", "length")


def names() -> set[str]:
    return {"unit", "year", "yes", "funds", "rows", "r", "section"}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("｛｛ unit ｝｝", "{{ unit }}"),
        ("{｛ unit ｝}", "{{ unit }}"),
        ("{％p if yes ％}", "{%p if yes %}"),
        ("｛%p if yes %｝", "{%p if yes %}"),
        ("﹛﹛unit﹜﹜", "{{unit}}"),
        ("{{ unit ｝｝", "{{ unit }}"),
        ("｛｛ facts.share｜百分比（0） ｝｝", "{{ facts.share|百分比(0) }}"),
        ("{{ facts.share｜百分比（0） }}", "{{ facts.share|百分比(0) }}"),
        ("{％ tr for r in rows ％}", "{%tr for r in rows %}"),
        ("${unit}", "{{ unit }}"),
        ("【funds.actual】", "{{ funds.actual }}"),
        ("【unit|万元】", "{{ unit|万元 }}"),
        ("{{ funds．actual }}", "{{ funds.actual }}"),
        ("{ unit }", "{{ unit }}"),
        ("{unit}", "{{ unit }}"),
        ("｛unit｝", "{{ unit }}"),
        ("{ funds.actual|万元 }", "{{ funds.actual|万元 }}"),
        ("{ 金额|万元 }", "{{ 金额|万元 }}"),
        ("{p section.text}", "{{p section.text }}"),
        ("{ tr for r in rows }", "{%tr for r in rows %}"),
        ("{p endif}", "{%p endif %}"),
        ("{ { unit } }", "{{ unit }}"),
        ("{{ unit } }", "{{ unit }}"),
        ("{ % if yes % }", "{% if yes %}"),
        ("{{{ unit }}}", "{{ unit }}"),
        ("{{ unit }}}", "{{ unit }}"),
        ("{{%p if yes %}", "{%p if yes %}"),
        ("{% tr for r in rows %}", "{%tr for r in rows %}"),
        ("{% p if yes %}", "{%p if yes %}"),
        ("{%P if yes %}", "{%p if yes %}"),
        ("{%trfor r in rows %}", "{%tr for r in rows %}"),
        ("{%p end if %}", "{%p endif %}"),
        ("{% IF yes %}", "{% if yes %}"),
        ("{% elseif yes %}", "{% elif yes %}"),
        ("{{ p section.text }}", "{{p section.text }}"),
        ("{{ r unit }}", "{{r unit }}"),
        ("{{R unit }}", "{{r unit }}"),
        ("{r unit}", "{{r unit }}"),
        ("{% r if yes %}", "{%r if yes %}"),
        ("{%TC for r in rows %}", "{%tc for r in rows %}"),
        ("{%td for r in rows %}", "{%tc for r in rows %}"),
        ("{% cell if yes %}", "{%tc if yes %}"),
        ("{%row for r in rows %}", "{%tr for r in rows %}"),
        ("{ tc for r in rows }", "{%tc for r in rows %}"),
        ("{%tc end for %}", "{%tc endfor %}"),
        ("{%p- if yes %}", "{%p if yes %}"),
        ("{% if yes", "{% if yes %}"),
        ("{%p if yes }", "{%p if yes %}"),
        ("{p if yes %}", "{%p if yes %}"),
    ],
)
def test_what_is_meant_for_a_tag_is_told_with_the_right_one(text: str, right: str) -> None:
    whole = f"甲，{text}，{{{{ year }}}}"
    (fault,) = look_alikes(whole, FILTERS, names)
    assert whole[fault.start : fault.end] == text
    assert f"写成 {right}" in fault.remedy
    assert straightened(text, look_alikes(text, FILTERS, names)) == right


@pytest.mark.parametrize(
    "text",
    [
        "{1, 2}、{略}、{甲|乙}、{x}、{name}、【unit】、【注】、【甲.乙】",
        "{16BB3F27-9A2B-4C11-8F00-112233445566}",
        "完成率100％｝，｛占比50％｝，｛％",
        "｛略｝",
        "{{ unit }}、{{p section.text }}、{%tr for r in rows %}、{%p  if yes %}、{%p endif %}、{# 注 #}",
        '{{ rows|join("，（") }}',
        "{{ p if p else year }}",
        "{ {{ unit }} }",
        "",
    ],
)
def test_innocent_braces_and_right_tags_are_left_alone(text: str) -> None:
    assert look_alikes(text, FILTERS, names) == []
    assert straightened(text, []) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ unit }", ["「{{」没有成对：{{ unit }"]),
        ("{{ unit", ["「{{」没有成对：{{ unit"]),
        ("unit }}", ["「}}」没有成对：unit }}"]),
        ("{{ unit }{ year }}", ["「{{」没有成对：{{ unit }", "「}}」没有成对：{ year }}"]),
        ("{{ unit {{ year }}", ["「{{」没有成对：{{ unit"]),
        ("甲{{ unit }乙{{ year }}，{ unit }}", ["「{{」没有成对：{{ unit }", "「}}」没有成对：{ unit }}"]),
        ("｛｛ unit，甲", ["「{{」没有成对：｛｛ unit"]),
        ("{#", ["「{#」没有成对"]),
    ],
)
def test_half_a_tag_is_told_at_its_place_and_swallows_nothing(text: str, told: list[str]) -> None:
    found = look_alikes(text, FILTERS, names)
    assert [fault.message for fault in found] == told
    assert all(fault.half for fault in found)
    kept = ["{{ year }}"] if "{{ year }}" in text else []
    assert [piece for piece in kept if piece not in straightened(text, found)] == []


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("{_{ unit }_}", "只能写在段落的文字里", "改用别的括号"),
        ("{_% if yes %_}", "只能写在段落的文字里", "改用别的括号"),
        ("{%- if yes %}甲{% endif %}", "用不了连到前后一段的「-」", "写在同一段里"),
        ("甲{% endif -%} ", "用不了连到前后一段的「-」", "写成 {% endif %}"),
        ("甲{%-p if yes %}", "这里用不了去掉空白的「-」", "写成 {%p if yes %}"),
    ],
)
def test_a_form_of_docxtpl_is_named_with_what_to_use(text: str, message: str, remedy: str) -> None:
    (fault,) = look_alikes(text, FILTERS, names)
    assert message in fault.message
    assert remedy in fault.remedy


def test_signs_for_braces_are_left_alone_where_they_can_stand() -> None:
    assert look_alikes("{_{ unit }_}{_% if yes %_}", FILTERS, names, escaped=True) == []
    (fault,) = look_alikes("{_{ unit }_}{ unit }", FILTERS, names, escaped=True)
    assert fault.meant == "{{ unit }}"


def test_names_are_asked_for_only_where_a_single_brace_stands() -> None:
    def never() -> set[str]:
        raise AssertionError

    assert look_alikes("{{ unit }}、{1, 2}、{16BB3F27-9A2B}", FILTERS, never) == []
    with pytest.raises(AssertionError):
        look_alikes("{ unit }", FILTERS, never)


@pytest.mark.parametrize(
    ("tag", "right", "renamed"),
    [
        ("{{ 金额（元） }}", "{{ 金额_元 }}", "金额_元"),
        ("{{ 合同.金额（ 元 ）|upper }}", "{{ 合同.金额_元|upper }}", "金额_元"),
        ("{% if 占比（比率） %}", "{% if 占比_比率 %}", "占比_比率"),
    ],
)
def test_a_name_with_full_width_brackets_is_no_call(tag: str, right: str, renamed: str) -> None:
    (fault,) = look_alikes(tag, FILTERS, names)
    assert (fault.message, fault.meant) == (f"{tag} 里的名称有括号", right)
    assert fault.remedy == f"名称里不能有括号：数据和模板里都改成「{renamed}」"
