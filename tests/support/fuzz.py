"""Makes whole reports from the schema, some right and some slightly wrong, and runs the program on each (`make fuzz`).

Every report must be built, with documents that pass the gate and show all its texts, or be refused with the place of
each problem. A table says what became of them; one that crashed or lost something is made small and printed.
"""

from __future__ import annotations

import argparse
import copy
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.data.classification import economic_codes, functional_codes
from generator.data.profile import load_forms
from generator.data.report import Profile, Section
from generator.problems import Place
from tests.support.hostile import FRAGMENTS, Outcome, Path_, Value, Workshop, dump, plain, put
from tests.support.paths import DATA, PROJECT

SEED = 20260
PROFILES = ("national", "guangxi-hechi", "hunan-yiyang", "hunan-zhuzhou", "hubei-wuhan")
KINDS = ("built", "refused", "crashed", "lost")
ROUNDS = 300  # how often a failing report is tried smaller

SCHEMA: dict[str, Any] = json.loads((PROJECT / "schema" / "report.schema.json").read_text("utf-8"))
WORDS = ("线路", "设备", "培训", "维护", "机房", "终端", "教室", "课程", "教研", "平台", "网络", "资源", "安全", "竞赛")
MORE = ("建设", "更新", "运行", "采购", "改造", "租赁", "服务", "管理", "评比", "推广")
REFERENCES = (
    *("=facts.数0", "=funds.actual", "=facts.无", "=1/0", "=accounts.income.total", "其余", "{{ funds.actual|万元 }}"),
    *("{{ unit|join }}", "{{ facts }}", "{{ evaluations.e1.score.total|分 }}", "{{ x", "{{ funds.items }}"),
)
OUT_OF_RANGE = (
    *(10**30, -5, Decimal("0.001"), "999999999999999亿元", "-3万元", "0元", "0人", "150%", "2099-12-31", "0000-00-00"),
)
MILD = [kind for kind in FRAGMENTS if kind != "control"]
UNITS = ("所", "次", "人", "台", "节", "%", "天", "份")


