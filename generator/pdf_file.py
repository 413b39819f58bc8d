"""A PDF as a graph of objects: writes it in a canonical form, and computes digests by which two files are compared.

Run as a program, it reads a file from standard input and prints its facts as JSON, with limits on its own process.
"""

from __future__ import annotations

import json
import re
import sys
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import md5, sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter

MAX_PAGES = 5000
MAX_PAGE_TEXT = 50_000  # characters, ten times what a page of small print holds
MAX_MEMORY = 1 << 30  # bytes of address space of the process that reads
MAX_SECONDS = 120  # of processor time; the text of the largest volume of the project takes four
MAX_VALUE = 500  # characters of an entry of the document's information
CLAIMS = ("unit", "year", "document", "inputs", "commit", "generator", "program")
"""The entries of a document's provenance."""
UNREADABLE = "（这一页的文字读不出来）"
_HEADER_WITHIN = 1024  # bytes, in which readers look for the header of a PDF
_LONG_AGO = "D:19800101000000Z"
# ABCDEF+FangSong: a font of which only the used glyphs are embedded.
_PREFIX = re.compile(r"[A-Z]{6}\+")
# The number of a Type 1 font: /UniqueID 4123456 def.
_UNIQUE = re.compile(rb"(?<=/UniqueID )[0-9]{7}(?= def)")
_FRAME = ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/AA", "/Group", "/Tabs", "/StructParents", "/Trans", "/Dur")
_ACTIONS = {
    "/JavaScript": "脚本",
    "/Launch": "启动程序",
    "/SubmitForm": "提交表单",
    "/ImportData": "导入数据",
    "/GoToR": "打开别的文件",
    "/GoToE": "打开附件",
    "/URI": "打开网址",
    "/Hide": "隐藏批注",
    "/SetOCGState": "切换图层",
    "/Rendition": "播放媒体",
}
_ENTRIES = {
    "/AcroForm": "表单",
    "/AA": "自动运行的动作",
    "/OCProperties": "可以隐藏的图层",
    "/EmbeddedFiles": "附件",
    "/AF": "附件",
    "/Collection": "附件",
    "/JavaScript": "脚本",
    "/Perms": "数字签名",
}


class UnreadableError(Exception):
    """A PDF that is refused: it is damaged, or made to harm its reader."""


class EncryptedError(UnreadableError):
    """A PDF that is encrypted."""


def is_pdf(data: bytes) -> bool:
    """Whether some reader would open a file as a PDF, whatever its name and whatever else it may also be."""
    return b"%PDF-" in data[:_HEADER_WITHIN]


