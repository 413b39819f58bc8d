"""Figures and texts to problems: a module for each family of codes; all rules are listed in `check`.

Where the problems of a family are found (outside this package, in which other one):

    ACCEPT     rules.acceptance
    ACCOUNTS   rules.accounts, rules.accounts_stated
    ANNEX      rules.evaluation
    BIND       word
    BUDGET     rules.funds
    BUILD      data, files
    CHART      word
    CHOICE     rules.evaluation
    CODE       rules.codes
    COST       rules.funds
    COUNT      rules.counts
    DATE       data, rules.consistency
    DUPLICATE  reports, rules.evaluation
    FACT       rules.consistency
    FIGURE     data, rules.unshown
    FILE       reports
    FORMULA    figures, text
    FUNDS      rules.funds
    GIT        revisions
    GLOSSARY   rules.glossary
    GOAL       rules.indicators.scores
    IMPORT     excel, reports, tables
    INDICATOR  rules.indicators.measures, rules.unshown
    MEASURE    rules.indicators.criteria, rules.indicators.measures
    NARRATIVE  rules.narrative
    PICTURE    reports
    PRIVACY    rules.privacy
    PROFILE    data, reports
    PROGRAM    faults
    PROSE      reports, rules.prose, text
    PUBLISHED  figures
    RATE       figures, rules.funds, rules.indicators.measures
    RENDER     word
    REPORT     reports
    ROLLUP     figures, reports
    SCHEMA     cli, data, filling, reports
    SCORE      rules.indicators.criteria, rules.indicators.scores
    SYSTEM     faults
    TEMPLATE   files, filling, reports, word
    WEIGHT     rules.indicators.scores
    XLSX       excel, tables
    YAML       cli, data, filling, reports
"""
