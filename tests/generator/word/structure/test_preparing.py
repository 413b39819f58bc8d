"""What editors keep twice or half is settled before tags are read."""

from __future__ import annotations

import pytest

from generator.text.printer import Printer
from generator.word.names import MC, W
from tests.support.docx import all_text, body, p, texts
from tests.support.filling import control, filled, par, picture, refused, run, text, text_box


def deleted(words: str) -> str:
    return f'<w:del w:id="1" w:author="x">{run(f"<w:delText>{words}</w:delText>")}</w:del>'


def inserted(words: str) -> str:
    return f'<w:ins w:id="2" w:author="x">{text(words)}</w:ins>'


def test_an_old_tag_in_a_deletion_is_no_tag(printer: Printer) -> None:
    data = filled(printer, par(text("甲"), deleted("{{ old }}"), inserted("{{ unit }}"), deleted("旧")))
    assert texts(data) == ["甲示例站"]
    assert "old" not in all_text(data)
    assert [item.text for item in body(data).iter(f"{W}delText")] == ["旧"]


def moved(way: str, words: str) -> str:
    name = f'<w:move{way}RangeStart w:id="1" w:name="m"/>'
    return f'{name}<w:move{way} w:id="2" w:author="x">{text(words)}</w:move{way}><w:move{way}RangeEnd w:id="1"/>'


@pytest.mark.parametrize("old", [deleted("{{ old }}"), moved("From", "{{ old }}")])
def test_an_old_tag_goes_from_a_part_without_other_tags(printer: Printer, old: str) -> None:
    data = filled(printer, par(text("甲"), old))
    assert texts(data) == ["甲"]
    assert "old" not in all_text(data)


def test_a_tag_edited_with_tracking_on_is_read_as_it_now_stands(printer: Printer) -> None:
    data = filled(printer, par(text("{{ un"), deleted("xx"), inserted("i"), text("t }}")))
    assert texts(data) == ["示例站"]
    assert "xx" not in all_text(data)


def test_a_tag_that_was_moved_is_filled_where_it_was_moved_to(printer: Printer) -> None:
    data = filled(printer, par(moved("From", "{{ unit }}")) + par(text("甲"), moved("To", "{{ unit }}")))
    assert texts(data) == ["", "甲示例站"]
    assert [item for item in body(data).iter() if "move" in str(item.tag)] == []


@pytest.mark.parametrize("older", [p("{{ oldname }}"), p("旧"), p("{{ unit"), "", p("甲") + p("{{ unit }}")])
def test_the_newer_form_of_a_text_box_decides(printer: Printer, older: str) -> None:
    data = filled(printer, par(text_box(p("{{ unit }}"), older)))
    assert ["".join(part.text or "" for part in box.iter(f"{W}t")) for box in body(data).iter(f"{W}txbxContent")] == [
        "示例站",
        "示例站",
    ]


def test_an_older_picture_of_a_text_box_with_tags_goes(printer: Printer) -> None:
    box = text_box(p("{{ unit }}"))
    begin, end = box.index("<mc:Fallback>") + len("<mc:Fallback>"), box.index("</mc:Fallback>")
    assert [*body(filled(printer, par(box[:begin] + box[end:]))).iter(f"{MC}Fallback")] == []
    plain = text_box(p("甲"))
    assert len([*body(filled(printer, par(plain))).iter(f"{MC}Fallback")]) == 1


def test_a_fault_in_both_forms_of_a_text_box_is_told_once_where_they_differ(printer: Printer) -> None:
    assert refused(printer, par(text_box(p("{{ unit"), p("{{ other")))) != []


BOUND = '<w:dataBinding w:xpath="/d[1]" w:storeItemID="{16BB3F27-6769-43F1-94EF-38FF097B8F79}"/>'


@pytest.mark.parametrize("words", ["{{ unit }}", "示例"])
def test_a_control_with_a_tag_is_bound_to_nothing_else_and_prompts_for_nothing(printer: Printer, words: str) -> None:
    style = '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>'
    inner = par(run(f"{style}<w:t>{words}</w:t>"))
    data = filled(printer, control(inner, f"<w:showingPlcHdr/>{BOUND}"))
    left = [
        str(item.tag).removeprefix(W) for item in body(data).iter(f"{W}dataBinding", f"{W}showingPlcHdr", f"{W}rStyle")
    ]
    assert left == ([] if "{" in words else ["showingPlcHdr", "dataBinding", "rStyle"])


def test_a_comment_within_a_text_is_nothing(printer: Printer) -> None:
    assert texts(filled(printer, par(run("<w:t>{{ un<!-- x -->it }}</w:t>"), picture()))) == ["示例站"]
    assert texts(filled(printer, par(run("<w:t>&#123;&#x7b; unit <![CDATA[}}]]></w:t>")))) == ["示例站"]
