"""The namespace of a whole report."""

from __future__ import annotations

import pytest

from generator.namespace import Tree, figures
from generator.reports.workspace import Workspace
from tests.support.reports import derived


@pytest.fixture
def tree(workspace: Workspace) -> Tree:
    return derived(workspace)


def test_every_figure_has_a_label_and_an_origin(tree: Tree) -> None:
    found = [*figures(tree)]
    assert len(found) > 50
    for path, figure in found:
        assert figure.label, path
        assert figure.origin is not None or "weight" in path, path
