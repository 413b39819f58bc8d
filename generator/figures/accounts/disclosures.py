"""Computes what the accounts disclose beside the tables: the three public expenses, procurement, assets and staff."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.data.accounts import Assets, Procurement, Staff, ThreePublic, ThreePublicLine, ThreePublicScope, Vehicles
from generator.data.record import Amount, Record
from generator.figures.accounts.ledger import change
from generator.figures.accounts.tables import THREE_PUBLIC
from generator.namespace import Tree
from generator.quantity import Quantity, total

Amounts = Callable[[Amount | None, str], Quantity]
"""The figure in 元 that was typed, or that a formula gives, under a label; zero for None."""

_LINES = dict(
    zip(
        THREE_PUBLIC,
        ("“三公”经费", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费"),
        strict=True,
    )
)


def three_public(record: ThreePublic | None, amount: Amounts) -> Tree:
    """The three public expenses (“三公”经费): budget and accounts of each line in 元, and what was counted.

    A line's `completion` is its accounts divided by its budget, undefined on a zero budget.
    """
    amounts: dict[str, dict[str, Quantity]] = {"budget": {}, "actual": {}}
    records: dict[str, ThreePublicLine | None] = {}
    for side, word in (("budget", "年初预算数"), ("actual", "决算数")):
        column = amounts[side]
        for key in ("abroad", "vehicle_purchase", "vehicle_running", "reception"):
            records[key] = getattr(record, key, None)
            column[key] = amount(getattr(records[key], side, None), f"{_LINES[key]}{word}")
        column["vehicles"] = (column["vehicle_purchase"] + column["vehicle_running"]).named(
            f"{_LINES['vehicles']}{word}"
        )
        column["total"] = total(
            [column[key] for key in ("abroad", "vehicles", "reception")], f"{_LINES['total']}{word}"
        )
    lines = [
        {
            "id": key,
            "name": _LINES[key],
            "budget": amounts["budget"][key],
            "actual": amounts["actual"][key],
            "completion": (amounts["actual"][key] / amounts["budget"][key]).named(f"{_LINES[key]}完成年初预算"),
            "difference": change(amounts["actual"][key], amounts["budget"][key], _LINES[key]),
            "reason": None,
        }
        for key in THREE_PUBLIC
    ]

    def count(key: str, field: str, label: str, unit: str) -> Quantity:
        return _counted(getattr(records[key], field, None), label, unit)

    scope = record and record.scope
    return {
        "none": not any(amount.value for side in amounts.values() for amount in side.values()),
        "lines": lines,
        "scope": _counts(scope, ThreePublicScope, ("行政单位", "参公事业单位", "全额拨款事业单位"), "个"),
        "counts": {
            "groups": count("abroad", "groups", "因公出国（境）团组", "个"),
            "travellers": count("abroad", "people", "因公出国（境）人次", "人次"),
            "vehicles_bought": count("vehicle_purchase", "vehicles", "购置公务用车", "辆"),
            "vehicles_owned": count("vehicle_running", "vehicles", "公务用车保有量", "辆"),
            "batches": count("reception", "batches", "公务接待批次", "批次"),
            "guests": count("reception", "people", "公务接待人次", "人次"),
        },
    }


def procurement(record: Procurement | None, amount: Amounts) -> Tree:
    """Government procurement in 元 by kind, with the amount and share that went to small and medium enterprises."""
    kinds = {"goods": "货物", "works": "工程", "services": "服务"}
    branch: Tree = {}
    for key, word in kinds.items():
        branch[key] = amount(getattr(record, key, None), f"政府采购{word}支出")
        sme = amount(getattr(record, f"sme_{key}", None), f"授予中小企业{word}合同金额")
        branch[f"sme_{key}"] = sme
        branch[f"sme_{key}_share"] = (sme / branch[key]).named(f"授予中小企业{word}合同金额占比")
    whole = total([branch[key] for key in kinds], "政府采购支出总额")
    sme = total([branch[f"sme_{key}"] for key in kinds], "授予中小企业合同金额")
    micro = amount(getattr(record, "micro", None), "授予小微企业合同金额")
    return branch | {
        "total": whole,
        "sme": sme,
        "sme_share": (sme / whole).named("授予中小企业合同金额占政府采购支出比重"),
        "micro": micro,
        "micro_share": (micro / sme).named("授予小微企业合同金额占授予中小企业合同金额比重"),
    }


def _counted(count: Quantity | None, label: str, unit: str) -> Quantity:
    zero = Quantity.parse(f"0{unit}")
    assert zero is not None
    return (count or zero).named(label)


def _counts(record: Record | None, kind: type[Record], labels: Sequence[str], unit: str) -> Tree:
    """The counts of a record by field name, labelled in the order of the fields; zero if one is left out."""
    names = [*kind.kinds]
    return {name: _counted(getattr(record, name, None), label, unit) for name, label in zip(names, labels, strict=True)}


def assets(record: Assets | None) -> Tree:
    """The number of vehicles by use, and of pieces of large equipment; zero if not stated."""
    uses: tuple[str, ...] = ("副部（省）级及以上领导用车", "主要领导干部用车", "机要通信用车", "应急保障用车")
    uses += ("执法执勤用车", "特种专业技术用车", "离退休干部用车", "其他用车")
    vehicles = _counts(record.vehicles if record else None, Vehicles, uses, "辆")
    return {
        "vehicles": {"total": total(vehicles.values(), "车辆数"), **vehicles},
        "general_equipment": _counted(
            record.general_equipment if record else None, "单价50万元以上通用设备", "台（套）"
        ),
        "special_equipment": _counted(
            record.special_equipment if record else None, "单价100万元以上专用设备", "台（套）"
        ),
    }


def staff(record: Staff | None) -> Tree:
    """The number of staff at the end of the year, working and retired; zero if not stated."""
    labels = ("行政人员", "事业人员", "参照公务员法管理人员", "离休人员", "退休人员")
    counts = _counts(record, Staff, labels, "人")
    working = (counts["administrative"] + counts["institutional"]).named("在职人员")
    return counts | {"working": working, "left": (counts["veterans"] + counts["retired"]).named("离退休人员")}
