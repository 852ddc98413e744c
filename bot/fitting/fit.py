"""One logistic regression per module over the traits of the examples, calibrated on folds it has not seen.

The question each regression answers is "would an expert accept this module as the first to inspect?", so two modules
can both be likely (mails that do not leave: mta and stat). What symptoms and signatures add is given to the fit as it
will be added later; it only finds what the traits say beyond.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import Bounds, minimize
from scipy.sparse import csr_matrix
from scipy.special import logsumexp

from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.normalise import scan
from bot.diagnosis.traits import FINE, OF_THE_WHOLE
from bot.diagnosis.weights import UNIT, Calibration, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bot.diagnosis.labelled import Labelled
    from bot.knowledge.model import Knowledge

    Array = NDArray[np.float64]

SPREAD = 1.0
"""How far weights may go: the strength of the pull to zero (ridge)."""

LEAST_EXAMPLES = 4
"""A trait that shows in fewer examples is not weighed."""

OUT_OF_SCOPE = 0.2
"""The share of what reaches a bot that is no incident of the product: an estimate. The examples hold more of it, since
it takes many to learn what is none."""

FOLDS = 5
_PULL = 0.01
"""On the factors of the calibration: keeps them finite where a few examples are told apart without a mistake."""

_SHORTEST_ORDINARY = 5
_FEWEST_ORDINARY = 2
_FAR_MORE_OFTEN = 5
"""A word whose letters make another word that is written so many times as often is a slip: "trakcing"."""

_CLEARLY = 0.8
"""Log-odds from which a thing speaks clearly for a module."""

_LEAST_WEIGHT = 5
"""In hundredths: a trait whose weights are all smaller is left out."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An example as the diagnosis sees it."""

    traits: frozenset[str]
    extra: Mapping[str, float]
    labels: tuple[str, ...]


def see(examples: Iterable[Labelled], diagnostician: Diagnostician) -> list[Seen]:
    """Return the examples as traits and as what symptoms and signatures add."""
    seen: list[Seen] = []
    for example in examples:
        view = diagnostician.view(example.text)
        seen.append(Seen(frozenset(view.traits), view.extra, example.labels))
    return seen


def fit(knowledge: Knowledge, examples: Sequence[Labelled]) -> Weights:
    """Return the weights that fit the examples; the same for the same input. Too few leave the pack unfitted."""
    bare = Weights(ordinary_words=_ordinary(examples), fingerprint=fingerprint(knowledge, examples))
    seen = see(examples, Diagnostician(knowledge, bare))
    modules = tuple(module.id for module in knowledge.modules)
    counts = Counter(trait for each in seen for trait in each.traits)
    names = sorted(trait for trait, count in counts.items() if count >= LEAST_EXAMPLES)
    if not names:
        return bare
    shows, extra, wanted = _matrices(seen, names, modules)
    free = _free(names, knowledge, wanted.shape[1])
    most = _most(names, knowledge, _regress(shows, extra, wanted, free, np.full_like(free, np.inf))[0])
    calibration = _calibrate(shows, extra, wanted, free, most)
    rows, bias = _regress(shows, extra, wanted, free, most)
    hundredths = np.rint(rows * UNIT).astype(int)
    return replace(
        bare,
        modules=modules,
        bias=tuple(round(float(each), 3) for each in bias),
        traits={
            name: row.tolist()
            for name, row in zip(names, hundredths, strict=True)
            if int(np.abs(row).max()) >= _LEAST_WEIGHT
        },
        calibration=calibration,
    )


def fingerprint(knowledge: Knowledge, examples: Iterable[Labelled]) -> str:
    """Return a short digest of all that the weights depend on."""
    digest = hashlib.sha256()
    for term in knowledge.terms:
        digest.update(repr((term.id, term.kind, term.tells, sorted(term.spellings.items()))).encode())
    for module in knowledge.modules:
        wording = [(symptom.id, symptom.en, symptom.zh_hans) for symptom in module.symptoms]
        marks = [(signature.pattern, signature.strength) for signature in module.signatures]
        digest.update(repr((module.id, sorted(module.names.items()), wording, marks)).encode())
    for example in examples:
        digest.update(repr((example.text, example.labels)).encode())
    return digest.hexdigest()[:16]


def _ordinary(examples: Sequence[Labelled]) -> frozenset[str]:
    """Return the words that several examples use; what one example uses alone, or mistypes, may be a slip."""
    counts = Counter(
        word
        for example in examples
        for word in {token.text for token in scan(example.text).tokens}
        if len(word) >= _SHORTEST_ORDINARY and word.isascii() and word.isalpha()
    )
    usual: dict[str, int] = {}
    for word, count in counts.items():
        letters = "".join(sorted(word))
        usual[letters] = max(count, usual.get(letters, 0))
    return frozenset(
        word
        for word, count in counts.items()
        if count >= _FEWEST_ORDINARY and usual["".join(sorted(word))] < _FAR_MORE_OFTEN * count
    )


