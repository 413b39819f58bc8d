"""Any data are read from YAML or JSON alike, with the place of each value."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.data.reader import parse
from generator.filling.data import Data, parse_data, read_data

YAML = """\
合同: {甲方: 河池站, 编号: 0.10, 页: 3}
标签: [是, "no", 2021-12, 12:30]
电话: +8613900000000
文: "一\\t二\\r\\n三"
空: null
项: [{n: 1}, {n: null}, {m: 2}]
"""
JSON = """\
{"合同": {"甲方": "河池站", "编号": 0.10, "页": 3}, "标签": ["是", "no", "2021-12", "12:30"],
 "电话": "+8613900000000", "文": "一\\t二\\r\\n三", "空": null, "项": [{"n": 1}, {"n": null}, {"m": 2}]}
"""


def read(text: str, kind: str) -> Data:
    data, problems = parse_data(text.encode(), f"d.{kind.lower()}", kind)
    assert data is not None, problems
    return data


def test_both_kinds_give_the_same_values_as_they_were_typed() -> None:
    yaml, json = read(YAML, "YAML"), read(JSON, "JSON")
    assert yaml.values["电话"].written == "+8613900000000"
    assert yaml.values | {"电话": "+8613900000000"} == json.values
    assert yaml.values["合同"]["编号"].written == json.values["合同"]["编号"].written == "0.10"
    assert (yaml.values["文"], yaml.values["合同"]["页"]) == ("一\t二\r\n三", 3)


@pytest.mark.parametrize(("text", "kind", "lines"), [(YAML, "YAML", [6]), (JSON, "JSON", [2])])
def test_a_path_leads_to_nodes_in_their_places(text: str, kind: str, lines: list[int]) -> None:
    data = read(text, kind)
    found = data.nodes(("项", None, "n"))
    assert [node.value for node in found] == [1, None] and {node.place.line for node in found} == {*lines}
    assert data.nodes(("合同", None))[0].value == "河池站"
    assert data.nodes(("合同", "丙")) == data.nodes(("nix", "x")) == data.nodes(("标签", None, "x")) == []
    assert data.nodes(()) == [data.root]


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("- 1\n- 2\n", "YAML", "SCHEMA-TYPE"),
        ("5\n", "YAML", "SCHEMA-TYPE"),
        ("null", "JSON", "SCHEMA-TYPE"),
        ("", "YAML", "YAML-EMPTY"),
        ("a: 1\na: 2\n", "YAML", "YAML-DUPLICATE"),
        ("a: &a [*a]\n", "YAML", "YAML-ALIAS"),
        ("a: !!python/object/apply:os.system [id]\n", "YAML", "YAML-TAG"),
        ("a: 0505\n", "YAML", "YAML-ZERO"),
        ("a: 1\n---\nb: 2\n", "YAML", "YAML-DOCUMENTS"),
        ('a: "\\a"\n', "YAML", "YAML-CHARACTER"),
        ('a: "\\r"\n', "YAML", "YAML-CHARACTER"),
        ("a: " + "[" * 10_000, "YAML", "YAML-DEPTH"),
        ("a: [" + "1," * 200_001 + "]", "YAML", "YAML-SIZE"),
        ("a: " + "9" * 100_000, "YAML", "YAML-NUMBER"),
        ("\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)), "YAML", "YAML-ALIAS"),
    ],
)
def test_what_is_wrong_is_told(text: str, kind: str, code: str) -> None:
    data, problems = parse_data(text.encode(), "d", kind)
    assert data is None and problems[0].code == code and problems[0].remedy


def test_files_are_read_by_the_end_of_their_name(tmp_path: Path) -> None:
    for name, text in (("a.yml", "x: 1"), ("b.YAML", "x: 1"), ("c.Json", '{"x": 1}')):
        (tmp_path / name).write_text(text)
        data, problems = read_data(tmp_path / name, name)
        assert data is not None and data.values == {"x": 1}, problems
    (tmp_path / "d.json").symlink_to("c.Json")  # of a file that a user names, links are followed
    assert read_data(tmp_path / "d.json", "d.json")[0] is not None
    (tmp_path / "e.json").mkdir()
    assert read_data(tmp_path / "e.json", "e.json")[1][0].message == "这是文件夹，不是文件"
    with open(tmp_path / "f.json", "wb") as file:
        file.truncate(1 << 30)
    assert read_data(tmp_path / "f.json", "f.json")[1][0].code == "YAML-SIZE"


def test_what_to_do_about_no_data_is_not_said_of_reports() -> None:
    ((of_data,), (of_report,)) = (parse_data(b"", "d.yaml", "YAML")[1], parse(b"", "r.yaml")[1])
    assert "--names" in of_data.remedy and of_report.remedy == "参照已有报告填写"
