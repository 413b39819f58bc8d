"""The report and the profile as records.

Written from the JSON Schemas, which say what each field means, by `python -m tests.support.records`; not to be edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from generator.data import methods
from generator.data.accounts import Accounts
from generator.data.record import (
    Amount,
    Measure,
    Points,
    Record,
    Text,
    amount,
    integer,
    many,
    measure,
    named,
    number,
    one,
    points,
    quantity,
    string,
    text,
)
from generator.frozen import EMPTY
from generator.quantity import Quantity


class Report(Record):
    """绩效自评报告数据, schema/report.schema.json."""

    unit: str  # 单位名称
    year: int  # 年度
    profile: str  # 地区格式
    other_years: tuple[int, ...] = ()  # 其他年度
    facts: Mapping[str, Measure] = EMPTY  # 事实数据
    pictures: Mapping[str, Picture] = EMPTY  # 图片
    accounts: Accounts | None = None  # 部门决算
    evaluations: tuple[Evaluation, ...] = ()  # 自评
    rollup: Rollup | None = None  # 汇总
    published: tuple[Published, ...] = ()  # 已公布的数
    accepted: tuple[Accepted, ...] = ()  # 接受的问题
    format: int = 1  # 格式版本


class Evaluation(methods.Evaluation):
    """自评, `evaluation` of report.schema.json."""

    id: str  # 标识
    type: str  # 自评类型
    name: str  # 项目名称
    department: str | None = None  # 主管部门
    issued_by: str | None = None  # 发文单位
    issued_on: str | None = None  # 发文日期
    funds: Funds  # 资金
    goals: tuple[Goal, ...] = ()  # 年度总体目标
    indicators: tuple[Group, ...] = ()  # 绩效指标
    indicator_score: Points | None = None  # 指标得分合计
    base_table: BaseTable | None = None  # 基础数据
    annexes: tuple[Annex, ...] = ()  # 附件
    choices: Mapping[str, str] = EMPTY  # 勾选项
    deviation: Text | None = None  # 偏差大或目标未完成原因分析
    improvement: Text | None = None  # 改进措施及结果应用方案
    working_group: WorkingGroup | None = None  # 自评工作组
    signature: Signature | None = None  # 签字行
    narrative: Mapping[str, Text]  # 报告正文


class Funds(Record):
    """资金, `funds` of report.schema.json."""

    document: str | None = None  # 预算批复文件
    allocated_on: str | None = None  # 下达日期
    initial_budget: Amount | None = None  # 年初预算数
    carry_over: Amount | None = None  # 上年结转
    annual_budget: Amount | None = None  # 全年预算数
    adjustment: Amount | None = None  # 预算调整数
    actual: Amount | None = None  # 全年执行数
    reason: Text | None = None  # 偏差原因及改进措施
    sources: tuple[Source, ...] = ()  # 资金来源
    items: tuple[Item, ...] = ()  # 支出明细


class Source(Record):
    """资金来源, `source` of report.schema.json."""

    id: str | None = None  # 标识
    name: str  # 来源名称
    initial: Amount | None = None  # 年初预算数
    budget: Amount | None = None  # 预算数
    actual: Amount | None = None  # 执行数
    sources: tuple[Source, ...] = ()  # 其中


class Item(Record):
    """支出明细, `item` of report.schema.json."""

    id: str | None = None  # 标识
    name: str  # 支出内容
    initial: Amount | None = None  # 年初预算数
    budget: Amount | None = None  # 预算数
    actual: Amount | None = None  # 支出数
    use: Text | None = None  # 用途
    items: tuple[Item, ...] = ()  # 下级明细


class Goal(Record):
    """年度总体目标, `goal` of report.schema.json."""

    id: str | None = None  # 标识
    expected: Text  # 预期目标
    actual: Text | None = None  # 实际完成情况
    weight: Points | None = None  # 分值
    indicators: tuple[Group, ...] = ()  # 绩效指标


class Group(methods.Group):
    """绩效指标, `group` of report.schema.json."""

    name: str  # 指标类别
    weight: Points | None = None  # 分值
    groups: tuple[Group, ...] = ()  # 下级类别
    items: tuple[Indicator, ...] = ()  # 具体指标


class Indicator(Record):
    """具体指标, `indicator` of report.schema.json."""

    id: str | None = None  # 标识
    name: str  # 指标名称
    target: Measure | None = None  # 年度指标值
    compare: str | None = None  # 怎样比较
    actual: Measure | None = None  # 实际完成值
    weight: Points | None = None  # 分值
    criterion: str | None = None  # 评分标准
    inapplicable: str | None = None  # 不适用
    result: str | None = None  # 达成情况
    score: Points | None = None  # 得分
    reason: Text | None = None  # 偏差原因分析及改进措施


class WorkingGroup(Record):
    """自评工作组, `working_group` of report.schema.json."""

    established: str | None = None  # 成立时间
    office: str | None = None  # 办公室
    members: tuple[Member, ...]  # 成员


class Member(Record):
    """成员, `member` of report.schema.json."""

    role: str  # 分工
    name: str  # 姓名
    post: str  # 单位及职务


class Signature(Record):
    """签字行, `signature` of report.schema.json."""

    prepared_by: str | None = None  # 填表人
    date: str | None = None  # 填报日期
    phone: str | None = None  # 联系电话


class Published(Record):
    """已公布的数, `published` of report.schema.json."""

    figure: str  # 数据项
    value: str  # 公布数
    where: str  # 原文位置
    cause: str | None = None  # 不符原因
    note: str | None = None  # 备注


class Accepted(Record):
    """接受的问题, `accepted` of report.schema.json."""

    code: str  # 代号
    at: str  # 所在数据
    reason: str  # 理由
    by: str  # 接受人
    date: str  # 日期


class Annex(Record):
    """附件, `annex` of report.schema.json."""

    title: str  # 附件名称
    document: str  # 对应文档


class Picture(Record):
    """图片, `picture` of report.schema.json."""

    file: str  # 文件名
    alt_text: str  # 替代文字
    width: str | None = None  # 宽度


class BaseTable(Record):
    """基础数据, `base_table` of report.schema.json."""

    authorised_staff: Quantity  # 编制数
    actual_staff: Quantity  # 实际在职人数
    retired_staff: Quantity | None = None  # 退休人数
    costs: tuple[Cost, ...]  # 经费控制情况
    austerity: Text | None = None  # 厉行节约保障措施


class Cost(Record):
    """经费控制情况, `cost` of report.schema.json."""

    id: str | None = None  # 标识
    name: str  # 经费名称
    last_year: Amount | None = None  # 上年决算数
    budget: Amount | None = None  # 本年预算数
    actual: Amount | None = None  # 本年决算数
    items: tuple[Cost, ...] = ()  # 组成
    including: tuple[Cost, ...] = ()  # 其中


class Rollup(Record):
    """汇总, `rollup` of report.schema.json."""

    name: str  # 汇总名称
    units: tuple[RollupUnit, ...]  # 单位
    leave_out: tuple[str, ...] = ()  # 不汇总的指标


class RollupUnit(Record):
    """单位, `rollup_unit` of report.schema.json."""

    unit: str  # 单位代号
    evaluation: str  # 自评标识


class Profile(methods.Profile):
    """地区格式, schema/profile.schema.json."""

    name: str  # 名称
    extends: str | None = None  # 沿用
    house_style: str = "shared"  # 版式
    decimals: Mapping[str, int]  # 小数位数
    words: Mapping[str, str]  # 用词
    numbering: tuple[str, ...]  # 编号样式
    weights: Weights  # 分值
    scoring: Scoring  # 计分规则
    execution_requirement: Decimal | None = None  # 执行率要求
    grades: tuple[Grade, ...]  # 等级
    choices: Mapping[str, tuple[str, ...]] = EMPTY  # 勾选项
    levels: Mapping[str, tuple[str, ...]] = EMPTY  # 指标级次
    idioms: tuple[str, ...] = ()  # 不是数的话
    outline: tuple[Section, ...]  # 提纲
    documents: tuple[Document, ...]  # 文档
    format: int = 1  # 格式版本


class Grade(Record):
    """等级, `grade` of profile.schema.json."""

    word: str  # 用词
    lowest: Points  # 起点


class Section(methods.Section):
    """提纲, `section` of profile.schema.json."""

    title: str  # 标题
    text: str | None = None  # 正文
    insert: str | None = None  # 插入内容
    only: str | None = None  # 适用
    sections: tuple[Section, ...] = ()  # 下级标题


class Document(Record):
    """文档, `document` of profile.schema.json."""

    name: str  # 文件名
    title: Text  # 标题
    each: str  # 范围
    template: str | None = None  # 模板
    parts: tuple[str, ...] = ()  # 合订的模板
    evaluation_parts: tuple[str, ...] = ()  # 逐项自评合订的模板


class Weights(Record):
    """分值, `weights` of profile.schema.json."""

    execution: Points  # 预算执行率
    indicators: Points  # 绩效指标
    groups: Mapping[str, Points] = EMPTY  # 各类指标


class Scoring(Record):
    """计分规则, `scoring` of profile.schema.json."""

    rounding: str  # 取舍
    equal: str  # 等于
    bare: str = "at_least"  # 没有比较符
    about: int = 10  # 约数
    bands: tuple[Band, ...]  # 定性档次
    criteria: Mapping[str, Criterion] = EMPTY  # 评分标准
    execution: str | None = None  # 预算执行率
    total: TotalRules | None = None  # 总分


class Criterion(Record):
    """评分标准, `criterion` of profile.schema.json."""

    kind: str  # 计分方法
    text: str | None = None  # 原话
    full_from: Decimal | None = None  # 满分起点
    none_below: Decimal | None = None  # 得分起点
    of: str = "completion"  # 按什么分档
    bands: tuple[CriterionBand, ...] = ()  # 档次
    every: Quantity | None = None  # 每差多少
    deduct: Points | None = None  # 扣几分
    part: str = "ignored"  # 不足一次
    free: Quantity | None = None  # 不扣的差距


class CriterionBand(Record):
    """档次, `criterion_band` of profile.schema.json."""

    at_least: Quantity | None = None  # 不低于
    at_most: Quantity | None = None  # 不超过
    share: Decimal | None = None  # 得分值的
    points: Points | None = None  # 得


class TotalRules(Record):
    """总分, `total_rules` of profile.schema.json."""

    caps: tuple[Cap, ...] = ()  # 总分上限
    exceeded: Exceeded | None = None  # 超额过多
    inapplicable: str | None = None  # 不适用的指标


class Cap(Record):
    """总分上限, `cap` of profile.schema.json."""

    below: Decimal  # 执行率低于
    most: Points  # 最多


class Exceeded(Record):
    """超额过多, `exceeded` of profile.schema.json."""

    by: Decimal  # 超过
    deduct: Points  # 减几分


class Band(Record):
    """定性档次, `band` of profile.schema.json."""

    result: str  # 用词
    lowest: Decimal  # 下限
    highest: Decimal  # 上限


Report.kinds = {
    "unit": string,
    "year": integer,
    "profile": string,
    "other_years": many(integer),
    "facts": named(measure),
    "pictures": named(one(Picture)),
    "accounts": one(Accounts),
    "evaluations": many(one(Evaluation)),
    "rollup": one(Rollup),
    "published": many(one(Published)),
    "accepted": many(one(Accepted)),
    "format": integer,
}
Evaluation.kinds = {
    "id": string,
    "type": string,
    "name": string,
    "department": string,
    "issued_by": string,
    "issued_on": string,
    "funds": one(Funds),
    "goals": many(one(Goal)),
    "indicators": many(one(Group)),
    "indicator_score": points,
    "base_table": one(BaseTable),
    "annexes": many(one(Annex)),
    "choices": named(string),
    "deviation": text,
    "improvement": text,
    "working_group": one(WorkingGroup),
    "signature": one(Signature),
    "narrative": named(text),
}
Funds.kinds = {
    "document": string,
    "allocated_on": string,
    "initial_budget": amount,
    "carry_over": amount,
    "annual_budget": amount,
    "adjustment": amount,
    "actual": amount,
    "reason": text,
    "sources": many(one(Source)),
    "items": many(one(Item)),
}
Source.kinds = {
    "id": string,
    "name": string,
    "initial": amount,
    "budget": amount,
    "actual": amount,
    "sources": many(one(Source)),
}
Item.kinds = {
    "id": string,
    "name": string,
    "initial": amount,
    "budget": amount,
    "actual": amount,
    "use": text,
    "items": many(one(Item)),
}
Goal.kinds = {
    "id": string,
    "expected": text,
    "actual": text,
    "weight": points,
    "indicators": many(one(Group)),
}
Group.kinds = {
    "name": string,
    "weight": points,
    "groups": many(one(Group)),
    "items": many(one(Indicator)),
}
Indicator.kinds = {
    "id": string,
    "name": string,
    "target": measure,
    "compare": string,
    "actual": measure,
    "weight": points,
    "criterion": string,
    "inapplicable": string,
    "result": string,
    "score": points,
    "reason": text,
}
WorkingGroup.kinds = {
    "established": string,
    "office": string,
    "members": many(one(Member)),
}
Member.kinds = {
    "role": string,
    "name": string,
    "post": string,
}
Signature.kinds = {
    "prepared_by": string,
    "date": string,
    "phone": string,
}
Published.kinds = {
    "figure": string,
    "value": string,
    "where": string,
    "cause": string,
    "note": string,
}
Accepted.kinds = {
    "code": string,
    "at": string,
    "reason": string,
    "by": string,
    "date": string,
}
Annex.kinds = {
    "title": string,
    "document": string,
}
Picture.kinds = {
    "file": string,
    "alt_text": string,
    "width": string,
}
BaseTable.kinds = {
    "authorised_staff": quantity,
    "actual_staff": quantity,
    "retired_staff": quantity,
    "costs": many(one(Cost)),
    "austerity": text,
}
Cost.kinds = {
    "id": string,
    "name": string,
    "last_year": amount,
    "budget": amount,
    "actual": amount,
    "items": many(one(Cost)),
    "including": many(one(Cost)),
}
Rollup.kinds = {
    "name": string,
    "units": many(one(RollupUnit)),
    "leave_out": many(string),
}
RollupUnit.kinds = {
    "unit": string,
    "evaluation": string,
}
Profile.kinds = {
    "name": string,
    "extends": string,
    "house_style": string,
    "decimals": named(integer),
    "words": named(string),
    "numbering": many(string),
    "weights": one(Weights),
    "scoring": one(Scoring),
    "execution_requirement": number,
    "grades": many(one(Grade)),
    "choices": named(many(string)),
    "levels": named(many(string)),
    "idioms": many(string),
    "outline": many(one(Section)),
    "documents": many(one(Document)),
    "format": integer,
}
Grade.kinds = {
    "word": string,
    "lowest": points,
}
Section.kinds = {
    "title": string,
    "text": string,
    "insert": string,
    "only": string,
    "sections": many(one(Section)),
}
Document.kinds = {
    "name": string,
    "title": text,
    "each": string,
    "template": string,
    "parts": many(string),
    "evaluation_parts": many(string),
}
Weights.kinds = {
    "execution": points,
    "indicators": points,
    "groups": named(points),
}
Scoring.kinds = {
    "rounding": string,
    "equal": string,
    "bare": string,
    "about": integer,
    "bands": many(one(Band)),
    "criteria": named(one(Criterion)),
    "execution": string,
    "total": one(TotalRules),
}
Criterion.kinds = {
    "kind": string,
    "text": string,
    "full_from": number,
    "none_below": number,
    "of": string,
    "bands": many(one(CriterionBand)),
    "every": quantity,
    "deduct": points,
    "part": string,
    "free": quantity,
}
CriterionBand.kinds = {
    "at_least": quantity,
    "at_most": quantity,
    "share": number,
    "points": points,
}
TotalRules.kinds = {
    "caps": many(one(Cap)),
    "exceeded": one(Exceeded),
    "inapplicable": string,
}
Cap.kinds = {
    "below": number,
    "most": points,
}
Exceeded.kinds = {
    "by": number,
    "deduct": points,
}
Band.kinds = {
    "result": string,
    "lowest": number,
    "highest": number,
}
Report.printed = {
    "unit": "单位名称",
    "year": "年度",
}
Evaluation.printed = {
    "id": "标识",
    "type": "自评类型",
    "name": "项目名称",
    "department": "主管部门",
    "issued_on": "发文日期",
    "deviation": "偏差大或目标未完成原因分析",
    "improvement": "改进措施及结果应用方案",
}
Funds.printed = {
    "document": "预算批复文件",
    "allocated_on": "下达日期",
    "reason": "偏差原因及改进措施",
}
Source.printed = {
    "name": "来源名称",
}
Item.printed = {
    "name": "支出内容",
}
Goal.printed = {
    "expected": "预期目标",
    "actual": "实际完成情况",
}
Indicator.printed = {
    "name": "指标名称",
}
WorkingGroup.printed = {
    "established": "成立时间",
    "office": "办公室",
}
Member.printed = {
    "role": "分工",
    "name": "姓名",
    "post": "单位及职务",
}
Signature.printed = {
    "prepared_by": "填表人",
    "date": "填报日期",
    "phone": "联系电话",
}
Annex.printed = {
    "title": "附件名称",
}
Picture.printed = {
    "alt_text": "替代文字",
}
BaseTable.printed = {
    "authorised_staff": "编制数",
    "actual_staff": "实际在职人数",
    "retired_staff": "退休人数",
}
Cost.printed = {
    "name": "经费名称",
}