def _matrices(seen: Sequence[Seen], names: Sequence[str], modules: Sequence[str]) -> tuple[Any, Array, Array]:
    """Return which traits show, what is added, and what is wanted: for each module, then for any of them."""
    columns = {name: index for index, name in enumerate(names)}
    places = [(row, columns[trait]) for row, each in enumerate(seen) for trait in each.traits if trait in columns]
    row_index, column_index = zip(*sorted(places), strict=True)
    shows = csr_matrix((np.ones(len(places)), (row_index, column_index)), shape=(len(seen), len(names)))
    extra = np.array([[*(each.extra.get(module, 0.0) for module in modules), 0.0] for each in seen])
    wanted = np.array(
        [[*(float(module in each.labels) for module in modules), float(bool(each.labels))] for each in seen]
    )
    return shows, extra, wanted


def _free(names: Sequence[str], knowledge: Knowledge, columns: int) -> Array:
    """Return where a trait may have a weight (1) and where not (0).

    Courtesy tells of no module, nor does how a report opens or whether it speaks of trouble at all.
    """
    general = {term.id for term in knowledge.terms if not term.tells_module}
    free = np.ones((len(names), columns))
    free[[name.startswith(OF_THE_WHOLE) or name.removeprefix(FINE) in general for name in names], :-1] = 0
    return free


def _most(names: Sequence[str], knowledge: Knowledge, rows: Array) -> Array:
    """Return the most that each weight may be, given what it is without a limit.

    A thing that speaks for a module more than for any other does not do so where it is said to be fine.
    """
    most = np.full_like(rows, np.inf)
    places = {name: place for place, name in enumerate(names)}
    for term in knowledge.terms:
        troubled, fine = places.get(term.id), places.get(FINE + term.id)
        if troubled is not None and fine is not None and term.kind in ("thing", "trouble"):
            own = int(rows[troubled, :-1].argmax())
            most[fine, own] = 0.0 if rows[troubled, own] >= _CLEARLY else np.inf
    return most


def _regress(shows: Any, extra: Array, wanted: Array, free: Array, most: Array) -> tuple[Array, Array]:
    """Return weights (traits x modules) and biases of one ridge logistic regression per module."""
    traits, modules = shows.shape[1], wanted.shape[1]

    def loss(flat: Array) -> tuple[float, Array]:
        rows, bias = flat[: traits * modules].reshape(traits, modules), flat[traits * modules :]
        scores = shows @ rows + bias + extra
        error = 1 / (1 + np.exp(-scores)) - wanted
        value = np.logaddexp(0, scores).sum() - (wanted * scores).sum() + SPREAD / 2 * (rows**2).sum()
        return float(value), np.concatenate([(free * (shows.T @ error + SPREAD * rows)).ravel(), error.sum(0)])

    start = np.zeros(traits * modules + modules)
    limits = Bounds(ub=np.concatenate([most.ravel(), np.full(modules, np.inf)]))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=limits, options={"maxiter": 400}).x
    return found[: traits * modules].reshape(traits, modules), found[traits * modules :]


def _calibrate(shows: Any, extra: Array, wanted: Array, free: Array, most: Array) -> Calibration:
    """Return what turns scores into chances, learnt on folds that the weights have not seen.

    The first two candidates of an example count: a runner-up that is right as well has to be likely as well.
    """
    scores = _unseen(shows, extra, wanted, free, most)
    by_module, scope, in_scope = scores[:, :-1], scores[:, -1], wanted[:, -1]
    scope_slope, scope_shift = _chances(np.column_stack([scope, np.ones(len(scope))]), in_scope)
    of_incidents, right = by_module[in_scope > 0], wanted[in_scope > 0, :-1]
    first_two = np.argsort(-of_incidents, axis=1, kind="stable")[:, :2]
    own = np.take_along_axis(of_incidents, first_two, 1)
    together = np.broadcast_to(logsumexp(of_incidents, axis=1)[:, None], own.shape)
    features = np.column_stack([own.ravel(), together.ravel(), np.ones(own.size)])
    slope, rivals, shift = _chances(features, np.take_along_axis(right, first_two, 1).ravel())
    factors = (scope_slope, scope_shift + _rarer(float(in_scope.mean())), slope, rivals, shift)
    return Calibration(*(round(float(each), 3) for each in factors))


def _unseen(shows: Any, extra: Array, wanted: Array, free: Array, most: Array) -> Array:
    """Return the scores of all examples, each by weights that were fitted without it."""
    fold_of = np.arange(shows.shape[0]) % FOLDS
    scores = np.zeros_like(extra)
    for fold in range(FOLDS):
        known = fold_of != fold
        if known.any() and not known.all():
            rows, bias = _regress(shows[known], extra[known], wanted[known], free, most)
            scores[~known] = shows[~known] @ rows + bias + extra[~known]
    return scores


def _chances(features: Array, right: Array) -> Array:
    """Return the factors of a logistic regression."""

    def loss(factors: Array) -> tuple[float, Array]:
        log_odds = features @ factors
        error = 1 / (1 + np.exp(-log_odds)) - right
        value = np.logaddexp(0, log_odds).sum() - (right * log_odds).sum() + _PULL * (factors**2).sum()
        return float(value), features.T @ error + 2 * _PULL * factors

    return np.asarray(minimize(loss, np.zeros(features.shape[1]), jac=True, method="L-BFGS-B").x)


def _rarer(in_scope: float) -> float:
    """Return by how many log-odds an incident is likelier in life than among the examples."""
    if not 0 < in_scope < 1:
        return 0.0
    return log((1 - OUT_OF_SCOPE) / OUT_OF_SCOPE) - log(in_scope / (1 - in_scope))
