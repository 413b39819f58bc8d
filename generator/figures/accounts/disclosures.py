"""Computes what the accounts disclose beside the tables: the three public expenses, procurement, assets and staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from generator.data.accounts import Assets, Procurement, Staff, ThreePublic, ThreePublicLine, ThreePublicScope, Vehicles
from generator.data.record import Amount
from generator.figures.accounts.ledger import change
from generator.figures.accounts.tables import THREE_PUBLIC
from generator.quantity import Quantity, total

if TYPE_CHECKING:
    from generator.branches import (
        AssetsBranch,
        ProcurementBranch,
        StaffBranch,
        Table7Branch,
        ThreePublicDraft,
        ThreePublicRowBranch,
        VehiclesBranch,
    )

Amounts = Callable[[Amount | None, str], Quantity]
"""The figure in 元 that was typed, or that a formula gives, under a label; zero for None."""

_LINES = dict(
    zip(
        THREE_PUBLIC,
        ("“三公”经费", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置费", "公务用车运行费", "公务接待费"),
        strict=True,
    )
)


def expenses(record: ThreePublic) -> dict[str, ThreePublicLine]:
    """The lines of the three public expenses that can be typed, by their names in the namespace."""
    nothing = ThreePublicLine(node=record.node)
    return {
        "abroad": record.abroad or nothing,
        "vehicle_purchase": record.vehicle_purchase or nothing,
        "vehicle_running": record.vehicle_running or nothing,
        "reception": record.reception or nothing,
    }


def table_7(record: ThreePublic, amount: Amounts) -> Table7Branch:
    """Budget and accounts of the three public expenses (“三公”经费) in 元."""
    lines = expenses(record)
    budget = _row({key: line.budget for key, line in lines.items()}, "年初预算数", amount)
    actual = _row({key: line.actual for key, line in lines.items()}, "决算数", amount)
    none = not any(row[key].value for row in (budget, actual) for key in THREE_PUBLIC)
    return {"budget": budget, "actual": actual, "none": none}


def _row(stated: Mapping[str, Amount | None], word: str, amount: Amounts) -> ThreePublicRowBranch:
    parts = {key: amount(measure, f"{_LINES[key]}{word}") for key, measure in stated.items()}
    vehicles = (parts["vehicle_purchase"] + parts["vehicle_running"]).named(f"{_LINES['vehicles']}{word}")
    return {
        "total": total([parts["abroad"], vehicles, parts["reception"]], f"{_LINES['total']}{word}"),
        "abroad": parts["abroad"],
        "vehicles": vehicles,
        "vehicle_purchase": parts["vehicle_purchase"],
        "vehicle_running": parts["vehicle_running"],
        "reception": parts["reception"],
    }


def three_public(record: ThreePublic, table: Table7Branch) -> ThreePublicDraft:
    """The three public expenses line by line, as table 7 has them, and what was counted.

    A line's `completion` is its accounts divided by its budget, undefined on a zero budget.
    """
    scope, lines = record.scope or ThreePublicScope(node=record.node), expenses(record)
    abroad, reception = lines["abroad"], lines["reception"]
    budget, actual = table["budget"], table["actual"]
    return {
        "none": table["none"],
        "lines": [
            {
                "id": key,
                "name": _LINES[key],
                "budget": budget[key],
                "actual": actual[key],
                "completion": (actual[key] / budget[key]).named(f"{_LINES[key]}完成年初预算"),
                "difference": change(actual[key], budget[key], _LINES[key]),
            }
            for key in THREE_PUBLIC
        ],
        "scope": {
            "administrative": _counted(scope.administrative, "行政单位", "个"),
            "reference": _counted(scope.reference, "参公事业单位", "个"),
            "full_funded": _counted(scope.full_funded, "全额拨款事业单位", "个"),
        },
        "counts": {
            "groups": _counted(abroad.groups, "因公出国（境）团组", "个"),
            "travellers": _counted(abroad.people, "因公出国（境）人次", "人次"),
            "vehicles_bought": _counted(lines["vehicle_purchase"].vehicles, "购置公务用车", "辆"),
            "vehicles_owned": _counted(lines["vehicle_running"].vehicles, "公务用车保有量", "辆"),
            "batches": _counted(reception.batches, "公务接待批次", "批次"),
            "guests": _counted(reception.people, "公务接待人次", "人次"),
        },
    }


def procurement(record: Procurement, amount: Amounts) -> ProcurementBranch:
    """Government procurement in 元 by kind, with the amount and share that went to small and medium enterprises."""

    def kind(whole: Amount | None, part: Amount | None, word: str) -> tuple[Quantity, Quantity, Quantity]:
        spent, sme = amount(whole, f"政府采购{word}支出"), amount(part, f"授予中小企业{word}合同金额")
        return spent, sme, (sme / spent).named(f"授予中小企业{word}合同金额占比")

    goods, sme_goods, goods_share = kind(record.goods, record.sme_goods, "货物")
    works, sme_works, works_share = kind(record.works, record.sme_works, "工程")
    services, sme_services, services_share = kind(record.services, record.sme_services, "服务")
    whole = total([goods, works, services], "政府采购支出总额")
    sme = total([sme_goods, sme_works, sme_services], "授予中小企业合同金额")
    micro = amount(record.micro, "授予小微企业合同金额")
    return {
        "goods": goods,
        "sme_goods": sme_goods,
        "sme_goods_share": goods_share,
        "works": works,
        "sme_works": sme_works,
        "sme_works_share": works_share,
        "services": services,
        "sme_services": sme_services,
        "sme_services_share": services_share,
        "total": whole,
        "sme": sme,
        "sme_share": (sme / whole).named("授予中小企业合同金额占政府采购支出比重"),
        "micro": micro,
        "micro_share": (micro / sme).named("授予小微企业合同金额占授予中小企业合同金额比重"),
    }


def _counted(count: Quantity | None, label: str, unit: str) -> Quantity:
    """A count under its label; zero if it is not stated."""
    zero = Quantity.parse(f"0{unit}")
    assert zero is not None
    return (count or zero).named(label)


def assets(record: Assets) -> AssetsBranch:
    """The number of vehicles by use, and of pieces of large equipment; zero if not stated."""
    return {
        "vehicles": _vehicles(record.vehicles or Vehicles(node=record.node)),
        "general_equipment": _counted(record.general_equipment, "单价50万元以上通用设备", "台（套）"),
        "special_equipment": _counted(record.special_equipment, "单价100万元以上专用设备", "台（套）"),
    }


def _vehicles(typed: Vehicles) -> VehiclesBranch:
    deputy_ministers = _counted(typed.deputy_ministers, "副部（省）级及以上领导用车", "辆")
    leaders = _counted(typed.leaders, "主要领导干部用车", "辆")
    confidential = _counted(typed.confidential, "机要通信用车", "辆")
    emergency = _counted(typed.emergency, "应急保障用车", "辆")
    law_enforcement = _counted(typed.law_enforcement, "执法执勤用车", "辆")
    special = _counted(typed.special, "特种专业技术用车", "辆")
    retired = _counted(typed.retired, "离退休干部用车", "辆")
    others = _counted(typed.others, "其他用车", "辆")
    uses = (deputy_ministers, leaders, confidential, emergency, law_enforcement, special, retired, others)
    return {
        "total": total(uses, "车辆数"),
        "deputy_ministers": deputy_ministers,
        "leaders": leaders,
        "confidential": confidential,
        "emergency": emergency,
        "law_enforcement": law_enforcement,
        "special": special,
        "retired": retired,
        "others": others,
    }


def staff(record: Staff) -> StaffBranch:
    """The number of staff at the end of the year, working and retired; zero if not stated."""
    administrative = _counted(record.administrative, "行政人员", "人")
    institutional = _counted(record.institutional, "事业人员", "人")
    veterans = _counted(record.veterans, "离休人员", "人")
    retired = _counted(record.retired, "退休人员", "人")
    return {
        "administrative": administrative,
        "institutional": institutional,
        "reference": _counted(record.reference, "参照公务员法管理人员", "人"),
        "veterans": veterans,
        "retired": retired,
        "working": (administrative + institutional).named("在职人员"),
        "left": (veterans + retired).named("离退休人员"),
    }
