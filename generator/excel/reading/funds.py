"""Places the rows of fund tables and of the base data table in an evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator.data.edit import END, Steps, scalar
from generator.data.reader import Node
from generator.excel.evaluation_tables import INCLUDING, ITEMS, SOURCES
from generator.excel.reading.slots import Finder, Known, Placing, at, bare_name, empty, ends, holds_amount, proper_name
from generator.quantity import Quantity
from generator.tables.finding import Row, Table
from generator.tables.grid import Cell
from generator.tables.kinds import total_words
from generator.tables.rows import Total, are_column_numbers, is_blank_of_form, is_example, total
from generator.tables.statements import money_unit
from generator.tables.values import Reader, count, is_blank, money, near, points, rate, words
from generator.tables.wording import compared

_FUNDS_KEYS = ("document", "allocated_on", "initial_budget", "annual_budget", "adjustment", "actual")
_ITEM_KEYS = ("name", "id", "initial", "budget", "actual", "use", "items")
_COST_KEYS = ("name", "id", "last_year", "budget", "actual", "items", "including")
_TOTALS = (("initial", "initial_budget", 1), ("budget", "annual_budget", 2), ("actual", "actual", 2))
_WORDS = {"initial": "年初预算数", "budget": "预算数", "actual": "支出数", "last_year": "上年决算数"}
_SECTIONS = {compared(SOURCES): "sources", compared(ITEMS): "items"}
_STAFF = {"authorised_staff": "编制数", "actual_staff": "实际在职人数", "retired_staff": "退休人数"}


def place_funds(table: Table, number: int, placing: Placing) -> None:
    """Totals, sources and items of the funds of evaluation `number`."""
    funds: Steps = ("evaluations", number, "funds")
    root = placing.figures.root
    sources = Known([*_entries(root, (*funds, "sources"))])
    items = Known([*_entries(root, (*funds, "items"))])
    numbered: dict[str, Steps] = {}
    section = _section(table)
    whole = total_words("funds")
    listed = any(_lists(table, row) for row in table.rows)
    seen = added = False
    above: list[dict[str, Cell]] = []
    for row in table.rows:
        name, amounts = row[table.columns["name"]], _amounts(table, row)
        word = bare_name(name.text)
        if compared(name.text) in _SECTIONS or compared(row[0].text) in _SECTIONS:
            section = _SECTIONS.get(compared(name.text)) or _SECTIONS[compared(row[0].text)]
            continue
        if empty(row):
            continue
        if ends(row, name, [*amounts.values()]):
            break
        if are_column_numbers(row):
            continue
        label = _label(table, row)
        kind = total(name.text) or total(label)
        if word in whole or (kind is Total.WHOLE and word not in total_words("items")):
            if not _other_unit(table, label, amounts, placing) and "大写" not in label:
                _totals(table, row, funds, placing, stated=word in whole, only=word in whole or not listed)
        elif word in total_words("items"):
            for key, cell in amounts.items():
                placing.slot(cell, _money(table, key), f"明细合计{_WORDS[key]}", None, at(*funds, "items_total", key))
        elif kind is Total.PART:
            if not added and not all(map(is_blank, amounts.values())):
                message = f"「{words(label)}」有金额，它上面的各项没有"
                placing.refuse("IMPORT-ROW", name, message, "合计由程序相加：把金额写在各项里，或者删去这一行")
            added = False
        elif is_blank_of_form(name.text) or is_example(name.text):
            _without_name(name, amounts, placing, adds_up=_adds_up(table, amounts, above))
        elif section == "sources":
            added = added or not all(map(is_blank, amounts.values()))
            above.append(amounts)
            _source(table, row, funds, sources, placing)
        else:
            seen, added = True, added or not all(map(is_blank, amounts.values()))
            above.append(amounts)
            _item(table, row, funds, (items, numbered), placing)
    _refuse_renamed(table, items, placing)
    placing.missing(table, items.left() if seen else [])


def _refuse_renamed(table: Table, items: Known, placing: Placing) -> None:
    """Refuses a new row with the amounts of an entry that no row names: it may be the same under another name."""
    for row in items.fresh:
        given = {key: _money(table, key)(cell)[0] for key, cell in _amounts(table, row).items()}
        figures = {key: value.quantity for key, value in given.items() if value and value.quantity}
        for names, path in items.entries:
            known = {key: at(*path, key)(placing.figures) for key in figures}
            alike = [isinstance(one, Quantity) and near(one, figures[key]) for key, one in known.items()]
            if path not in items.taken and alike and all(alike):
                cell = row[table.columns["name"]]
                message = f"数据里没有「{words(cell.text)}」，它的金额与表里没有的「{names[-1]}」一样，像是改了名称"
                remedy = "改了名称的，在数据文件里改名称和引用它的正文；是另一项的，先在数据文件里加上"
                placing.refuse("IMPORT-ROW", cell, message, remedy)
                break


def _lists(table: Table, row: Row) -> bool:
    """Whether a row is of an item or a source with amounts."""
    name = row[table.columns["name"]].text
    is_item = not (
        is_blank_of_form(name) or total(name) or total(_label(table, row)) or bare_name(name) in total_words("funds")
    )
    return is_item and not all(map(is_blank, _amounts(table, row).values()))


def _label(table: Table, row: Row) -> str:
    """What is written before the amounts of a row, in whatever cells: 合 | 计."""
    first = min((table.columns[key] for key in _WORDS if key in table.columns), default=len(row))
    return "".join(cell.text for cell in dict.fromkeys(row[:first]))


def _other_unit(table: Table, label: str, amounts: dict[str, Cell], placing: Placing) -> bool:
    """Refuses a total that states another unit than the columns: 合计（元） under 万元."""
    unit = money_unit(label)
    if not unit or unit in table.units.values():
        return False
    cell = next(iter(amounts.values()))
    message = f"「{words(label)}」写的是{unit}，表头写的是{'、'.join(dict.fromkeys(table.units.values()))}"
    placing.refuse("IMPORT-UNIT", cell, message, "核对以后只留一种单位")
    return True


def _without_name(name: Cell, amounts: dict[str, Cell], placing: Placing, *, adds_up: bool = False) -> None:
    """Refuses amounts in a row that has no name, or an example instead of one; they may be the sum of those above."""
    if not any(map(holds_amount, amounts.values())):
        return
    if name.fault:
        placing.refuse("XLSX-CELL", name, name.fault, name.remedy)
        return
    message, remedy = "这一行有金额，没有名称", "写上名称，或者删去这一行"
    if adds_up:
        message, remedy = "这一行的金额是上面各行的合计，没有名称", "写上「合计」，或者删去这一行"
    elif compared(name.text):
        message, remedy = f"「{words(name.text)}」是表上印的字，不是名称，这一行却有金额", "写上名称，或者删去金额"
    placing.refuse("IMPORT-ROW", name, message, remedy)


def _adds_up(table: Table, amounts: dict[str, Cell], above: Sequence[dict[str, Cell]]) -> bool:
    """Whether the amounts of a row are the sums of those of several rows above."""
    for key, cell in amounts.items():
        given, *parts = (_money(table, key)(one)[0] for one in (cell, *(row[key] for row in above)))
        figures = [part.quantity for part in parts if part is not None and part.quantity is not None]
        if (
            given is not None
            and given.quantity is not None
            and (len(figures) < 2 or not near(sum(figures[1:], figures[0]), given.quantity))
        ):
            return False
    return True


def _section(table: Table) -> str:
    """What the rows of a table are by default: sources if it has a total row, else items of spending."""
    words = {bare_name(row[table.columns["name"]].text) for row in table.rows}
    return "sources" if words & total_words("funds") else "items"


def _amounts(table: Table, row: Row) -> dict[str, Cell]:
    return {key: row[table.columns[key]] for key in _WORDS if key in table.columns}


def _money(table: Table, key: str) -> Reader:
    return partial(money, unit=table.units[key])


def _totals(table: Table, row: Row, funds: Steps, placing: Placing, *, stated: bool, only: bool) -> None:
    """The totals of a row: put in where the form states them there or has them `only` there, else compared."""
    for key, name, stage in _TOTALS:
        more = {"stage": stage, "lenient": not stated, "keys": _FUNDS_KEYS, "follows": key != "budget"}
        cell, label = table.cell(row, key), f"年度资金总额{_WORDS[key]}"
        if cell is not None:
            placing.slot(cell, _money(table, key), label, (*funds, name) if only else None, at(*funds, name), **more)
    placing.slot(table.cell(row, "rate"), rate, "预算执行率", None, at(*funds, "rate"))
    score = (*funds[:-1], "score")
    placing.slot(table.cell(row, "weight"), points, "预算执行率分值", None, at(*score, "execution_weight"))
    placing.slot(table.cell(row, "score"), points, "预算执行率得分", None, at(*score, "execution"))


def _entries(root: Node, path: Steps, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Steps]]:
    """The entries of a list with those below them, each with the names on the path to it."""
    node = root.get(*path)
    for number, entry in enumerate(node.value if node is not None and isinstance(node.value, list) else []):
        entry_path = (*path, number)
        names = (*above, bare_name(str(entry.at("name").value)))
        yield names, entry_path
        for key in ("items", "including", "sources"):
            yield from _entries(root, (*entry_path, key), names)


def _source(table: Table, row: Row, funds: Steps, known: Known, placing: Placing) -> None:
    name, amounts = row[table.columns["name"]], _amounts(table, row)
    path = known.match(name.text) or next((path for _, path in known.named(name.text)), None)
    if path is None:
        if known.row_of(name.text) is not None:
            placing.refuse("IMPORT-ROW", name, f"资金来源「{bare_name(name.text)}」有两行", "合并成一行")
        elif not all(map(is_blank, amounts.values())):
            placing.add((*funds, "sources", END), {"name": scalar(proper_name(name.text))})
        return
    known.taken[path] = name
    consists = placing.figures.root.get(*path, "sources") is not None
    for key, stage in (("budget", 3), ("actual", 3), ("initial", 4)):
        if key not in amounts:
            continue
        figure = at(*path, "initial_budget" if key == "initial" else key)
        label = f"「{bare_name(name.text)}」{_WORDS[key]}"
        more = {"stage": stage, "keys": _ITEM_KEYS}
        computed = consists and placing.figures.root.get(*path, key) is None
        placing.slot(amounts[key], _money(table, key), label, None if computed else (*path, key), figure, **more)
    placing.slot(table.cell(row, "rate"), rate, f"「{bare_name(name.text)}」执行率", None, at(*path, "rate"))


def _item(table: Table, row: Row, funds: Steps, state: tuple[Known, dict[str, Steps]], placing: Placing) -> None:
    """A row of spending; its number places it below another row: 1.2 below 1."""
    name, amounts = row[table.columns["name"]], _amounts(table, row)
    path = _find(table, row, state, (*funds, "items"), placing)
    if path is None:
        return
    children = placing.figures.root.get(*path, "items")
    for key, amount in amounts.items():
        target = (*path, key)
        typed = children is None or placing.figures.root.get(*target) is not None
        label = f"「{bare_name(name.text)}」{_WORDS[key]}"
        placing.slot(amount, _money(table, key), label, target if typed else None, at(*path, key), keys=_ITEM_KEYS)
    for key, word in (("rate", "执行率"), ("share", "占比")):
        placing.slot(table.cell(row, key), rate, f"「{bare_name(name.text)}」{word}", None, at(*path, key))


def _find(table: Table, row: Row, state: tuple[Known, dict[str, Steps]], top: Steps, placing: Placing) -> Steps | None:
    """The path of the entry that a row is about; None if it must be added first, or is refused."""
    known, numbered = state
    name, cell = row[table.columns["name"]], table.cell(row, "number")
    digits = compared(cell.text) if cell is not None else ""
    above = digits.rpartition(".")[0]
    parent = numbered.get(above) if above else None
    below = (*parent, "including" if digits.rpartition(".")[2].startswith(INCLUDING) else "items") if parent else top
    same_level = [path for _, path in known.named(name.text) if path[:-1] == below]
    anywhere = [path for _, path in known.named(name.text)] if not above else []
    matches = same_level or anywhere
    if above and parent is None:
        message = f"序号是「{digits}」，表里没有序号「{above}」的一行"
        placing.refuse("IMPORT-ROW", cell or name, message, "改正序号：下级的序号以上级的开头")
        return None
    if len(matches) > 1 and not same_level:
        message = f"数据里有 {len(matches)} 项都叫「{bare_name(name.text)}」，分不清是哪一项"
        placing.refuse("IMPORT-ROW", name, message, "加上「序号」一栏，下级写成 1.1、1.2")
        return None
    if matches:
        known.taken[matches[0]] = name
        if digits:
            numbered[digits] = matches[0]
        return matches[0]
    if known.row_of(name.text) is not None and not above:
        placing.refuse("IMPORT-ROW", name, f"「{bare_name(name.text)}」有两行", "合并成一行，或者用序号分清上下级")
    elif all(map(is_blank, _amounts(table, row).values())):
        return None
    elif compared(name.text).startswith("其中:"):
        message = f"数据里没有「{bare_name(name.text)}」，它是上面一项的一部分，不另加一遍"
        placing.refuse("IMPORT-ROW", name, message, "加上「序号」一栏，写明上下级，如 1、1.1")
    elif table.kind.name == "costs" and not digits:
        message = f"数据里没有「{bare_name(name.text)}」，不知道加在哪一项下面"
        placing.refuse("IMPORT-ROW", name, message, "加上「序号」一栏，写明上下级，如 1、1.1")
    else:
        known.fresh.append(row)
        placing.add((*below, END), {"name": scalar(proper_name(name.text))}, _ITEM_KEYS)
    return None


def place_costs(table: Table, number: int, placing: Placing) -> None:
    """The costs of the base data table of evaluation `number`."""
    top: Steps = ("evaluations", number, "base_table", "costs")
    root = placing.figures.root
    known = Known([*_entries(root, top)])
    numbered: dict[str, Steps] = {}
    for row in table.rows:
        name, amounts = row[table.columns["name"]], _amounts(table, row)
        if empty(row) or are_column_numbers(row) or total(_label(table, row)) is not Total.NONE:
            continue
        if ends(row, name, [*amounts.values()]):
            break
        if is_blank_of_form(name.text) or is_example(name.text):
            _without_name(name, amounts, placing)
            continue
        path = _find(table, row, (known, numbered), top, placing)
        if path is None:
            continue
        children = root.get(*path, "items")
        for key, amount in amounts.items():
            target = (*path, key)
            typed = children is None or root.get(*target) is not None
            word = {"budget": "本年预算数", "actual": "本年决算数"}.get(key, _WORDS[key])
            label = f"「{bare_name(name.text)}」{word}"
            placing.slot(amount, _money(table, key), label, target if typed else None, at(*path, key), keys=_COST_KEYS)
    placing.missing(table, known.left())


def place_staff(table: Table, number: int, placing: Placing) -> None:
    """The staff of the base data table of evaluation `number`."""
    base: Steps = ("evaluations", number, "base_table")
    row = next((row for row in table.rows if not empty(row)), None)
    if row is None:
        return
    for key, word in _STAFF.items():
        figure: Finder = at(*base, key)
        keys = (*_STAFF, "costs", "austerity")
        placing.slot(table.cell(row, key), partial(count, unit="人"), word, (*base, key), figure, keys=keys)
    placing.slot(table.cell(row, "control_rate"), rate, "控制率", None, at(*base, "control_rate"))
