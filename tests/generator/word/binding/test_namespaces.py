from __future__ import annotations

from lxml import etree

from generator.opc import Package, write_package
from generator.text.printer import Printer
from generator.word.names import DOCUMENT, MC
from generator.word.reading.prefixes import IGNORABLE, USUAL
from tests.support.docx import p, package_of
from tests.support.gate import faults
from tests.support.layouts import document_of, members

KINGSOFT = "http://www.wps.cn/officeDocument/2013/wpsCustomData"


def branch(prefix: str, text: str) -> str:
    choice = f'<mc:Choice Requires="{prefix}"><w:t>{text}</w:t></mc:Choice><mc:Fallback><w:t>{text}</w:t></mc:Fallback>'
    return f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r></w:p>"


def template(body: str, ignorable: str = "", **spaces: str) -> Package:
    package = package_of(body)
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in ({"mc": MC[1:-1]} | spaces).items())
    declared += f' mc:Ignorable="{ignorable}"' if ignorable else ""
    return package | {DOCUMENT: package[DOCUMENT].replace(b"<w:document ", f"<w:document{declared} ".encode(), 1)}


def required(*parts: Package, printer: Printer) -> tuple[list[str], etree._Element]:
    """The namespace that each alternative of a volume requires, and the volume's root."""
    files = {str(number): write_package(part) for number, part in enumerate(parts)}
    data, problems = document_of(files, printer, unit="示例站")
    assert (problems, faults(data)) == ([], [])
    root = etree.fromstring(members(data)[DOCUMENT])
    choices = root.iter(f"{MC}Choice")
    return [choice.nsmap[choice.get("Requires")] for choice in choices], root


def test_prefixes_that_a_later_part_names_are_declared_in_the_volume(printer: Printer) -> None:
    spaces = {"wps": USUAL["wps"], "w14": USUAL["w14"], "wpsCustomData": KINGSOFT}
    later = template(branch("wps", "乙") + branch("wpsCustomData", "丙"), "w14 wpsCustomData", **spaces)
    found, root = required(package_of(p("{{ unit }}")), later, printer=printer)
    assert found == [USUAL["wps"], KINGSOFT]
    assert root.get(IGNORABLE) == "w14 wpsCustomData"
    assert {root.nsmap[prefix] for prefix in root.get(IGNORABLE, "").split()} == {USUAL["w14"], KINGSOFT}


def test_a_prefix_that_means_something_else_in_each_part_is_kept_apart(printer: Printer) -> None:
    """One is a usual prefix bound to another namespace, one is nobody's."""
    first = template(branch("wps", "甲{{ unit }}") + branch("k", "乙"), "wps", wps="urn:a", k="urn:b")
    second = template(branch("wps", "丙") + branch("k", "丁"), "k", wps=USUAL["wps"], k="urn:c")
    found, root = required(first, second, printer=printer)
    assert found == ["urn:a", "urn:b", USUAL["wps"], "urn:c"]
    assert {root.nsmap[prefix] for prefix in root.get(IGNORABLE, "").split()} == {"urn:a", "urn:c"}


def test_a_volume_of_parts_that_name_none_is_declared_as_before(printer: Printer) -> None:
    _, root = required(package_of(p("{{ unit }}")), package_of(p("乙")), printer=printer)
    assert root.get(IGNORABLE) is None and "mc" not in root.nsmap
