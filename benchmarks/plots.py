"""The results as two drawings that read well on light and on dark ground; the same results, the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from benchmarks.methods import OURS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes

    from benchmarks.accuracy import Judgement

_HERE = Path(__file__).parent
_GREY = "#808080"
_COLOURS = ("#e4572e", "#2e86ab", "#5fa8d3", "#3a9d5d", "#8cc084", "#b08900", "#d9b44a", "#8d6cab")
_MARKS = "osD^vPX*"
_STYLE: Any = {
    "svg.hashsalt": "campaign-why",
    "svg.fonttype": "none",
    "font.size": 10,
    "font.family": "sans-serif",
    "text.color": _GREY,
    "axes.labelcolor": _GREY,
    "axes.edgecolor": _GREY,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _GREY,
    "ytick.color": _GREY,
    "legend.frameon": False,
}


def draw_growth(points: Mapping[str, Sequence[tuple[int, float]]], folder: Path = _HERE) -> None:
    """Draw the median milliseconds of a report over the number of symptoms, for each method."""
    with mpl.rc_context(_STYLE):
        figure, axes = _drawing()
        for (name, line), colour, mark in zip(points.items(), _COLOURS, _MARKS, strict=False):
            sizes, times = zip(*line, strict=True)
            width = 2.5 if name == OURS else 1.2
            axes.plot(sizes, times, color=colour, marker=mark, markersize=5, linewidth=width, label=name)
        axes.set(xscale="log", yscale="log", xlabel="symptoms", ylabel="median time of a report, ms")
        _finish(figure, axes, folder / "growth.svg")


def draw_accuracy(judgement: Judgement, folder: Path = _HERE) -> None:
    """Draw how often each method is right, and right and sure of it, for each labelled set."""
    sets = list(judgement.by_set)
    names = list(dict.fromkeys(name for name, _ in judgement.by_method))
    with mpl.rc_context(_STYLE):
        figure, axes = _drawing()
        height = 0.8 / len(sets)
        for number, (each, colour) in enumerate(zip(sets, _COLOURS, strict=False)):
            places = [place + (number - (len(sets) - 1) / 2) * height for place in range(len(names))]
            found = [judgement.by_method[name, each] for name in names]
            first = [accuracy.first * 100 for accuracy in found]
            sure = [accuracy.right_and_answered * 100 for accuracy in found]
            axes.barh(places, first, height * 0.9, color=colour, alpha=0.45, label=f"{each}: right")
            axes.barh(places, sure, height * 0.9, color=colour, label=f"{each}: right and answered")
        axes.set(xlim=(0, 100), xlabel="% of the reports in scope")
        axes.set_yticks(range(len(names)), names)
        axes.invert_yaxis()
        _finish(figure, axes, folder / "accuracy.svg")


def _drawing() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(7.2, 3.8), layout="constrained")
    return figure, figure.add_subplot()


def _finish(figure: Figure, axes: Axes, path: Path) -> None:
    axes.grid(visible=True, color=_GREY, alpha=0.25, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=8)
    figure.savefig(path, format="svg", transparent=True, metadata={"Date": None})
