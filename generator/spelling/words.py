"""The words of figures: counters, rounding words, comparators, and what people type instead of a figure."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What may follow a Chinese numeral. After digits any word is a unit; but 一级, 二期, 三处, 十分满意 are no figures.
COUNTERS = frozenset(
    _words(
        "个 名 人 次 人次 人天 位 场 场次 所 项 件 份 台 套 台套 台(套) 辆 间 座 家 户 户次 批次 年 天 日 周 个月 小时 "
        "分钟 秒 工作日 个工作日 个百分点 倍 门 节 堂 课时 学时 册 本 篇 幅 张 条 款 支 岁 米 公里 千米 平方米 立方米 "
        "亩 公顷 吨 公斤 千克 克 升 分 % 元 元/人 只 根 棵 株 盏 页 字 轮 例 起 宗 枚 瓶 盒 箱 袋 副 艘 架"
    )
)
AREAS = {"㎡": "平方米", "m²": "平方米", "m2": "平方米", "M2": "平方米", "平米": "平方米"}

ABOUT_BEFORE = ("大约", "约为", "大概", "约")
ROUNDING_BEFORE = ("将近", "接近", "近", "逾")
ABOUT_AFTER = ("左右", "上下")
ROUNDING_WITHIN = "多余"

# Each spelling of a comparator before a figure.
BEFORE = {
    "≥": _words(
        ">= => ≥ 》= &gt;= &ge; 不低于 不少于 不小于 不得低于 不得少于 至少 最少 达到 达 大于等于 大于或等于 "
        "起码 应达到 须达到 需达到 应达 须达 满 ≮ "
        "高于等于 高于或等于 多于等于 多于或等于"
    ),
    "≤": _words(
        "<= =< ≤ 《= &lt;= &le; ≯ 不超 不突破 "
        "不超过 不超出 未超过 不高于 不大于 不多于 不得超过 不得高于 至多 最多 小于等于 小于或等于 "
        "低于等于 低于或等于 少于等于 少于或等于 控制在"
    ),
    ">": _words("> 》 &gt; 大于 高于 超过 超 多于 优于"),
    "<": _words("< 《 &lt; 小于 低于 少于 不足 不满"),
    "=": _words("= 等于"),
}

NOTHING = frozenset(_words("无 没有 暂无 无支出 零 0 / - — —— \\ 空 〇 未发生 未支出"))
YES = frozenset(_words("是 对 √ ✓ ✔ ☑ y yes true 真 ok"))
# A part in words, with its figure if it says one: 过半 may be any above a half, 翻两番 is four times.
PARTS = {"一半": "50%", "半数": "50%"} | dict.fromkeys(_words("过半 过半数 大半 小半 多半 翻番 翻一番 翻两番"), "")
FOREIGN_BEFORE = _words("US$ HK$ NT$ $ € £ USD HKD EUR")
FOREIGN_AFTER = _words("美元 美金 欧元 港元 港币 日元 英镑 新台币 台币 韩元 卢布")
