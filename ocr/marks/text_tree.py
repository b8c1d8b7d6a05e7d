"""Thousands of texts against one crop: texts that begin alike share the work of their beginning.

Here: the tree of texts and its CTC forward scores, equal to those of `scoring.scores`. Not here: which texts compete.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ocr.marks.scoring import Emission

_NOWHERE = -1e9
Table = NDArray[np.float64]  # T x nodes, natural logarithm


@dataclass(frozen=True, slots=True)
class TextTree:
    """Texts as a tree, level by level: each node's last character, its parent in the level above, and doubles."""

    chars: tuple[tuple[str, ...], ...]
    parents: tuple[NDArray[np.int64], ...]
    doubles: tuple[NDArray[np.bool_], ...]  # nodes whose character is their parent's again
    ends: tuple[tuple[int, int], ...]  # of each text: level and node

    @classmethod
    def of(cls, texts: Sequence[str]) -> "TextTree":
        """Build the tree of some texts, none of them empty."""
        levels: list[dict[tuple[int, str], int]] = [{} for _ in range(max(map(len, texts), default=0))]
        ends: list[tuple[int, int]] = []
        for text in texts:
            node = 0
            for level, char in zip(levels, text, strict=False):
                node = level.setdefault((node, char), len(level))
            ends.append((len(text) - 1, node))
        chars = tuple(tuple(char for _, char in level) for level in levels)
        parents = tuple(np.array([parent for parent, _ in level], dtype=np.int64) for level in levels)
        doubles = [np.zeros(len(chars[0]) if chars else 0, dtype=np.bool_)]
        for depth in range(1, len(levels)):
            above = np.array(chars[depth - 1])
            doubles.append(np.asarray(above[parents[depth]] == np.array(chars[depth]), dtype=np.bool_))
        return cls(chars, parents, tuple(doubles), tuple(ends))

    @classmethod
    def grafted(cls, stems: Sequence[str], branches: Sequence["TextTree"]) -> "TextTree":
        """Build the tree of every text of a branch behind its stem; stems have one length, at least 1.

        The texts' order is the branches'. Texts of different branches that begin alike share their stem only.
        """
        stem = cls.of(stems)
        chars, parents, doubles = list(stem.chars), list(stem.parents), list(stem.doubles)
        shifts: list[tuple[int, ...]] = []
        above = [node for _, node in stem.ends]
        for depth in range(max((len(branch.chars) for branch in branches), default=0)):
            own = [branch for branch in branches if depth < len(branch.chars)]
            sizes = [len(branch.chars[depth]) if depth < len(branch.chars) else 0 for branch in branches]
            roots = above if depth == 0 else shifts[-1]
            lifted = [
                branch.parents[depth] + root
                for branch, root in zip(branches, roots, strict=True)
                if depth < len(branch.chars)
            ]
            level = tuple(itertools.chain.from_iterable(branch.chars[depth] for branch in own))
            parent = np.concatenate(lifted)
            doubles.append(np.asarray(np.array(chars[-1])[parent] == np.array(level), dtype=np.bool_))
            chars.append(level)
            parents.append(parent)
            shifts.append(tuple(itertools.accumulate(sizes, initial=0))[:-1])
        behind = len(stem.chars)
        ends = [
            (behind + level, shifts[level][number] + node)
            for number, branch in enumerate(branches)
            for level, node in branch.ends
        ]
        return cls(tuple(chars), tuple(parents), tuple(doubles), tuple(ends))


def tree_scores(over: Emission, tree: TextTree) -> NDArray[np.float64]:
    """Return log P(text | crop) of every text of a tree, in the order in which they were given."""
    steps = len(over.blank)
    before = np.concatenate(([0.0], np.cumsum(over.blank)[:-1]))[:, None]  # nothing but blanks up to here
    said, done = np.full((steps, 1), _NOWHERE), before
    scores: list[NDArray[np.float64]] = []
    for depth, chars in enumerate(tree.chars):
        parents = tree.parents[depth]
        reach = done if depth == 0 else _reach(said, done, parents, tree.doubles[depth])
        said, done = _said(over, chars, reach)
        scores.append(np.logaddexp(said[-1], done[-1]))
    return np.array([scores[level][node] for level, node in tree.ends], dtype=np.float64)


def _reach(said: Table, done: Table, parents: NDArray[np.int64], doubles: NDArray[np.bool_]) -> Table:
    """Return for each step how likely the parent was complete just before it, ready for the next character."""
    own = np.where(doubles, _NOWHERE, said[:, parents])  # a doubled character needs a blank between
    reach = np.full(own.shape, _NOWHERE)
    reach[1:] = np.logaddexp(own, done[:, parents])[:-1]
    return reach


def _said(over: Emission, chars: Sequence[str], reach: Table) -> tuple[Table, Table]:
    """Return how likely each node ends at each step: in its character, and in a blank behind it."""
    columns = np.array([over.column.get(char, -1) for char in chars], dtype=np.int64)
    emit = np.where(columns < 0, _NOWHERE, over.chars[:, columns])
    shape = (len(over.blank), len(chars))
    said, done = np.empty(shape), np.empty(shape)
    said[0], done[0] = emit[0] + reach[0], _NOWHERE
    for step in range(1, shape[0]):
        said[step] = emit[step] + np.logaddexp(said[step - 1], reach[step])
        done[step] = over.blank[step] + np.logaddexp(done[step - 1], said[step - 1])
    return said, done
