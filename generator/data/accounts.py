"""The typed part of the final accounts (部门决算) as records.

Written from the JSON Schemas, which say what each field means, by `python -m tests.support.records`; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.data.record import (
    Amount,
    Measure,
    Record,
    Text,
    amount,
    integer,
    many,
    measure,
    named,
    one,
    quantity,
    string,
    text,
)
from generator.frozen import EMPTY
from generator.quantity import Quantity


class Accounts(Record):
    """部门决算, `accounts` of report.schema.json."""

    duties: Text | None = None  # 主要职能
    composition: Text | None = None  # 决算单位构成
    staff: Staff | None = None  # 人员构成
    functions: tuple[Function, ...]  # 功能科目
    surplus_used: Quantity | None = None  # 使用非财政拨款结余
    distributed: Quantity | None = None  # 结余分配
    economic: Mapping[str, Quantity] = EMPTY  # 基本支出经济科目
    initial_budget: InitialBudget | None = None  # 年初预算
    last_year: LastYear | None = None  # 上年决算
    three_public: ThreePublic | None = None  # “三公”经费
    operating_cost: Amount | None = None  # 机关运行经费
    procurement: Procurement | None = None  # 政府采购
    assets: Assets | None = None  # 国有资产占用
    performance: Performance | None = None  # 预算绩效情况
    key_work: tuple[KeyWork, ...] = ()  # 重点工作
    inquiry_phone: str | None = None  # 咨询电话
    stated: tuple[Stated, ...] = ()  # 核定数


class Staff(Record):
    """人员构成, `staff` of report.schema.json."""

    administrative: Quantity | None = None  # 行政人员
    institutional: Quantity | None = None  # 事业人员
    reference: Quantity | None = None  # 参照公务员法管理人员
    veterans: Quantity | None = None  # 离休人员
    retired: Quantity | None = None  # 退休人员


class Function(Record):
    """功能科目, `function` of report.schema.json."""

    code: str  # 科目编码
    name: str | None = None  # 科目名称
    fund: str = "general-budget"  # 资金性质
    opening: Quantity | None = None  # 年初结转和结余
    closing: Quantity | None = None  # 年末结转和结余
    grant: Quantity | None = None  # 财政拨款收入
    superior_grant: Quantity | None = None  # 上级补助收入
    business_income: Quantity | None = None  # 事业收入
    operating_income: Quantity | None = None  # 经营收入
    affiliated_income: Quantity | None = None  # 附属单位上缴收入
    other_income: Quantity | None = None  # 其他收入
    basic: Measure | None = None  # 基本支出
    projects: tuple[AccountProject, ...] = ()  # 项目支出
    turned_over: Quantity | None = None  # 上缴上级支出
    operating_spending: Quantity | None = None  # 经营支出
    subsidies: Quantity | None = None  # 对附属单位补助支出


class AccountProject(Record):
    """项目支出, `account_project` of report.schema.json."""

    id: str | None = None  # 标识
    name: str  # 项目名称
    amount: Quantity  # 支出数
    effect: Text | None = None  # 主要成效


class InitialBudget(Record):
    """年初预算, `initial_budget` of report.schema.json."""

    total: Quantity | None = None  # 合计
    classes: tuple[ClassBudget, ...]  # 各类


class ClassBudget(Record):
    """各类, `class_budget` of report.schema.json."""

    code: str  # 科目编码
    amount: Quantity  # 年初预算数
    reason: Text | None = None  # 差异原因


class LastYear(Record):
    """上年决算, `last_year` of report.schema.json."""

    total: Amount | None = None  # 收支总计
    grant_total: Amount | None = None  # 财政拨款收支总计
    general_spending: Amount | None = None  # 一般公共预算支出
    three_public: Amount | None = None  # “三公”经费
    operating_cost: Amount | None = None  # 机关运行经费
    reason: Text | None = None  # 总计增减原因
    grant_reason: Text | None = None  # 财政拨款增减原因
    general_reason: Text | None = None  # 一般公共预算支出增减原因
    three_public_reason: Text | None = None  # “三公”经费增减原因
    operating_cost_reason: Text | None = None  # 机关运行经费增减原因


class ThreePublic(Record):
    """“三公”经费, `three_public` of report.schema.json."""

    scope: ThreePublicScope | None = None  # 单位范围
    abroad: ThreePublicLine | None = None  # 因公出国（境）费
    vehicle_purchase: ThreePublicLine | None = None  # 公务用车购置费
    vehicle_running: ThreePublicLine | None = None  # 公务用车运行费
    reception: ThreePublicLine | None = None  # 公务接待费


class ThreePublicScope(Record):
    """单位范围, `three_public_scope` of report.schema.json."""

    administrative: Quantity | None = None  # 行政单位
    reference: Quantity | None = None  # 参公事业单位
    full_funded: Quantity | None = None  # 全额拨款事业单位


class ThreePublicLine(Record):
    """因公出国（境）费, `three_public_line` of report.schema.json."""

    budget: Amount | None = None  # 年初预算数
    actual: Amount | None = None  # 决算数
    groups: Quantity | None = None  # 团组数
    people: Quantity | None = None  # 人次
    vehicles: Quantity | None = None  # 车辆数
    batches: Quantity | None = None  # 批次
    reason: Text | None = None  # 差异原因


class Procurement(Record):
    """政府采购, `procurement` of report.schema.json."""

    goods: Amount | None = None  # 货物
    works: Amount | None = None  # 工程
    services: Amount | None = None  # 服务
    sme_goods: Amount | None = None  # 货物（中小企业）
    sme_works: Amount | None = None  # 工程（中小企业）
    sme_services: Amount | None = None  # 服务（中小企业）
    micro: Amount | None = None  # 小微企业


class Assets(Record):
    """国有资产占用, `assets` of report.schema.json."""

    vehicles: Vehicles | None = None  # 车辆
    general_equipment: Quantity | None = None  # 通用设备
    special_equipment: Quantity | None = None  # 专用设备


class Vehicles(Record):
    """车辆, `vehicles` of report.schema.json."""

    deputy_ministers: Quantity | None = None  # 副部（省）级及以上领导用车
    leaders: Quantity | None = None  # 主要领导干部用车
    confidential: Quantity | None = None  # 机要通信用车
    emergency: Quantity | None = None  # 应急保障用车
    law_enforcement: Quantity | None = None  # 执法执勤用车
    special: Quantity | None = None  # 特种专业技术用车
    retired: Quantity | None = None  # 离退休干部用车
    others: Quantity | None = None  # 其他用车


class Performance(Record):
    """预算绩效情况, `performance` of report.schema.json."""

    work: Text  # 绩效管理工作开展情况
    unit_result: Text  # 整体支出自评结果
    project_result: Text  # 项目支出自评结果
    use: Text  # 绩效结果应用情况


class KeyWork(Record):
    """重点工作, `key_work` of report.schema.json."""

    title: str  # 重要事项
    text: Text  # 完成情况说明
    target: Text  # 工作内容及目标
    result: Text  # 完成情况


class Stated(Record):
    """核定数, `stated` of report.schema.json."""

    table: int  # 表号
    row: str  # 行
    column: int  # 栏次
    amount: Quantity  # 金额


Accounts.kinds = {
    "duties": text,
    "composition": text,
    "staff": one(Staff),
    "functions": many(one(Function)),
    "surplus_used": quantity,
    "distributed": quantity,
    "economic": named(quantity),
    "initial_budget": one(InitialBudget),
    "last_year": one(LastYear),
    "three_public": one(ThreePublic),
    "operating_cost": amount,
    "procurement": one(Procurement),
    "assets": one(Assets),
    "performance": one(Performance),
    "key_work": many(one(KeyWork)),
    "inquiry_phone": string,
    "stated": many(one(Stated)),
}
Staff.kinds = {
    "administrative": quantity,
    "institutional": quantity,
    "reference": quantity,
    "veterans": quantity,
    "retired": quantity,
}
Function.kinds = {
    "code": string,
    "name": string,
    "fund": string,
    "opening": quantity,
    "closing": quantity,
    "grant": quantity,
    "superior_grant": quantity,
    "business_income": quantity,
    "operating_income": quantity,
    "affiliated_income": quantity,
    "other_income": quantity,
    "basic": measure,
    "projects": many(one(AccountProject)),
    "turned_over": quantity,
    "operating_spending": quantity,
    "subsidies": quantity,
}
AccountProject.kinds = {
    "id": string,
    "name": string,
    "amount": quantity,
    "effect": text,
}
InitialBudget.kinds = {
    "total": quantity,
    "classes": many(one(ClassBudget)),
}
ClassBudget.kinds = {
    "code": string,
    "amount": quantity,
    "reason": text,
}
LastYear.kinds = {
    "total": amount,
    "grant_total": amount,
    "general_spending": amount,
    "three_public": amount,
    "operating_cost": amount,
    "reason": text,
    "grant_reason": text,
    "general_reason": text,
    "three_public_reason": text,
    "operating_cost_reason": text,
}
ThreePublic.kinds = {
    "scope": one(ThreePublicScope),
    "abroad": one(ThreePublicLine),
    "vehicle_purchase": one(ThreePublicLine),
    "vehicle_running": one(ThreePublicLine),
    "reception": one(ThreePublicLine),
}
ThreePublicScope.kinds = {
    "administrative": quantity,
    "reference": quantity,
    "full_funded": quantity,
}
ThreePublicLine.kinds = {
    "budget": amount,
    "actual": amount,
    "groups": quantity,
    "people": quantity,
    "vehicles": quantity,
    "batches": quantity,
    "reason": text,
}
Procurement.kinds = {
    "goods": amount,
    "works": amount,
    "services": amount,
    "sme_goods": amount,
    "sme_works": amount,
    "sme_services": amount,
    "micro": amount,
}
Assets.kinds = {
    "vehicles": one(Vehicles),
    "general_equipment": quantity,
    "special_equipment": quantity,
}
Vehicles.kinds = {
    "deputy_ministers": quantity,
    "leaders": quantity,
    "confidential": quantity,
    "emergency": quantity,
    "law_enforcement": quantity,
    "special": quantity,
    "retired": quantity,
    "others": quantity,
}
Performance.kinds = {
    "work": text,
    "unit_result": text,
    "project_result": text,
    "use": text,
}
KeyWork.kinds = {
    "title": string,
    "text": text,
    "target": text,
    "result": text,
}
Stated.kinds = {
    "table": integer,
    "row": string,
    "column": integer,
    "amount": quantity,
}
KeyWork.printed = {
    "title": "重要事项",
    "target": "工作内容及目标",
    "result": "完成情况",
}
