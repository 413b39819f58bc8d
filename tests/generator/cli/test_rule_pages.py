from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.cli.rule_pages import read_rules, reference, write_reference
from tests.support.paths import PROJECT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A program of three rules in two families."""
    (tmp_path / "rules").mkdir()
    for code in ("SCORE-OVER", "SCORE-SPARE", "CHOICE"):
        shutil.copy(PROJECT / "rules" / f"{code}.yaml", tmp_path / "rules")
    (tmp_path / "rules" / "families.yaml").write_text("SCORE: 得分\nCHOICE: 勾选栏\n", "utf-8")
    return tmp_path


def pages(root: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in (root / "docs" / "rules").iterdir()}


def test_a_family_has_a_page_and_the_index_lists_every_code(root: Path) -> None:
    rules, problems = read_rules(root)
    made = reference(rules)
    assert problems == [] and [*made] == ["README.md", "choice.md", "score.md"]
    assert made["score.md"].startswith("# SCORE：得分\n")
    assert "\n## SCORE-OVER\n" in made["score.md"] and "\n## SCORE-SPARE\n" in made["score.md"]
    assert "## [SCORE](score.md)：得分\n" in made["README.md"]
    assert "| [SCORE-OVER](score.md#score-over) | 错误 | 得分超过分值 |\n" in made["README.md"]


def test_a_rule_of_an_unknown_family_is_a_problem(root: Path) -> None:
    (root / "rules" / "families.yaml").write_text("SCORE: 得分\n", "utf-8")
    (problem,) = read_rules(root)[1]
    assert (problem.code, problem.place.path) == ("SCHEMA-REQUIRED", "rules/families.yaml")
    assert "CHOICE" in problem.message


def test_a_family_without_rules_is_a_problem_at_its_line(root: Path) -> None:
    (root / "rules" / "families.yaml").write_text("SCORE: 得分\nCHOICE: 勾选栏\nSCROE: 得分\n", "utf-8")
    (problem,) = read_rules(root)[1]
    assert (problem.code, problem.place.line) == ("SCHEMA-UNKNOWN", 3)
    assert "SCROE" in problem.message


@pytest.mark.parametrize("text", ["score: 得分\n", "SCORE:\n", "- SCORE\n", None])
def test_families_that_do_not_fit_their_schema_are_a_problem(root: Path, text: str | None) -> None:
    file = root / "rules" / "families.yaml"
    file.unlink() if text is None else file.write_text(text, "utf-8")
    problems = read_rules(root)[1]
    assert problems and {problem.place.path for problem in problems} == {"rules/families.yaml"}


def test_a_folder_without_rules_has_none_and_no_problem(tmp_path: Path) -> None:
    rules, problems = read_rules(tmp_path)
    assert (rules.by_code, rules.families, problems) == ({}, {}, [])


def test_a_page_that_no_rule_gives_any_more_is_deleted(root: Path) -> None:
    assert write_reference(root, reference(read_rules(root)[0])) == ([], [])
    (root / "rules" / "CHOICE.yaml").unlink()
    (root / "rules" / "families.yaml").write_text("SCORE: 得分\n", "utf-8")
    made = reference(read_rules(root)[0])
    assert write_reference(root, made) == (["choice.md"], [])
    assert pages(root) == made


def test_where_a_page_cannot_be_written_all_stay_as_they_were(root: Path) -> None:
    made = reference(read_rules(root)[0])
    write_reference(root, made)
    (root / "docs" / "rules" / "score.md").unlink()
    (root / "docs" / "rules" / "score.md").mkdir()
    (root / "docs" / "rules" / "old.md").write_text("旧", "utf-8")
    deleted, (problem,) = write_reference(root, dict.fromkeys(made, "新"))
    assert deleted == [] and problem.code == "BUILD-WRITE" and problem.place.path.endswith("docs/rules/score.md")
    shutil.rmtree(root / "docs" / "rules" / "score.md")
    assert pages(root) == {"README.md": made["README.md"], "choice.md": made["choice.md"], "old.md": "旧"}
