"""All rules of a report, each a pure function from a case to problems."""

from __future__ import annotations

from generator.faults import kept
from generator.problems import Problem
from generator.rules import (
    consistency,
    counts,
    evaluation,
    funds,
    narrative,
    privacy,
    prose,
)
from generator.rules.case import Case, Rule
from generator.rules.indicators import criteria, measures, scores

RULES: tuple[Rule, ...] = (
    evaluation.identifiers_unique,
    evaluation.names_unique,
    evaluation.annexes_exist,
    evaluation.choices_made,
    narrative.headings_filled,
    narrative.headings_known,
    funds.items_add_up,
    funds.sources_add_up,
    funds.not_overspent,
    funds.spending_not_negative,
    funds.spending_stated,
    funds.base_table_adds_up,
    funds.execution_explained,
    funds.adjustment_agrees,
    scores.scores_follow_the_rule,
    scores.scores_complete,
    scores.weights_add_up,
    scores.goals_add_up,
    scores.lost_points_explained,
    scores.lost_goals_explained,
    measures.units_match,
    criteria.comparisons_stated,
    criteria.criteria_known,
    criteria.scores_measured,
    measures.actual_measures,
    measures.quantities_are_counts,
    measures.indicators_once,
    measures.indicators_in_class,
    measures.targets_high_enough,
    measures.targets_reached,
    measures.what_was_not_done_loses_points,
    measures.worded_figures_agree,
    measures.indicators_agree,
    prose.pasted,
    prose.doubled_signs,
    prose.leftovers,
    prose.claims,
    prose.problems_named,
    prose.document_numbers,
    prose.years,
    prose.unit_names,
    prose.numbering,
    prose.grades_agree,
    counts.counts,
    counts.counts_agree,
    consistency.facts_agree,
    consistency.facts_apart,
    consistency.dates_in_order,
    consistency.deadlines_met,
    privacy.private_data,
)


def accounts_rules() -> tuple[Rule, ...]:
    """The rules of the final accounts, which are read only where there are any."""
    from generator.rules import accounts, accounts_stated, codes, glossary

    return (
        codes.codes_known,
        glossary.items_explained,
        accounts.entries_unique,
        accounts.entries_hold_amounts,
        accounts.economic_items_are_basic,
        accounts.columns_fit_the_fund,
        accounts.rest_is_one,
        accounts.grants_balance,
        accounts.basic_by_both_codes,
        accounts.totals_balance,
        accounts.basic_within_three_public,
        accounts.budget_explained,
        accounts.change_explained,
        accounts.procurement_nested,
        accounts.staff_nested,
        accounts.listed_items_spent,
        accounts_stated.stated_cells_agree,
    )


def check(case: Case) -> list[Problem]:
    """The problems that the rules find in a report."""
    rules = (*RULES, *accounts_rules()) if case.report.accounts else RULES
    return kept(rules, case, case.report.node.file.path)
