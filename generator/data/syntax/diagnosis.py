"""Says why a file cannot be read as YAML, and mends what it says, so that the rest can be read all the same."""

from __future__ import annotations

from generator.data.syntax.slips import Slip
from generator.problems import Problem, SourceFile

_SYNTAX = (
    (
        "mapping values are not allowed",
        "这里多了一个冒号，或者上一行不完整",
        "含冒号的文字加引号，正文的冒号后写 |，另起一行；检查上一行冒号后的空格和本行缩进",
    ),
    (
        "block sequence entries are not allowed",
        "冒号后面的「-」是列表的记号",
        "没有内容的整行删去；要印横线的写成 —；列表另起一行写「- 」",
    ),
    ("mapping keys are not allowed", "冒号后面的「? 」有特殊含义", "给整个内容加引号，或删去「? 」"),
    ("did not find expected <document start>", "「...」或「---」把文件分成了两半", "删去只有「...」或「---」的那一行"),
    (
        "could not find expected ':'",
        "这一行缺少冒号，或者冒号后面没有空格",
        "写成「名称: 内容」，冒号用半角，后面空一格；正文的，上一行冒号后写 |",
    ),
    (
        "did not find expected key",
        "缩进与上下文不一致",
        "同一层的名称左端对齐，只用空格缩进",
    ),
    ("did not find expected '-' indicator", "列表到这里中断", "列表的每一项以「- 」开头并左端对齐"),
    ("did not find expected ',' or '}'", "花括号没有成对", "补上「}」；正文引用 {{ … }} 在行首时整段加引号"),
    ("did not find expected ',' or ']'", "方括号没有成对", "补上「]」，各项以半角逗号分隔"),
    ("found unexpected end of stream", "引号没有成对", "补上缺少的引号"),
    ("cannot start any token", "这个符号不能放在内容开头", "给整个内容加半角引号"),
    (
        "did not find expected comment or line break",
        "以「>」或「|」开头的内容被当作多行文字",
        "大于等于写作 ≥，小于等于写作 ≤；或给内容加引号",
    ),
    ("escape", "反斜杠后面的转义写法不对", "用单引号代替双引号；反斜杠本身写成 \\\\"),
    ("did not find expected node content", "这里缺少内容，或者符号多了", "检查方括号、花括号和逗号是否成对"),
    ("did not find expected alphabetic", "「&」「*」或「!」开头的内容有特殊含义", "给整个内容加半角引号"),
)
_AT_CONTEXT = {"found unexpected end of stream", "could not find expected ':'"}
_MARKS = ("<<<<<<< ", "||||||| ", ">>>>>>> ")
_BARE_MARKS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
UNREAD = "；这一处改好以前读不到后面的内容，文件其余部分没有检查"


def conflict(file: SourceFile) -> Problem | None:
    """The marks that a merge leaves where two have changed the same lines, all or some; None if there are none."""
    marks: list[tuple[int, int]] = []
    start = 0
    for number, line in enumerate(file.text.split("\n"), 1):
        if line.lstrip(" ").startswith(_MARKS) or line.rstrip("\r") in _BARE_MARKS:
            marks.append((number, start))
        start += len(line) + 1
    if not marks:
        return None
    lines = "、".join(str(number) for number, _ in marks)
    message = f"合并冲突没有处理完，标记在第 {lines} 行"
    remedy = "两边的内容只留对的一份，再删去这些标记"
    return Problem("YAML-SYNTAX", file.place(marks[0][1], marks[0][1] + 7), message, remedy + UNREAD)


def mended(text: str, found: list[Slip]) -> str:
    """A text with slips mended; it is as long as before."""
    pieces: list[str] = []
    done = 0
    for slip in sorted(found, key=lambda slip: slip.start):
        if slip.start >= done:
            pieces += [text[done : slip.start], slip.mended]
            done = slip.start + len(slip.mended)
    return "".join([*pieces, text[done:]])


def unreadable(words: str, error: int, context: int | None, file: SourceFile) -> Problem:
    """What the parser says, where no slip is known: `words` are its own, `context` is where it began."""
    if context is not None and words in _AT_CONTEXT:
        error = context
    message, remedy = next(
        ((message, remedy) for part, message, remedy in _SYNTAX if part in words),
        ("不合 YAML 语法", "对照上下文检查冒号、引号、缩进"),
    )
    return Problem("YAML-SYNTAX", file.place(error, error + 1), message, remedy + UNREAD)
