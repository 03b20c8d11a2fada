"""How a lesson went: what is counted while a trainee works, and the grade made of it (M26).

The weights are office practice: a trainer who sees it otherwise has every count in the results and can weigh anew.
"""

from __future__ import annotations

from dataclasses import dataclass

FULL = 100


@dataclass(frozen=True, slots=True)
class Marking:
    """What costs how many points of a hundred, and how much time a step may take (office practice)."""

    hint: int = 3
    wrong_turn: int = 5
    refused: int = 5
    slow: int = 1
    """For each tenth the lesson took longer than `seconds_a_step` allow."""
    slow_at_most: int = 10
    seconds_a_step: float = 30.0
    pass_mark: int = 60


OFFICE_PRACTICE = Marking()


@dataclass(slots=True)
class Tally:
    """What is counted while a trainee goes through a lesson.

    Attributes:
        steps: how many steps the lesson asks of the trainee.
        done: steps the trainee did, hints taken or not.
        shown: steps the coach did before the trainee's eyes.
        skipped: steps the trainee passed over.
        hints: hints taken.
        wrong_turns: screens, values and acts the step did not ask for.
        refused: attempts a rule refused although the lesson did not ask for a refusal.
        seconds: time spent, pauses left out.
    """

    steps: int
    done: int = 0
    shown: int = 0
    skipped: int = 0
    hints: int = 0
    wrong_turns: int = 0
    refused: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Grade:
    """The verdict on a lesson.

    Attributes:
        points: of a hundred.
        passed: whether the result was reached and the points suffice.
        finished: whether the lesson was gone through to its end.
        lost: what cost how many points, the dearest first: (`hint`, `wrong-turn`, `refused`, `not-done`, `slow`).
    """

    points: int
    passed: bool
    finished: bool
    lost: tuple[tuple[str, int], ...]


def grade(tally: Tally, *, finished: bool, marking: Marking = OFFICE_PRACTICE) -> Grade:
    """Return the grade of a lesson.

    Args:
        tally: what was counted.
        finished: whether the last step's result was reached.
        marking: what costs how much.
    """
    not_done = max(0, tally.steps - tally.done)
    costs = {
        "not-done": round(FULL * not_done / tally.steps) if tally.steps else 0,
        "wrong-turn": marking.wrong_turn * tally.wrong_turns,
        "refused": marking.refused * tally.refused,
        "hint": marking.hint * tally.hints,
        "slow": _slowness(tally, marking),
    }
    lost = tuple(sorted(((why, points) for why, points in costs.items() if points), key=lambda cost: -cost[1]))
    points = max(0, FULL - sum(points for _why, points in lost))
    return Grade(points, finished and points >= marking.pass_mark, finished, lost)


def _slowness(tally: Tally, marking: Marking) -> int:
    allowed = marking.seconds_a_step * tally.steps
    tenths = int(max(0.0, tally.seconds - allowed) / (allowed / 10)) if allowed else 0
    return min(marking.slow * tenths, marking.slow_at_most)