@cache
def _samples(pattern: str) -> list[str]:
    """Texts that fit a pattern, always the same ones."""
    found: list[str] = []

    @settings(
        max_examples=60,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(st.from_regex(pattern, fullmatch=True))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


class Schema:
    """Draws values that the schema allows: every keyword that it uses is honoured, and recursion comes to an end."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.count = 0

    def value(self, rule: dict[str, Any], depth: int = 0) -> Value:
        """Any value that fits a rule."""
        examples = rule.get("examples", [])
        while "$ref" in rule:
            rule = SCHEMA["$defs"][rule["$ref"].removeprefix("#/$defs/")]
            examples = examples or rule.get("examples", [])
        if "enum" in rule:
            return self.chance.choice(rule["enum"])
        kind = rule["type"] if isinstance(rule["type"], str) else self.chance.choice(rule["type"])
        if kind in ("string", "number", "integer") and examples and self.chance.random() < 0.3:
            return copy.deepcopy(self.chance.choice(examples))
        draw: Callable[[dict[str, Any], int], Value] = getattr(self, f"_{kind}")
        return draw(rule, depth)

    def text(self) -> str:
        """A text that no rule objects to, unlike all others of the report."""
        self.count += 1
        return self.chance.choice(WORDS) + self.chance.choice(MORE) + chr(0x3500 + self.count)

    def _string(self, rule: dict[str, Any], _: int) -> str:
        if rule.get("format"):
            day = date(2023, 1, 1) + timedelta(days=self.chance.randrange(800))
            return day.isoformat()
        pattern = rule.get("pattern", "\\S")
        if pattern in (SCHEMA["$defs"][name]["pattern"] for name in ("line", "prose", "value")):
            if self.chance.random() < 0.03:
                return "".join(self.chance.choice(FRAGMENTS[kind]) for kind in self.chance.choices(MILD, k=2)) + "甲"
            return self.text()
        return self.chance.choice(_samples(pattern))

    def _number(self, rule: dict[str, Any], _: int) -> Value:
        value = self.chance.uniform(rule.get("minimum", 0), min(rule.get("maximum", 100), 100))
        return self.chance.choice([round(value), Decimal(f"{value:.2f}")])

    def _integer(self, rule: dict[str, Any], _: int) -> int:
        return self.chance.randint(rule.get("minimum", 0), rule.get("maximum", 9_999_999))

    def _array(self, rule: dict[str, Any], depth: int) -> list[Value]:
        least = rule.get("minItems", 0)
        found = [self.value(rule["items"], depth + 1) for _ in range(max(least, self.chance.choice([1, 1, 2, 3])))]
        return [*dict.fromkeys(found)] if rule.get("uniqueItems") else found

    def _object(self, rule: dict[str, Any], depth: int) -> dict[str, Value]:
        properties: dict[str, Any] = rule.get("properties", {})
        wanted = {*rule.get("required", ())}
        if alternatives := rule.get("anyOf"):
            wanted |= {*self.chance.choice(alternatives)["required"]}
        often = max(0.0, 0.7 - 0.1 * depth)
        for name in properties:
            if self.chance.random() < often and not (depth > 7 and properties[name].get("type") == "array"):
                wanted.add(name)
        found = {name: self.value(properties[name], depth + 1) for name in properties if name in wanted}
        if isinstance(more := rule.get("additionalProperties"), dict):
            names = rule.get("propertyNames", {}).get("pattern")
            for _ in range(self.chance.randrange(3)):
                found[self.chance.choice(_samples(names)) if names else self.text()] = self.value(more, depth + 1)
        return found


@cache
def profile_of(name: str) -> Profile:
    """A profile of the project."""
    forms, problems = load_forms(PROJECT / "templates", name, Place("fuzz"))
    assert forms is not None, problems
    return forms.profile


class Fitting:
    """Makes a drawn report plausible: sums, ids, references and headings as its profile wants them."""

    def __init__(self, chance: Random, text: Callable[[], str]) -> None:
        self.chance = chance
        self.text = text

    def report(self, report: dict[str, Value]) -> dict[str, Value]:
        """The report with everything in it that can be expected to agree."""
        name = self.chance.choices(PROFILES, [6, 4, 4, 4, 2])[0]
        self.profile = profile_of(name)
        year = self.year = self.chance.randint(2020, 2024)
        report |= {"profile": name, "year": year, "unit": f"{self.text()}中心", "other_years": [year - 1, year + 1]}
        report["facts"] = self._facts(report.get("facts", {}))
        self.facts = report["facts"]
        if name != "hubei-wuhan" or self.chance.random() < 0.5:
            report.pop("accounts", None)
            report.setdefault("evaluations", [{}])
        evaluations = report.get("evaluations", [])[:2]
        for number, evaluation in enumerate(evaluations, 1):
            evaluation["id"] = f"e{number}"
            self._evaluation(evaluation, name)
        if "accounts" in report:
            self._accounts(report)
        if evaluations:
            report["evaluations"] = evaluations
        else:
            report.pop("evaluations", None)
        self._rollup(report, name)
        self._published(report)
        report.pop("accepted", None)
        return report

    def _facts(self, drawn: dict[str, Value]) -> dict[str, Value]:
        count = self.chance.randrange(4)
        facts: dict[str, Value] = {f"数{n}": f"{self.chance.randint(1, 99999)}个" for n in range(count)}
        if count > 1:
            facts["占比"] = "=facts.数1 / facts.数0"
        return facts | {f"说明{n}": value for n, value in enumerate(drawn.values()) if not str(value).startswith("=")}

    def _prose(self) -> str:
        """A text with paragraphs, bold words, lists and references."""
        references = [f"{{{{ facts.{name} }}}}" for name in self.facts if name != "占比"]
        references += ["{{ funds.rate|百分比 }}", "{{ unit }}", "{{ year }}年度"]
        parts = [
            f"{self.text()}，{self.text()}{self.chance.choice(references)}。"
            for _ in range(self.chance.choice([1, 1, 2]))
        ]
        if self.chance.random() < 0.3:
            parts.append(f"**{self.text()}。**{self.text()}。")
        if self.chance.random() < 0.2:
            parts.append("\n".join(f"{n}. {self.text()}；" for n in range(1, 4)))
        return "\n\n".join(parts)

    def _evaluation(self, one: dict[str, Value], profile: str) -> None:
        kind = {"hunan-zhuzhou": "whole-unit"}.get(profile) or self.chance.choice(["project", "project", "whole-unit"])
        one |= {"type": kind, "name": self.text()}
        one.setdefault("department", self.text())
        for key in ("deviation", "improvement"):
            one[key] = self.text()
        one.pop("indicator_score", None)
        one["issued_on"] = f"{self.year + 1}-03-15"
        one["signature"] = one.get("signature", {}) | {
            "date": self.chance.choice([f"{self.year + 1}-04", f"{self.year + 1}-04-01"])
        }
        one["signature"]["phone"] = "0778-2280000"
        one["signature"].setdefault("prepared_by", self.text())
        one["working_group"] = one.get("working_group") or {
            "members": [{"role": "组长", "name": self.text(), "post": self.text()}]
        }
        one["working_group"].pop("established", None)
        self._funds(one, kind if profile == "hubei-wuhan" else "")
        self._indicators(one, goals=profile == "hubei-wuhan")
        options = self.profile.choices
        one["choices"] = {name: self.chance.choice(names) for name, names in options.items()}
        if not options:
            del one["choices"]
        made = {document.name for document in self.profile.documents if document.each == "evaluation"}
        annexes = one.get("annexes") or [{"title": self.text()}]
        one["annexes"] = [entry | {"document": self.chance.choice(sorted(made))} for entry in annexes]
        if profile == "hunan-zhuzhou" or "base_table" in one:
            one["base_table"] = self._base_table(one.get("base_table", {}))
        one["narrative"] = {section.title: self._prose() for section in self._sections(kind)}

    def _sections(self, kind: str) -> Iterator[Section]:
        for section in self.profile.text_sections(kind):
            if section.holds_text == "required" or self.chance.random() < 0.5:
                yield section

    def _money(self) -> int:
        """An amount in yuan, to hundreds."""
        return self.chance.choice([100, 10_000, 1_000_000]) * self.chance.randint(1, 999)

    def _written(self, yuan: int) -> str:
        return self.chance.choice([f"{yuan}元", f"{Decimal(yuan) / 10_000:f}万元"])

    def _funds(self, one: dict[str, Value], wuhan: str) -> None:
        drawn = one.get("funds", {})
        totals = {"budget": 0, "actual": 0}
        names: Iterator[str] = iter(["基本支出", "项目支出"]) if wuhan == "whole-unit" else iter([])

        def fitted(item: dict[str, Value], depth: int) -> dict[str, Value]:
            new = {"name": next(names, None) or self.text()} if depth == 0 else {"name": self.text()}
            if "use" in item or depth == 0:
                new["use"] = self._prose()
            if item.get("items") and depth < 3:
                return new | {"items": [fitted(part, depth + 1) for part in item["items"][:3]]}
            budget = self._money()
            actual = budget * self.chance.choice([100, 100, 98, 95, 60, 0]) // 100
            totals["budget"] += budget
            totals["actual"] += actual
            return new | {"budget": self._written(budget), "actual": self._written(actual)}

        items = [fitted(item, 0) for item in [*drawn.get("items", [{}]), {}, {}][: self.chance.randint(2, 4)]]
        funds: dict[str, Value] = {"items": items, "reason": self.text()}
        if self.chance.random() < 0.5:
            funds |= {"annual_budget": f"{totals['budget']}元", "actual": f"{totals['actual']}元"}
            if self.chance.random() < 0.5:
                less = totals["budget"] // 4
                funds |= {"initial_budget": f"{totals['budget'] - less}元", "adjustment": f"{less}元"}
        if self.chance.random() < 0.6:
            funds |= {
                "document": f"{self.text()}〔{self.year}〕{self.chance.randint(1, 99)}号",
                "allocated_on": f"{self.year}-02-01",
            }
        if self.chance.random() < 0.7:
            half = {key: f"{value // 2}元" for key, value in totals.items()}
            rest = {key: f"{value - value // 2}元" for key, value in totals.items()}
            funds["sources"] = [{"name": self.text(), **half}, {"name": self.text(), **self.chance.choice([{}, rest])}]
        one["funds"] = funds

    def _indicators(self, one: dict[str, Value], *, goals: bool) -> None:
        weights = self.profile.weights
        assert weights.indicators.value is not None
        whole = int(weights.indicators.value)
        wanted = {name: int(points.value or 0) for name, points in weights.groups.items()}
        if not wanted:
            first = self.chance.randint(1, whole - 1)
            wanted = {self.text(): first, self.text(): whole - first}
        groups = [self._group(name, points) for name, points in wanted.items()]
        entries = one.get("goals") or [{}]
        one["goals"] = [{"expected": self.text(), "actual": self.text()} for _ in entries[:2]]
        if goals:
            one["goals"] = [one["goals"][0] | {"indicators": groups, "weight": whole}]
            one.pop("indicators", None)
        else:
            one["indicators"] = groups

    def _group(self, name: str, points: int) -> dict[str, Value]:
        shares: list[int] = []
        while points > 0:
            share = self.chance.randint(1, points) if len(shares) < 3 else points
            shares.append(share)
            points -= share
        below: list[dict[str, Value]] = [{"name": self.text(), "items": [self._indicator(share)]} for share in shares]
        if len(below) > 2:
            below[0]["items"] += below.pop()["items"]
        group = {"name": name, "groups": below}
        return group | {"weight": sum(shares)} if self.chance.random() < 0.5 else group

    def _indicator(self, weight: int) -> dict[str, Value]:
        one: dict[str, Value] = {"name": self.text(), "weight": weight}
        if self.chance.random() < 0.3:
            band = self.chance.choice(self.profile.scoring.bands)
            score = weight * self.chance.randint(int(band.lowest), int(band.highest)) / Decimal(100)
            one |= {"target": self.text(), "actual": self.text(), "result": band.result, "score": score}
            return one | {"reason": self.text()} if score < weight else one
        unit, target = self.chance.choice(UNITS), self.chance.randint(10, 90)
        actual = self.chance.choice([target, target, target + 1, target - 5])
        comparator = self.chance.choice(["≥", "=", "" if unit != "天" else "≤"])
        one |= {"target": f"{comparator}{target}{unit}", "actual": f"{actual}{unit}"}
        return one | {"reason": self.text()} if actual != target else one

    def _base_table(self, drawn: dict[str, Value]) -> dict[str, Value]:
        def cost(given: dict[str, Value], depth: int) -> dict[str, Value]:
            new: dict[str, Value] = {"name": self.text()}
            parts = {
                key: [cost(part, depth + 1) for part in given[key][:2]]
                for key in ("items", "including")
                if given.get(key)
            }
            if depth < 3:
                new |= parts
            for part in new.get("including", ()):  # no more than the row that includes it
                part |= dict.fromkeys(("last_year", "budget", "actual"), "0元")
            if "items" not in new:
                new |= {key: self._written(self._money()) for key in ("last_year", "budget", "actual")}
            return new

        people = self.chance.randint(1, 99)
        return {
            "authorised_staff": f"{people}人",
            "actual_staff": f"{self.chance.randint(1, people)}人",
            "retired_staff": f"{self.chance.randint(0, 20)}人",
            "costs": [cost(given, 0) for given in drawn.get("costs", [{}])[:3]],
            "austerity": self._prose(),
        }

    def _accounts(self, report: dict[str, Value]) -> None:
        drawn, year = report["accounts"], self.year
        functional, economic = functional_codes(year), economic_codes(year)
        codes = [
            code
            for code in functional.entries
            if len(code) == 7 and functional.name(code) and code[:3] in functional.classes()
        ]
        chosen = self.chance.sample(codes, self.chance.randint(1, 6))
        functions: list[dict[str, Value]] = [
            {"code": int(code) if self.chance.random() < 0.5 else code} for code in chosen
        ]
        names = iter(range(1, 100))
        for n, function in enumerate(functions):
            if n and self.chance.random() < 0.5:
                function["basic"] = f"{self.chance.randint(1, 900)}元"
            if n and ("basic" not in function or self.chance.random() < 0.5):
                project = {"name": self.text(), "id": f"p{next(names)}", "amount": self._written(self._money())}
                function["projects"] = [project | ({"effect": self.text()} if self.chance.random() < 0.7 else {})]
        functions[0]["basic"] = "其余"
        basic = [
            code
            for code in economic.entries
            if len(code) == 5 and economic.name(code) and code[:3] in (*economic.staff, *economic.public)
        ]
        basic = [code for code in basic if code not in ("30212", "31013", "30231", "30217")]
        accounts: dict[str, Value] = {
            "functions": functions,
            "economic": {code: f"{self.chance.randint(1000, 99999)}元" for code in self.chance.sample(basic, 5)},
        }
        for key in ("duties", "composition"):
            if self.chance.random() < 0.7:
                accounts[key] = self._prose().replace("{{ funds.rate|百分比 }}", "{{ unit }}")
        for key in ("staff", "assets", "performance", "key_work", "inquiry_phone"):
            if key in drawn:
                accounts[key] = drawn[key]
        if staff := accounts.get("staff"):
            staff.pop("reference", None)
        if "inquiry_phone" in accounts:
            accounts["inquiry_phone"] = "0778-2280000"
        if self.chance.random() < 0.5:
            classes = sorted({code[:3] for code in chosen})
            entries = [
                {"code": code, "amount": self._written(self._money()), "reason": self.text()} for code in classes
            ]
            accounts["initial_budget"] = {"classes": entries}
        if self.chance.random() < 0.5:
            accounts["last_year"] = {
                key: self._written(self._money()) for key in ("total", "grant_total", "general_spending")
            }
            accounts["last_year"]["reason"] = self.text()
        if self.chance.random() < 0.5:
            lines = ("abroad", "vehicle_purchase", "vehicle_running", "reception")
            accounts["three_public"] = {
                key: {
                    "budget": self._written(self._money()),
                    "actual": self._written(self._money()),
                    "reason": self.text(),
                }
                for key in self.chance.sample(lines, self.chance.randint(1, 4))
            }
        report["accounts"] = accounts

    def _rollup(self, report: dict[str, Value], profile: str) -> None:
        report.pop("rollup", None)
        if profile == "national" and self.chance.random() < 0.15:
            units = self.chance.sample(["example-east", "example-west"], self.chance.randint(1, 2))
            report |= {
                "year": 2023,
                "rollup": {"name": self.text(), "units": [{"unit": unit, "evaluation": "network"} for unit in units]},
            }
            if self.chance.random() < 0.5:
                report["rollup"]["leave_out"] = ["满意度指标"]
            for evaluation in report.get("evaluations", ()):
                evaluation["funds"].pop("document", None)
                evaluation["funds"].pop("allocated_on", None)
                evaluation.pop("issued_on", None)
                evaluation["signature"].pop("date", None)

    def _published(self, report: dict[str, Value]) -> None:
        drawn = report.pop("published", None)
        if drawn and report.get("evaluations"):
            keys = [
                ("funds.actual", "1万元"),
                ("funds.rate", "9.99%"),
                ("score.total", "1.5分"),
                ("funds.balance", "3元"),
            ]
            report["published"] = [
                entry | {"figure": f"evaluations.e1.{key}", "value": value, "cause": self.text(), "where": self.text()}
                for entry, (key, value) in zip(drawn, self.chance.sample(keys, len(keys)), strict=False)
            ]


def mutated(report: dict[str, Value], chance: Random) -> dict[str, Value]:
    """The report with one to three mistakes in it."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        paths = [*_paths(report)]
        scalars = [path for path in paths if not isinstance(_get(report, path), dict | list)]
        path = chance.choice(scalars if scalars and chance.random() < 0.7 else paths)
        parent: Value = report
        for step in path[:-1]:
            parent = parent[step]
        here = parent[path[-1]]
        match chance.choice(("drop", "duplicate", "retype", "swap", "range", "extra", "refer", "hostile", "hostile")):
            case "drop":
                del parent[path[-1]]
            case "duplicate" if isinstance(parent, list):
                parent.append(copy.deepcopy(here))
            case "retype":
                parent[path[-1]] = chance.choice(
                    [None, True, 0, -1, Decimal("1.5"), "", " ", "文字", [], {}, [1], {"a": 1}]
                )
            case "swap":
                other = chance.choice(paths)
                with suppress(KeyError, IndexError, TypeError):
                    put(report, path, copy.deepcopy(_get(report, other)))
            case "range":
                parent[path[-1]] = chance.choice(OUT_OF_RANGE)
            case "extra" if isinstance(here, dict):
                here[chance.choice(["x", "名称", "", "a.b", "id", "name", "items", "__class__"])] = chance.choice(
                    ["1", {}, []]
                )
            case "refer":
                parent[path[-1]] = chance.choice(REFERENCES)
            case "hostile":
                kinds = chance.choices(MILD, k=chance.randint(1, 3)) if chance.random() < 0.8 else ["control"]
                text = "".join(chance.choice(FRAGMENTS[kind]) for kind in kinds)
                parent[path[-1]] = chance.choice([text, f"{here}{text}", f"{text}{here}", f"{here}\n"])
            case _:
                pass
    return report


def _paths(node: Value, path: Path_ = ()) -> Iterator[Path_]:
    if path:
        yield path
    if isinstance(node, dict | list):
        for key, child in [*node.items()] if isinstance(node, dict) else [*enumerate(node)]:
            yield from _paths(child, (*path, key))


def _get(node: Value, path: Path_) -> Value:
    for step in path:
        node = node[step]
    return node


def drawn(seed: int, number: int) -> dict[str, Value]:
    """The report of this number: half are plausible, a tenth come from the schema as they are, the rest have mistakes."""
    chance = Random(f"{seed}:{number}")
    schema = Schema(chance)
    report: dict[str, Value] = schema.value(SCHEMA)
    if "format" in report:
        report["format"] = 1  # any other is one of a newer program, which is refused before anything is read
    kind = chance.random()
    if kind < 0.1:
        return report
    if kind < 0.15:
        seeds = [DATA / "examples" / "reports" / "2023" / "demo.yaml", PROJECT / "reports" / "2022" / "hechi.yaml"]
        return mutated(plain(chance.choice(seeds)), chance)
    report.pop("pictures", None)  # whose files are not there
    report = Fitting(chance, schema.text).report(report)
    return report if kind < 0.65 else mutated(report, chance)


@dataclass(slots=True)
class Tally:
    """What became of many reports."""

    kinds: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[int, str]] = field(default_factory=list)

    def add(self, number: int, outcome: Outcome) -> None:
        """Counts one outcome; a code counts once for each report."""
        self.kinds[outcome.kind] += 1
        self.codes.update({*outcome.codes})
        if outcome.kind in ("crashed", "lost"):
            self.failed.append((number, outcome.kind))

    def table(self, seconds: float) -> str:
        """The table that is printed at the end."""
        whole = max(self.kinds.total(), 1)
        lines = [f"{kind:<8} {self.kinds[kind]:>7} {self.kinds[kind] / whole:>7.1%}" for kind in KINDS]
        lines += [f"{'reports':<8} {whole:>7}   in {seconds:.0f} s", "most frequent problems:"]
        return "\n".join([*lines, *(f"  {code:<20} {count:>6}" for code, count in self.codes.most_common(10))])


