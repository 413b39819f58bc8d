from __future__ import annotations

from generator.word.compiled import Compiled, Merges


def test_a_cell_begins_a_merge_where_its_keys_change_and_in_each_table() -> None:
    merges = Merges()
    assert [merges(1, ["产出"]), merges(1, ["产出"]), merges(1, ["效益"])] == [True, False, True]
    assert merges(2, ["效益"])
    merges(1, None)
    assert merges(1, ["效益"])


def test_a_tag_is_the_last_one_before_its_line_in_its_part() -> None:
    lines = {("a", 2): ("{{ x }}", "甲"), ("a", 5): ("{{ y }}", "乙"), ("b", 3): ("{{ z }}", "丙")}
    compiled = Compiled("t.docx", {}, {}, frozenset(), lines, (), frozenset(), contents=False, inputs=b"")
    assert [compiled.tag("a", line).source for line in (1, 2, 4, 9)] == ["", "{{ x }}", "{{ x }}", "{{ y }}"]
    place = compiled.tag("b", 4).place
    assert (place.path, place.excerpt) == ("t.docx!b", "丙")


def test_a_tag_of_a_link_is_in_the_part_that_has_the_link() -> None:
    lines = {("word/_rels/document.xml.rels", 2): ("{{ x }}", "链接")}
    compiled = Compiled("t.docx", {}, {}, frozenset(), lines, (), frozenset(), contents=False, inputs=b"")
    assert compiled.tag("word/_rels/document.xml.rels", 2).place.path == "t.docx!word/document.xml"
