"""What one visitor has said, chosen and learned. It outlives a change of page; pages fill it and show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from advisor.advise import Advice, Problem, Recommendation, recommend
from advisor.advise.corrections import STRUCK, corrected
from advisor.advise.data.columns import RawTable, raw_table
from advisor.case.model import Case
from advisor.dataset.opening import open_storage
from advisor.dataset.storage import UnreadableError
from advisor.engine.accept import takers
from advisor.engine.options import Asked
from advisor.errors import AdvisorError
from advisor.recommendation import with_data
from advisor.wizard.data.held import Held
from advisor.wizard.data.running import Settle

SETTINGS = "HyperParameters."
CHANNELS = "InputDataConfig."
WHOEVER = ("region", "role", "bucket")
"""Edits that hold for whatever algorithm is trained."""
LONGEST = 2000
"""Characters of the words, at most."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be trained: the advice with what the person changed. Checks and requests begin with it."""

    algorithm: str | None = None
    content_types: Mapping[str, str] = field(default_factory=dict)
    hyperparameters: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Session:
    """`corrections`: what the person set right of what the words say. `algorithm`: the one that was chosen.

    `edits`: what the person changed of the training request, by its key (`HyperParameters.k`,
    `InputDataConfig.train.ContentType`). `notice`: what could not be kept of all this, and why.
    """

    words: str = ""
    corrections: dict[str, str] = field(default_factory=dict)
    algorithm: str | None = None
    edits: dict[str, str] = field(default_factory=dict)
    data: Held = field(default_factory=Held)
    notice: str = ""
    _made: dict[str, tuple[Any, Any]] = field(default_factory=dict, repr=False)

    @property
    def is_asked(self) -> bool:
        """Whether there is anything to advise on."""
        return bool(self.words or self.data.case or any(self.corrections.values()))

    @property
    def advice(self) -> Advice:
        """Advice on the problem as it stands, with the data in hand where there is some."""
        made: Advice = self._once("advice", None, lambda: self._advise(None))
        return made

    def _advise(self, algorithm: str | None) -> Advice:
        try:
            return self._advised(algorithm)
        except UnreadableError as error:  # the data has gone meanwhile
            self.notice, self.data.case = str(error), None
            return self._advise(algorithm)
        except (AdvisorError, ValueError) as error:  # such as a target that other data had, or a link that is wrong
            self.notice = str(error)
            self.corrections.clear()
            return self._advised(algorithm)

    def _advised(self, algorithm: str | None) -> Advice:
        problem, answers = corrected(self.words, self.corrections)
        case = self.data.case
        taken_by = takers(case) if case and algorithm is None else ()
        advice = recommend(
            problem, data=case, table=self.table, taken_by=taken_by, algorithm=algorithm, answers=answers
        )
        if case is None or self.data.location is None:
            return advice
        return with_data(advice, open_storage(self.data.location), case)

    @property
    def problem(self) -> Problem:
        """The problem as it is understood."""
        return self.advice.problem

    @property
    def table(self) -> RawTable | None:
        """The columns of the data in hand, where it is a table."""
        return raw_table(self.data.case, self.data.address) if self.data.case else None

    @property
    def recommended(self) -> Recommendation | None:
        """What the chosen algorithm needs; without a choice, the best one."""
        found = self.advice.recommendations if self.is_asked else ()
        if self.algorithm is None:
            return found[0] if found else None
        chosen = next((recommendation for recommendation in found if recommendation.algorithm == self.algorithm), None)
        return chosen or self._once("fixed", self.algorithm, lambda: self._advise(self.algorithm).recommendations[0])

    @property
    def plan(self) -> Plan:
        """What the check and the training request begin with."""
        recommendation = self.recommended
        if recommendation is None:
            return Plan(hyperparameters=self._edited(SETTINGS))
        types = {c.name: c.content_type for c in recommendation.input.channels if c.required or c.found or c.advised}
        edited = {
            name.removesuffix(".ContentType"): value
            for name, value in self._edited(CHANNELS).items()
            if name.endswith(".ContentType")
        }
        return Plan(
            recommendation.algorithm, {**types, **edited}, {**settings(recommendation), **self._edited(SETTINGS)}
        )

    def settle(self, asked: Asked, location: str | Path) -> Settle:
        """What is asked of data once it is known: with the settings that the advice has then.

        What it makes is there for the session, of which it knows nothing else: it may end before.
        """
        apart = replace(self, data=Held(location), corrections=dict(self.corrections), edits=dict(self.edits))

        def settled(case: Case) -> Asked:
            apart.data.case = case
            plan = apart.plan
            return replace(asked, hyperparameters=plan.hyperparameters) if asked.algorithm and not asked.job else asked

        return settled

    def _edited(self, prefix: str) -> dict[str, str]:
        return {key.removeprefix(prefix): value for key, value in self.edits.items() if key.startswith(prefix)}

    def _once(self, name: str, more: object, make: Any) -> Any:
        """What was made of the same problem and data before, or is made now."""
        if self._made.get(name, (None,))[0] != self._stated(more):
            made = make()
            self._made[name] = (self._stated(more), made)
        return self._made[name][1]

    def _stated(self, more: object) -> tuple[object, ...]:
        return (self.words, tuple(self.corrections.items()), self.data.location, id(self.data.case), more)

    # --- what the person does -------------------------------------------------------------------

    def say(self, words: str) -> None:
        """Other words. Where there are none left, what was set right of them goes, too."""
        before, self.words = self.plan.algorithm, words.strip()
        if not self.words:
            self.corrections.clear()
        self._follow(before)

    def correct(self, name: str, value: str) -> None:
        """A fact of the problem as it should be, or `STRUCK`."""
        before = self.plan.algorithm
        if value == STRUCK and self.corrections.get("wish", STRUCK).partition(":")[0] == name.removeprefix("traits."):
            del self.corrections["wish"]
        self.corrections.pop(name, None)
        self.corrections[name] = value
        self._follow(before)

    def take_back(self) -> None:
        """The last correction goes."""
        before = self.plan.algorithm
        self.corrections.popitem()
        self._follow(before)

    def state(self, hyperparameters: Mapping[str, str], content_types: Mapping[str, str]) -> None:
        """Settings, and content types of channels, that the person states."""
        self.edits |= {SETTINGS + name: value for name, value in hyperparameters.items()}
        self.edits |= {f"{CHANNELS}{name}.ContentType": kind for name, kind in content_types.items()}

    def choose(self, algorithm: str | None) -> None:
        """An algorithm, whatever is advised."""
        before, self.algorithm = self.plan.algorithm, algorithm
        self._forget(before)

    def _follow(self, before: str | None) -> None:
        """After a change of the problem: a choice that is advised no more goes."""
        advised = (
            {recommendation.algorithm for recommendation in self.advice.recommendations} if self.is_asked else set()
        )
        if advised and self.algorithm not in advised:
            self.algorithm = None
        self._forget(before)

    def _forget(self, before: str | None) -> None:
        """What was changed of the request of another algorithm goes."""
        if self.plan.algorithm != before:
            self.edits = {key: value for key, value in self.edits.items() if key in WHOEVER}


def settings(recommendation: Recommendation) -> dict[str, str]:
    """The hyperparameters of a recommendation, as the API wants them."""
    values = {name: setting.value for name, setting in recommendation.hyperparameters.items()}
    return {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in values.items()
        if value is not None
    }


def session() -> Session:
    """The session of the visitor whose page this is."""
    found: Session = st.session_state["session"]
    return found