@dataclass(frozen=True, slots=True)
class Page:
    """A page by the digests of its drawing, of its fonts and images, of its annotations, and of its frame."""

    drawing: str
    resources: str
    annotations: str
    frame: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a PDF holds.

    `objects` is the version with the digest of all objects in the order in which they are reached, whatever their
    numbers and their compression; `body` is the digest without the information. `canonical` says whether the file is,
    byte for byte, what `rewritten` makes of it: then it can be read in one way only and holds nothing that is not
    reached. `fonts` are the digests of the embedded programs by the fonts' names, `images` those of the images;
    `extras` is what acts, or lies over the pages: annotations, forms, actions, attachments, layers.
    """

    info: dict[str, str]
    objects: str
    body: str
    canonical: bool
    pages: tuple[Page, ...]
    fonts: dict[str, list[str]]
    images: list[str]
    extras: list[str]


def rewritten(data: bytes, claims: Mapping[str, str] | None = None) -> bytes:
    """A PDF without dates, in the same bytes for the same objects; claims are added with what wrote them.

    Raises:
        UnreadableError: it is not a whole PDF, or encrypted.
    """
    from pypdf import PdfWriter, __version__
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject

    reader = _reader(data)
    with _refusing():
        reader.trailer.pop("/ID", None)
        # XMP repeats the information, with the moment and the run in which it was made.
        reader.root_object.pop("/Metadata", None)
        writer = PdfWriter(clone_from=reader)
        writer.pdf_header = reader.pdf_header
        known: Mapping[str, Any] = writer.metadata or {}
        writer.add_metadata({name: _LONG_AGO for name in ("/CreationDate", "/ModDate") if name in known})
        if claims is not None:
            maker = f"{known.get('/Producer', '')}, pypdf {__version__}"
            writer.add_metadata({"/Producer": maker} | {f"/{name}": claims[name] for name in CLAIMS if name in claims})
        _name_fonts_by_content(writer)
        plain = _written(writer)
        again = _reader(plain)
        identifier = ByteStringObject(md5(plain, usedforsecurity=False).digest())
        again.trailer[NameObject("/ID")] = ArrayObject([identifier, identifier])
        writer = PdfWriter(clone_from=again)
        writer.pdf_header = reader.pdf_header
        return _written(writer)


def _name_fonts_by_content(writer: PdfWriter) -> None:
    """Gives Type 1 fonts a number derived from what they draw, where LibreOffice numbers those of one run.

    It is in the clear part of the program and in the encrypted one; 4,000,000 on are for private use.
    """
    for value in writer._objects:
        if not isinstance(value, dict) or "/FontFile" not in value:
            continue
        file: Any = value["/FontFile"]
        data = file.get_data()
        clear, hidden, rest = _cut(data, int(file["/Length1"]), int(file["/Length2"]))
        if not (match := _UNIQUE.search(clear)):
            continue
        drawn = _decrypted(hidden)
        blank = b"0" * len(match[0])
        digest = md5(_UNIQUE.sub(blank, clear) + _UNIQUE.sub(blank, drawn), usedforsecurity=False).hexdigest()
        unique = b"%d" % (4_000_000 + int(digest, 16) % 1_000_000)
        if match[0] != unique:
            file.set_data(_UNIQUE.sub(unique, clear) + _encrypted(_UNIQUE.sub(unique, drawn)) + rest)


def _cut(data: bytes, *lengths: int) -> Iterator[bytes]:
    """The data in pieces of these lengths, then the rest."""
    start = 0
    for length in lengths:
        yield data[start : start + length]
        start += length
    yield data[start:]


def _decrypted(data: bytes) -> bytes:
    """The encrypted part of a Type 1 font (Adobe Type 1 Font Format, 7.1)."""
    key, out = 55665, bytearray()
    for byte in data:
        out.append(byte ^ key >> 8)
        key = (byte + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def _encrypted(data: bytes) -> bytes:
    key, out = 55665, bytearray()
    for byte in data:
        out.append(byte ^ key >> 8)
        key = (out[-1] + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def page_count(data: bytes) -> int:
    """The number of pages of a PDF that `rewritten` has made."""
    return len(_reader(data).pages)


def facts(data: bytes, *, texts: bool = False) -> Facts:
    """What a PDF holds; the texts of its pages only if they are asked for, since they take long.

    Raises:
        UnreadableError: it is damaged, encrypted, or larger than what this project makes.
    """
    reader = _reader(data)
    with _refusing():
        pages = [*reader.pages]
        if len(pages) > MAX_PAGES:
            raise UnreadableError(f"超过 {MAX_PAGES} 页")
        root, information = reader.root_object, reader.trailer.get("/Info")
        reached = _Reached()
        return Facts(
            {_told(name)[1:]: _told(value) for name, value in (reader.metadata or {}).items()},
            f"{_told(reader.pdf_header)} {_Reached().digest([root, information])}",
            reached.digest([root]),
            rewritten(data) == data,
            tuple(_pages(pages, texts=texts)),
            {name: sorted(digests) for name, digests in sorted(reached.fonts.items())},
            sorted(reached.images),
            [*reached.extras, *_annotations(pages)],
        )


def _reader(data: bytes) -> PdfReader:
    """Opens a PDF strictly: nothing is repaired."""
    from pypdf import PdfReader

    with _refusing():
        reader = PdfReader(BytesIO(data), strict=True)
        if reader.is_encrypted:
            raise EncryptedError("设了密码或者权限限制")
        return reader


@contextmanager
def _refusing() -> Iterator[None]:
    """Turns any exception into UnreadableError: pypdf raises whatever its parser ran into."""
    try:
        yield
    except UnreadableError:
        raise
    except MemoryError as error:
        raise UnreadableError("解开以后太大") from error
    except Exception as error:
        raise UnreadableError("文件不完整，或者结构不对") from error


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class _Reached:
    """The objects that are reached from some roots, as a digest, and what they hold."""

    def __init__(self) -> None:
        self._digest = sha256()
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: deque[Any] = deque()
        self.fonts: dict[str, set[str]] = {}
        self.images: set[str] = set()
        self.extras: dict[str, None] = {}

    def digest(self, roots: Sequence[Any], *, beside: Sequence[Any] = ()) -> str:
        """The digest of the roots with all that they refer to; references to what is `beside` are not followed."""
        for neighbour in beside:
            if neighbour.indirect_reference:
                self._number(neighbour.indirect_reference)
        self._waiting.clear()
        for root in roots:
            self._add(root)
        while self._waiting:
            self._add(self._waiting.popleft().get_object())
        return self._digest.hexdigest()

    def _number(self, reference: Any) -> int:
        """The position of an object in the order in which objects are reached."""
        key = reference.idnum, reference.generation
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers)
            self._waiting.append(reference)
        return self._numbers[key]

    def _add(self, value: Any) -> None:
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

        add = self._digest.update
        if isinstance(value, IndirectObject):
            add(b"R%d " % self._number(value))
        elif isinstance(value, DictionaryObject):
            content, packing = _content(value) if isinstance(value, StreamObject) else ("", ())
            add(b"<<")
            for name in sorted(name for name in value if name not in packing):
                add(name.encode("utf-8", "surrogatepass") + b" ")
                self._add(value.raw_get(name))
            add(b">>" + content.encode())
            self._note(value, content)
        elif isinstance(value, ArrayObject):
            add(b"[")
            for item in value:
                self._add(item)
            add(b"]")
        elif value is None:
            add(b"null ")
        else:
            out = BytesIO()
            value.write_to_stream(out)
            add(type(value).__name__.encode() + b" %d " % out.tell() + out.getvalue())

    def _note(self, value: Any, content: str) -> None:
        """Records an object of a kind that is reported: a font, an image, an action, a form and the like."""
        if "/FontName" in value:
            programs = self.fonts.setdefault(_PREFIX.sub("", _told(value["/FontName"])[1:], count=1), set())
            for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                if name in value:
                    programs.add(_content(value[name])[0])
        if value.get("/Subtype") == "/Image":
            self.images.add(content)
        if (action := _ACTIONS.get(str(value.get("/S")))) is not None:
            self.extras[f"动作：{action}"] = None
        self.extras |= dict.fromkeys(_ENTRIES[name] for name in value if name in _ENTRIES)


def _content(stream: Any) -> tuple[str, tuple[str, ...]]:
    """The digest of a stream, and the entries that say only how it is packed.

    What is not merely deflated, as photographs are, is hashed undecoded: decoders of images are large programs.
    """
    if stream.get("/Filter") in (None, "/FlateDecode") and "/DecodeParms" not in stream:
        return sha256(stream.get_data()).hexdigest(), ("/Length", "/Filter")
    return sha256(stream._data).hexdigest(), ("/Length",)


def _pages(pages: Sequence[PageObject], *, texts: bool) -> Iterator[Page]:
    from pypdf.generic import DictionaryObject

    shared: dict[int, str] = {}  # LibreOffice gives all pages the same resources
    for number, page in enumerate(pages):
        # References to pages lead through the whole document.
        beside = [neighbour for neighbour in (page, page.get("/Parent")) if neighbour is not None]
        notes = [note.get_object() for note in page.get("/Annots") or ()]
        plain = [
            DictionaryObject({key: note.raw_get(key) for key in note if key not in ("/Dest", "/P", "/Parent")})
            for note in notes
        ]
        resources = page.get("/Resources")
        key = resources.indirect_reference.idnum if resources and resources.indirect_reference else -number
        if key not in shared:
            shared[key] = _Reached().digest([resources], beside=beside)
        yield Page(
            _Reached().digest([page.get("/Contents")], beside=beside),
            shared[key],
            _Reached().digest(plain, beside=beside),
            _Reached().digest([page.get(name) for name in _FRAME], beside=beside),
            _text(page) if texts else "",
        )


def _text(page: PageObject) -> str:
    """The text of a page; a placeholder if its drawing cannot be interpreted, which no conversion produces."""
    try:
        return _told(page.extract_text(), MAX_PAGE_TEXT)
    except MemoryError:
        raise
    except Exception:
        return UNREADABLE


def _annotations(pages: Sequence[PageObject]) -> Iterator[str]:
    """The annotations of the pages, except links within the document."""
    for number, page in enumerate(pages, 1):
        for note in page.get("/Annots") or ():
            kind = _told(note.get_object().get("/Subtype"))[1:40]
            if kind != "Link" or "/Dest" not in note.get_object():
                yield f"第 {number} 页的批注（{kind}）"


def _told(value: Any, most: int = MAX_VALUE) -> str:
    """A value of the file as encodable text, cut to `most` characters."""
    return str(value)[:most].encode("utf-8", "replace").decode()


def told(data: bytes, *, texts: bool) -> dict[str, Any]:
    """The facts as plain data; or the message, under `encrypted` or `unreadable`, if the file is refused."""
    try:
        return asdict(facts(data, texts=texts))
    except EncryptedError as error:
        return {"encrypted": str(error)}
    except UnreadableError as error:
        return {"unreadable": str(error)}


def _bounded() -> None:
    """Limits the memory, processor time and output of this process, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))


if __name__ == "__main__":
    import logging

    logging.disable()
    _bounded()
    json.dump(told(sys.stdin.buffer.read(), texts="--texts" in sys.argv), sys.stdout)