def smaller(report: dict[str, Value], fails: Callable[[dict[str, Value]], bool]) -> dict[str, Value]:
    """The report without whatever can be left out of it while it still fails."""
    tries = ROUNDS
    changed = True
    while changed and tries:
        changed = False
        for path in sorted(_paths(report), key=len):
            less = copy.deepcopy(report)
            try:
                parent = _get(less, path[:-1])
                del parent[path[-1]]
            except (KeyError, IndexError, TypeError):
                continue  # went with one above it
            tries -= 1
            if fails(less):
                report, changed = less, True
            if not tries:
                break
    return report


_workshop: Workshop | None = None


def _start() -> None:
    global _workshop
    _workshop = Workshop().__enter__()


def _one(task: tuple[int, int]) -> tuple[int, Outcome]:
    assert _workshop is not None
    return task[1], _workshop.run(drawn(*task))


def run(count: int, seed: int, processes: int) -> tuple[Tally, float]:
    """What becomes of so many reports."""
    begun = time.monotonic()
    tally = Tally()
    with multiprocessing.Pool(processes, _start) as pool:
        for number, outcome in pool.imap_unordered(_one, ((seed, number) for number in range(count)), 8):
            tally.add(number, outcome)
    return tally, time.monotonic() - begun


def main() -> int:
    """Runs and prints; exit status 1 where a report crashed the program or lost a text, or too few were built."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=os.environ.get("N", "10000"))
    options.add_argument("--seed", type=int, default=os.environ.get("SEED", SEED))
    options.add_argument("--only", type=int, help="the number of one report")
    options.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = options.parse_args()
    if chosen.only is None:
        tally, seconds = run(chosen.count, chosen.seed, chosen.processes)
        print(tally.table(seconds))
        failed = tally.failed
        if not failed and tally.kinds["built"] * 3 < tally.kinds.total():
            print("fewer than a third were built: the reports are too wild to say much")
            return 1
    else:
        failed = [(chosen.only, "")]
    if not failed:
        return 0
    with Workshop() as workshop:
        outcomes = [(number, workshop.run(drawn(chosen.seed, number))) for number, _ in sorted(failed)]
        bad = [(number, outcome) for number, outcome in outcomes if outcome.kind in ("crashed", "lost")]
        print(
            *(
                f"{kind} {' '.join(line)}: seed {chosen.seed}, reports {numbers}"
                for kind, line, numbers in _causes(bad)
            ),
            sep="\n",
        )
        if not bad:
            return 0
        number, outcome = min(bad, key=lambda case: len(dump(drawn(chosen.seed, case[0]))))
        cause = _cause(outcome)
        least = smaller(drawn(chosen.seed, number), lambda report: _cause(workshop.run(report)) == cause)
        print(f"\nseed {chosen.seed}, report {number}:\n{workshop.run(least).detail}\n{dump(least)}")
    return 1


def _cause(outcome: Outcome) -> tuple[str, ...]:
    """What tells failures apart: the last place in the program and the error, or the field that was lost."""
    lines = [line.strip() for line in outcome.detail.strip().splitlines()]
    places = [line for line in lines if line.startswith("File") and "/generator/" in line]
    if outcome.kind == "lost":
        return (outcome.kind, ".".join(part for part in lines[0].split(":")[0].split(".") if not part.isdigit()))
    return (outcome.kind, *(place.rpartition("/")[2] for place in places[-1:]), lines[-1][:80] if lines else "")


def _causes(bad: list[tuple[int, Outcome]]) -> Iterator[tuple[str, tuple[str, ...], list[int]]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for number, outcome in bad:
        found.setdefault(_cause(outcome), []).append(number)
    for cause, numbers in sorted(found.items(), key=lambda item: -len(item[1])):
        yield cause[0], cause[1:], numbers[:5]


if __name__ == "__main__":
    sys.exit(main())
