"""`python -m bot.fitting`: fit the weights of the shipped pack again and write them beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.diagnosis import labelled
from bot.diagnosis.weights import write
from bot.fitting.fit import fit
from bot.knowledge.loader import load

PACK = Path(__file__).parents[2] / "knowledge" / "campaign-classic"


def main() -> int:
    """Fit and write; print what was done."""
    examples = [
        report
        for path in sorted((PACK / "examples").glob("*.jsonl"))
        for report in labelled.parse(path.read_text("utf-8"))
    ]
    weights = fit(load(PACK), examples)
    target = PACK / "weights.json"
    target.write_text(write(weights), encoding="utf-8")
    print(f"{target.name}: {len(weights.traits)} traits from {len(examples)} examples")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
