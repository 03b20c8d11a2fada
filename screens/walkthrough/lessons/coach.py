"""The coach: looks on while a trainee works at the real screens, tells the story, and helps where it is asked (M26).

What it does at the desk itself, it does as the player does: it shows a step, or plays up to where a lesson was left.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import events

from counter_app.walkthrough.scenario import Step
from counter_app.walkthrough.sighting import Sight
from counter_app.walkthrough.turns import Path, Turn, WrongTurn
from screens import keys
from screens.walkthrough.expectations import document_kind, refused_norms, screen_id
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.hosts import Present
from screens.walkthrough.lessons.lesson import Ending, Lesson, asks, hands_of, story_of
from screens.walkthrough.player import Player, log_in
from screens.walkthrough.seeing import complaints, seen, value_left, values_read
from screens.walkthrough.settling import AT_WORK, PAST_THE_USHER, USHER, at_rest, until
from screens.walkthrough.stages import Stage
from screens.walkthrough.ushering import Typed, Usher

if TYPE_CHECKING:
    from screens.app import SportelloApp

LOOK_EVERY = 0.5
"""Seconds between two looks at a desk where nobody types: a printer or an archive may answer late."""

LEAVING = frozenset({"enter", "tab", "shift+tab", "up", "down", "f8", "f9"})
"""Keys with which somebody leaves a text as finished."""

BREATH = 0.6
"""Seconds before each field and key the coach shows."""


class Coach:
    """Looks on at one run of the desk's program.

    Args:
        lesson: the trainee's way so far.
        stage: the world.
        changed: called when there is something else to tell.
        ended: called with the reason when the desk's program is to end.
        clock: seconds that pass.
        breath: seconds before each field and key the coach shows.
    """

    def __init__(
        self,
        lesson: Lesson,
        stage: Stage,
        *,
        changed: Callable[[], None],
        ended: Callable[[Ending], None],
        clock: Callable[[], float] = time.monotonic,
        breath: float = BREATH,
    ) -> None:
        self.lesson = lesson
        self.acting = True
        """The coach has its hands on the desk; what the trainee types meanwhile waits."""
        self.showing = False
        """The coach shows a step; what the trainee types meanwhile is dropped."""
        self.paused = False
        self.hinted = False
        """The hint of this step was asked for."""
        self.failed = ""
        """Why the coach could not bring the desk to where the lesson goes on; empty while it could."""
        self.notices: tuple[WrongTurn, ...] = ()
        """What is wrong as the desk stands now."""
        self._stage = stage
        self._changed = changed
        self._ended = ended
        self._clock = clock
        self._since = clock()
        self._player = Player(lesson.scenario, stage, breath=breath, values=lesson.values)
        self._over = False
        self._path: Path | None = None
        self._pressed: list[str] = []
        self._mark, self._prints = 0, 0
        self._hands_off = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    # --- beginning ---------------------------------------------------------------------------------------------------

    def attach(self, app: SportelloApp, on_key: Callable[[str], bool]) -> None:
        """Stand at the door of an application, and bring the desk to where the lesson goes on.

        Args:
            app: the application, running.
            on_key: asked first about every key; True = it was one of the lesson's own and goes no further.
        """
        self._app = app
        self._on_key = on_key
        self.usher = Usher(app, self)
        self._player.sit_at(self._stage.first_desk, Present(app))
        self._act(self._begin())
        app.set_interval(LOOK_EVERY, self._look_again)

    async def _begin(self) -> None:
        await until(self._app, lambda: self._app.start_view is not None, AT_WORK)
        await at_rest(self._app)
        if self.lesson.scenario.operator:
            await log_in(self._app, self._stage, self.lesson.scenario.operator)
        self.showing = self.lesson.at > 0
        if not self.lesson.reopened:
            for step in self.lesson.scenario.steps[: self.lesson.at]:
                await self._play(step)
        await self._enter_step()
        if self.lesson.show_next and not self.lesson.over:
            self.lesson.show_next = False
            await self._show()

    async def _play(self, step: Step) -> None:
        """Play a step the trainee has behind them, as fast as the screens allow."""
        breath, self._player.breath = self._player.breath, 0.0
        try:
            await self._player.play_step(replace(step, restart=False))
        finally:
            self._player.breath = breath

    async def _enter_step(self) -> None:
        """Let happen what the story has happen, and hand the desk over; steps of another desk a colleague does."""
        while not self.lesson.over:
            step = self.lesson.step
            if step.restart and not self.lesson.reopened:
                self.lesson.reopened = True
                self._end(Ending.REOPEN)
                return
            await self._stand_at_step()
            if (step.desk or self._player.desk) == self._stage.first_desk:
                await self._player.act(story_of(step))
                self._path = Path(self.lesson.scenario, step, await self._sight(), self._player.values)
                self._changed()
                return
            await self._player.play_step(step)
            self.lesson.go_on()
        self._finish()

    async def _stand_at_step(self) -> None:
        self.hinted, self.notices = False, ()
        self._pressed.clear()
        desk = self._stage.first_desk
        self._mark = await asyncio.to_thread(self._stage.mark, desk)
        self._prints = len(await asyncio.to_thread(self._stage.prints, desk))

    def _finish(self) -> None:
        self._count_time()
        self._changed()

    # --- looking on --------------------------------------------------------------------------------------------------

    async def before(self, typed: Typed) -> bool:
        """Take the lesson's own keys; a step that only tells something ends with the first that works at the desk."""
        if isinstance(typed, events.Key) and self._on_key(typed.key):
            return False
        if getattr(typed, "key", "") == keys.BY_ID["quit"].key:
            return True
        if self.showing:
            return False
        await self._hands_off.wait()
        if self.paused:
            return True
        if not self.lesson.over and not asks(self.lesson.step) and getattr(typed, "key", "") not in keys.EVERYWHERE:
            await self._done()
        if isinstance(typed, events.Key) and not (typed.is_printable and _typing(self._app)):
            self._pressed.append(typed.key)
            if self._path is not None and (typed.key in LEAVING or typed.key[-1].isdecimal()):
                self._path.note_values(value_left(self._app, typed.key))
        return not self._over

    async def after(self, typed: Typed) -> None:
        """See what the key did."""
        del typed
        await self._look()

    def _look_again(self) -> None:
        if not (self.paused or self.usher.busy):
            self._app.run_worker(self._look(), group=USHER, exclusive=True, description="look")

    async def _look(self) -> None:
        path = self._path
        if path is None or self.acting or self.paused or self.lesson.over:
            return
        sight = await self._sight()
        if path is not self._path or self.acting:
            return
        if asks(self.lesson.step) and path.done(sight):
            await self._done()
            return
        self.notices = path.wrong_turns(sight)
        self._count(path, self.notices)
        self._changed()

    def _count(self, path: Path, turns: Iterable[WrongTurn]) -> None:
        for turn in path.count(turns):
            self.lesson.turns.append((self.lesson.step.number, turn))
            if turn.kind is Turn.REFUSED:
                self.lesson.tally.refused += 1
            else:
                self.lesson.tally.wrong_turns += 1

    async def _done(self) -> None:
        """The step is done; on to the next."""
        self._count_time()
        if asks(self.lesson.step):
            self.lesson.tally.done += 1
        self.lesson.go_on()
        self._path = None
        await self._stepping(self._enter_step())

    async def _sight(self) -> Sight:
        app, desk = self._app, self._stage.first_desk
        people = [step.expect.person for step in self._asked_now() if step.expect.person is not None]
        events_since = await asyncio.to_thread(self._stage.events_since, desk, self._mark)
        prints = await asyncio.to_thread(self._stage.prints, desk)
        pins = {}
        for person in people:
            state = await asyncio.to_thread(self._stage.person_state, person.fiscal_code)
            pins[person.fiscal_code] = state.get("pin")
        return Sight(
            screen=screen_id(app),
            text=seen(app),
            refused=refused_norms(app),
            values=values_read(app),
            complaints=complaints(app),
            pressed=tuple(self._pressed),
            events=events_since,
            prints=[document_kind(path) for path in prints[self._prints :]],
            pins=pins,
        )

    def _asked_now(self) -> tuple[Step, ...]:
        return self.lesson.scenario.steps[self.lesson.at : self.lesson.at + 2]

    # --- what the trainee may ask for --------------------------------------------------------------------------------

    def hint(self) -> None:
        """Say which keys do the step; once a step it counts."""
        if self._may_help and not self.hinted:
            self.hinted = True
            self.lesson.tally.hints += 1
            self._changed()

    def show(self) -> None:
        """Do the step before the trainee's eyes."""
        if not self._may_help:
            return
        if not asks(self.lesson.step):
            self.skip()
        elif self._at_the_start:
            self._act(self._show())
        else:
            self.lesson.show_next = True
            self.catch_up()

    def skip(self) -> None:
        """Go on to the next step; what this one was to leave behind is there."""
        if not self._may_help:
            return
        if not asks(self.lesson.step):
            self._act(self._done())
            return
        self.lesson.tally.skipped += 1
        if self._at_the_start:
            self._act(self._skip())
        else:
            self.lesson.go_on()
            self.catch_up()

    def catch_up(self) -> None:
        """Bring the desk to where the lesson stands, in a fresh world."""
        self._end(Ending.CATCH_UP)

    def restart(self) -> None:
        """Begin the lesson again in a fresh world."""
        if not self.lesson.exam:
            self.lesson.begin_again()
            self._end(Ending.AGAIN)

    def leave(self) -> None:
        """Leave the lesson; it is taken up again where it stands."""
        self._end(Ending.FINISHED if self.lesson.over else Ending.LEFT)

    def pause(self) -> None:
        """Stop the clock."""
        if not (self.paused or self.lesson.exam or self.lesson.over):
            self._count_time()
            self.paused = True

    def resume(self) -> None:
        """Let the clock run again."""
        self.paused = False
        self._since = self._clock()
        self._changed()

    @property
    def seconds(self) -> float:
        """Time spent so far, pauses and what the coach did left out."""
        running = not (self.paused or self.acting or self.lesson.over)
        return self.lesson.tally.seconds + (self._clock() - self._since if running else 0.0)

    def stop(self) -> None:
        """End an exam where it stands: what is typed from now on is for its grade."""
        self._count_time()
        self.paused = True

    @property
    def asks(self) -> bool:
        """Whether the trainee is asked to do something now."""
        return not self.lesson.over and asks(self.lesson.step)

    @property
    def way_back(self) -> str:
        """The screen to go back to before the step can be done; empty where it can be done from here."""
        start = self._path.start if self._path is not None else ""
        return start if self.notices and screen_id(self._app) != start else ""

    @property
    def _may_help(self) -> bool:
        return not (self.lesson.exam or self.acting or self.paused or self.lesson.over)

    @property
    def _at_the_start(self) -> bool:
        """Whether the step can be done from here: nothing was pressed yet that may have changed something."""
        path = self._path
        return path is not None and not self._pressed and screen_id(self._app) == path.start

    async def _show(self) -> None:
        self.showing = True
        await self._player.play_step(hands_of(self.lesson.step))
        self.lesson.tally.shown += 1
        self.lesson.go_on()
        await self._enter_step()

    async def _skip(self) -> None:
        self.showing = True
        await self._play(hands_of(self.lesson.step))
        self.lesson.go_on()
        await self._enter_step()

    # --- hands on the desk -------------------------------------------------------------------------------------------

    def _act(self, doing: Awaitable[None]) -> None:
        """Have the coach do something at the desk, its own keys past the usher."""
        self._count_time()
        self.acting = True
        self._hands_off.clear()
        self._changed()
        task = asyncio.create_task(self._stepping(doing))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stepping(self, doing: Awaitable[None]) -> None:
        """Do something at the desk; where it cannot be done, the panel says so, and only a fresh world helps."""
        self.acting = True
        self._hands_off.clear()
        token = PAST_THE_USHER.set(True)
        try:
            await doing
        except StepFailed as failure:
            if self._app.is_running:
                self.failed = str(failure)
        finally:
            PAST_THE_USHER.reset(token)
            self.acting = self._over
            self.showing = False
            self._hands_off.set()
            self._since = self._clock()
            self._changed()

    def _count_time(self) -> None:
        self.lesson.tally.seconds = self.seconds
        self._since = self._clock()

    def _end(self, ending: Ending) -> None:
        self._count_time()
        self.acting = self._over = True
        self._ended(ending)


def _typing(app: Any) -> bool:
    """Whether a printable key goes into a text."""
    from textual.widgets import Input, TextArea  # noqa: PLC0415 - the widgets are loaded when a screen has them

    return isinstance(app.focused, Input | TextArea)
