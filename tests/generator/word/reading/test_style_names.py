from __future__ import annotations

import pytest

from generator.word.reading.style_names import is_built_in, usual_name


@pytest.mark.parametrize(
    ("written", "kind", "name", "proper"),
    [
        ("heading 1", "paragraph", "heading 1", True),
        ("HEADING  1", "paragraph", "heading 1", True),
        ("标题1", "paragraph", "heading 1", False),
        ("标题 9", "paragraph", "heading 9", False),
        ("标题 10", "paragraph", "标题 10", False),
        ("Titre 2", "paragraph", "heading 2", False),
        ("Überschrift 3", "paragraph", "heading 3", False),
        ("目录 2", "paragraph", "toc 2", False),
        ("Contents 2", "paragraph", "toc 2", False),
        ("标题", "paragraph", "Title", False),
        ("页眉", "paragraph", "header", False),
        ("普通（网站）", "paragraph", "Normal (Web)", False),
        ("Default Paragraph Style", "paragraph", "Normal", False),
        ("标题 1", "character", "标题 1", False),
        ("标题 1 字符", "character", "标题 1 字符", False),
        ("Table Contents", "paragraph", "Table Contents", False),
        ("目录标题", "paragraph", "目录标题", False),
        ("", "paragraph", "", False),
    ],
)
def test_a_built_in_style_has_one_name(written: str, kind: str, name: str, proper: bool) -> None:
    assert usual_name(written, kind) == (name, proper)


def test_what_is_built_in_is_said_by_kind() -> None:
    assert is_built_in("heading 3", "paragraph") and is_built_in("Strong", "character")
    assert not is_built_in("heading 3", "character") and not is_built_in("公文正文", "paragraph")
