from __future__ import annotations

from io import BytesIO

from lxml import etree
from openpyxl import load_workbook

from generator.opc import content_type, write_package
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, W
from generator.word.package import parse_template
from generator.word.safety.hazards import hazards
from tests.support.charts import chart_package
from tests.support.docx import p, package_of
from tests.support.layouts import filled


def test_a_chart_whose_workbook_an_editor_lost_gets_an_empty_one() -> None:
    whole = chart_package()
    name = next(name for name in whole if name.endswith(".xlsx"))
    lost = {part: data for part, data in whole.items() if part != name}
    found, problems = parse_template(write_package(lost), "x")
    assert found is not None, problems
    (sheet,) = load_workbook(BytesIO(found[name])).worksheets
    assert sheet.max_row == sheet.max_column == 1 and sheet["A1"].value is None
    assert content_type(found, name) == content_type(whole, name)
    assert hazards(found, "x") == []
    assert parse_template(write_package(whole), "x") == (whole, [])


def test_the_end_of_a_section_stands_behind_the_other_properties_of_its_paragraph(printer: Printer) -> None:
    section = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    end = f'<w:p><w:pPr>{section}<w:pStyle w:val="BodyCN"/><w:rPr/></w:pPr><w:r><w:t>横表</w:t></w:r></w:p>'
    root = etree.fromstring(filled(package_of(end + p("{{ unit }}")), printer, unit="示例站")[DOCUMENT])
    (properties,) = [found for found in root.iter(f"{W}pPr") if found.find(f"{W}sectPr") is not None]
    assert [etree.QName(child).localname for child in properties] == ["pStyle", "rPr", "sectPr"]
