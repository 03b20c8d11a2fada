"""The player: one coroutine that drives the real application through a scenario, headless or before somebody's eyes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from counter_app.i18n import _
from counter_app.walkthrough.results import ScenarioResult
from counter_app.walkthrough.scenario import Scenario, Step, filled_in
from screens.walkthrough.expectations import Checker, StepStart, screen_id
from screens.walkthrough.failures import StepFailed
from screens.walkthrough.filling import fill
from screens.walkthrough.hosts import Host
from screens.walkthrough.keepsakes import Keepsakes, svg
from screens.walkthrough.lessons.accompanied import DemoApp
from screens.walkthrough.settling import PATIENCE, DeskApp, at_rest, burst, press, until
from screens.walkthrough.stages import Stage

LOGIN, LOGIN_KEYS = "login", ("enter",)


@dataclass
class Player:
    """Plays one scenario on one stage.

    Args:
        scenario: what to play.
        stage: the world to play in.
        size: columns and rows; None = the terminal's.
        headless: whether it runs without a terminal.
        pace: seconds to wait before each step, for somebody who watches.
        breath: seconds to wait before each field and each key, for somebody who watches the hands.
        keepsakes: where pictures and documents go; None = nowhere.
        patience: seconds an expectation is waited for once the desk is at rest.
        values: what was read off paper so far, by name.
        observe: called with the application at the end of each step, the failed one included.
    """

    scenario: Scenario
    stage: Stage
    size: tuple[int, int] | None = (100, 30)
    headless: bool = True
    pace: float = 0.0
    breath: float = 0.0
    keepsakes: Keepsakes | None = None
    patience: float = PATIENCE
    values: dict[str, str] = field(default_factory=dict)
    observe: Callable[[DeskApp], None] | None = None
    _hosts: dict[str, Host] = field(default_factory=dict, init=False)
    _desk: str = field(default="", init=False)

    async def play(self) -> ScenarioResult:
        """Play all steps, up to the first that fails, and return the verdict."""
        began = time.monotonic()
        self._desk = self.stage.first_desk
        failure: StepFailed | None = None
        step = None
        try:
            await self._open(self._desk)
            for step in self.scenario.steps:
                await self.play_step(step)
        except StepFailed as error:
            failure = error
        except Exception as error:
            failure = StepFailed(_("the step to be played"), f"{type(error).__name__}: {error}")
        finally:
            for host in self._hosts.values():
                await host.stop()
        return ScenarioResult(
            name=self.scenario.name,
            passed=failure is None,
            steps=len(self.scenario.steps),
            seconds=time.monotonic() - began,
            failed_step=(step.number if step else 1) if failure else None,
            expected=failure.expected if failure else "",
            found=failure.found if failure else "",
        )

    @property
    def _host(self) -> Host:
        return self._hosts[self._desk]

    async def _open(self, desk: str) -> None:
        """Start an application at a desk, and log in where the scenario says who is logged in already."""
        app = await asyncio.to_thread(self.stage.open_app, desk)
        host = Host(app, self.size, headless=self.headless)
        self._hosts[desk] = host
        await host.start()
        await host.do(at_rest)
        if self.scenario.operator:
            await host.do(partial(log_in, stage=self.stage, operator=self.scenario.operator))

    def sit_at(self, desk: str, host: Host) -> None:
        """Work at a desk that is open already."""
        self._desk = desk
        self._hosts[desk] = host

    @property
    def desk(self) -> str:
        """Name of the desk the player works at now."""
        return self._desk

    async def play_step(self, step: Step) -> None:
        """Do what a step says and hold what comes of it against what the step expects.

        Raises:
            StepFailed: when it does not come true.
        """
        await self._caption(step)
        start = await self._start_of_step(step.desk or self._desk)
        try:
            await self.act(step)
            checker = Checker(self._host, self.stage, start, self.values, self.patience)
            await checker.check(step.expect)
        finally:
            await self._keep(step, start)

    async def _start_of_step(self, desk: str) -> StepStart:
        register = await asyncio.to_thread(self.stage.mark, desk)
        return StepStart(desk, register, len(await asyncio.to_thread(self.stage.prints, desk)))

    async def act(self, step: Step) -> None:
        """Do what the step says, in the order of interfaces.md.

        Raises:
            StepFailed: when something cannot be done.
        """
        if step.desk and step.desk != self._desk:
            self._desk = step.desk
            if step.desk not in self._hosts:
                await self._open(step.desk)
        await self._let_time_pass(step)
        if step.printer:
            await asyncio.to_thread(self.stage.set_printer, self._desk, step.printer)
        if step.restart:
            await self._host.abandon()
            await self._open(self._desk)
        if step.read:
            self.values[step.read.name] = await asyncio.to_thread(
                self.stage.read_paper, self._desk, step.read.source, step.read.what
            )
        if step.scan:
            await self._host.do(partial(burst, text=filled_in(step.scan, self.values)))
        for each in step.fills:
            await asyncio.sleep(self.breath)
            await self._host.do(partial(fill, field=each.field, text=filled_in(each.text, self.values)))
        for key in step.press:
            await asyncio.sleep(self.breath)
            await self._host.do(partial(press, keys=(key,)))

    async def _let_time_pass(self, step: Step) -> None:
        if step.date is not None:
            await asyncio.to_thread(self.stage.move_to, step.date)
            await self._tell_all("date_moved")
        if step.advance is not None:
            new_day = await asyncio.to_thread(self.stage.advance, step.advance)
            await self._tell_all("tick")
            if new_day:
                await self._tell_all("date_moved")

    async def _tell_all(self, method: str) -> None:
        """Call a method of every application: the clock they share stands elsewhere now."""

        async def tell(app: DeskApp) -> None:
            getattr(app, method)()
            await at_rest(app)

        for host in self._hosts.values():
            await host.do(tell)

    async def _caption(self, step: Step) -> None:
        if self.pace and not self._host.gone:
            await self._host.do(partial(_say, step=step, steps=len(self.scenario.steps)))
            await asyncio.sleep(self.pace)

    async def _keep(self, step: Step, start: StepStart) -> None:
        if self.observe is not None and not self._host.gone:
            await self._host.do(partial(_observed, look=self.observe))
        if self.keepsakes is None:
            return
        if not self._host.gone:
            name, picture = await self._host.do(_picture)
            self.keepsakes.keep_screen(step.number, name, picture)
        prints = await asyncio.to_thread(self.stage.prints, start.desk)
        self.keepsakes.keep_prints(step.number, prints[start.prints :])


async def _say(app: DeskApp, step: Step, steps: int) -> None:
    if isinstance(app, DemoApp):
        app.show_step(step, steps)


async def log_in(app: DeskApp, stage: Stage, operator: str) -> None:
    """Log a ready account in at the login screen.

    Args:
        app: an application at rest, in whose context this runs.
        stage: the world.
        operator: name of the account.

    Raises:
        StepFailed: when there is no such account, or it is refused.
    """
    for name, text in stage.login(operator).items():
        await fill(app, name, text)
    await press(app, LOGIN_KEYS)
    if not await until(app, lambda: screen_id(app) != LOGIN):
        raise StepFailed(f"operator {operator}", _("still at the login screen"))


async def _observed(app: DeskApp, look: Callable[[DeskApp], None]) -> None:
    await at_rest(app)
    look(app)


async def _picture(app: DeskApp) -> tuple[str, str]:
    await at_rest(app)
    return screen_id(app), svg(app)
