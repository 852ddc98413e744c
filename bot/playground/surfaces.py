"""Forms and App Homes: what people have open beside the messages."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.playground.changes import HomeShown, ModalShown
from bot.playground.refusal import Refusal
from bot.playground.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.playground.changes import Feed


class Surfaces:
    """Views by id; each person has at most one form open, and one App Home."""

    def __init__(
        self, feed: Feed, with_block_ids: Callable[[Sequence[Mapping[str, Any]]], list[Mapping[str, Any]]]
    ) -> None:
        self._feed = feed
        self._with_block_ids = with_block_ids
        self._views: dict[str, View] = {}
        self._modals: dict[str, str] = {}
        self._homes: dict[str, str] = {}
        self._opened = count(1)
        self._changed = count(1)

    @property
    def all(self) -> tuple[View, ...]:
        """Every view, oldest first."""
        return tuple(self._views.values())

    def find(self, view_id: str) -> View | None:
        """Return a view by its id, None if it is not there."""
        return self._views.get(view_id)

    def modal(self, person: str) -> View | None:
        """Return the form that a person has open."""
        return self._views.get(self._modals.get(person, ""))

    def home(self, person: str) -> View | None:
        """Return a person's App Home, None before the bot has published one."""
        return self._views.get(self._homes.get(person, ""))

    def open(self, person: str, content: Mapping[str, Any]) -> View:
        """Show a form to a person, in the place of one that was open."""
        if person and (before := self._modals.get(person)):
            self._views.pop(before, None)
        view = self._keep(View(f"V{next(self._opened):06}", person, content))
        self._modals[person] = view.id
        self._feed.tell(ModalShown(person, view))
        return view

    def publish(self, person: str, content: Mapping[str, Any], hash_: str = "") -> View:
        """Show a person's App Home.

        Raises:
            Refusal: it has changed since it had this hash.
        """
        before = self.home(person)
        if before and hash_ not in ("", before.hash):
            raise Refusal("hash_conflict")
        view = self._keep(View(before.id if before else f"V{next(self._opened):06}", person, content))
        self._homes[person] = view.id
        self._feed.tell(HomeShown(person, view))
        return view

    def update(self, view_id: str, content: Mapping[str, Any], hash_: str = "") -> View:
        """Let a view show something else.

        Raises:
            Refusal: it is not there, or has changed since it had this hash.
        """
        before = self._views.get(view_id)
        if before is None:
            raise Refusal("not_found")
        if hash_ not in ("", before.hash):
            raise Refusal("hash_conflict")
        view = self._keep(replace(before, content=content))
        if view.id == self._homes.get(view.person):
            self._feed.tell(HomeShown(view.person, view))
        else:
            self._feed.tell(ModalShown(view.person, view))
        return view

    def complain(self, view: View, errors: Mapping[str, str]) -> None:
        """Show what is wrong with what was filled in."""
        self._feed.tell(ModalShown(view.person, view, dict(errors)))

    def close(self, view_id: str) -> None:
        """Take a form away."""
        view = self._views.pop(view_id, None)
        if view and self._modals.get(view.person) == view_id:
            del self._modals[view.person]
            self._feed.tell(ModalShown(view.person, None))

    def _keep(self, view: View) -> View:
        content = {**view.content, "blocks": self._with_block_ids(view.content.get("blocks") or [])}
        kept = replace(view, content=content, hash=f"{next(self._changed)}.{view.id}")
        self._views[kept.id] = kept
        return kept
