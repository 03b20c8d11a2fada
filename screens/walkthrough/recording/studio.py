"""Where a lesson is recorded: a throw-away world, a desk somebody works at, and a file that grows with each step."""

from __future__ import annotations

import asyncio
import tempfile
from functools import partial
from pathlib import Path

from counter_app.errors import BadInputError
from counter_app.i18n import _
from counter_app.settings import Settings
from counter_app.walkthrough.building import build_world
from counter_app.walkthrough.recorder.keeping import KeptFile, Recorded, RecordOptions
from counter_app.walkthrough.recorder.scripting import Script, head, script
from counter_app.walkthrough.worlds import World, load_world
from screens.walkthrough.hosts import Host
from screens.walkthrough.player import log_in
from screens.walkthrough.recording.recorder import RecordedStage
from screens.walkthrough.settling import at_rest
from screens.walkthrough.stages import WorldStage


def record(options: RecordOptions) -> Recorded:
    """Open the desk with a recorder looking on; when it is closed, the file is complete.

    Raises:
        BadInputError: before anything is recorded: no such world or account, or a file that cannot be written.
        FaultError: when the complete file could not be written; what was kept stands beside it.
    """
    world = load_world(options.world)
    if options.operator and world.operator(options.operator) is None:
        known = ", ".join(operator.username for operator in world.operators)
        raise BadInputError(
            _("The world has no account {name}; it has: {known}.").format(name=options.operator, known=known)
        )
    file = KeptFile(options.file, force=options.force)
    file.reserve()
    try:
        return Studio(options, world, file).record()
    finally:
        file.drop_if_empty()


class Studio:
    """One recording.

    Args:
        options: what was asked for.
        world: the world it begins in.
        file: where it goes.
    """

    def __init__(self, options: RecordOptions, world: World, file: KeptFile) -> None:
        self._options = options
        self._world = world
        self._file = file
        self._on = options.on or world.on
        self._head = head(options.file.stem, self._on, world.name, options.operator)
        self._stage: RecordedStage | None = None

    def record(self) -> Recorded:
        """Open the desk, wait until it is closed, and complete the file."""
        with tempfile.TemporaryDirectory(prefix="sportello-record-") as name:
            folder = Path(name) / "world"
            build_world(self._world, folder)
            settings = Settings(state_dir=folder, language=self._options.language, theme=self._options.theme)
            stage = WorldStage(self._world, folder, self._on, settings)
            self._stage = RecordedStage(stage, self._world, self._keep)
            try:
                code = asyncio.run(self._work_at(self._stage))
            finally:
                stage.close()
        self._stage.recording.end()
        written = self._script()
        if written.entries:
            self._file.complete(written.as_toml(self._head))
        else:
            self._file.drop()
        return Recorded(self._file.path, len(written.entries), written.looks, code)

    async def _work_at(self, stage: RecordedStage) -> int:
        host = Host(stage.open_app(stage.first_desk), self._options.size, headless=self._options.headless)
        try:
            await host.start()
            if self._options.operator:
                await host.do(at_rest)
                await host.do(partial(log_in, stage=stage, operator=self._options.operator))
            return await host.ended()
        finally:
            await host.abandon()

    def _keep(self) -> None:
        """Keep what was recorded so far; a disk that is full is told when the recording ends."""
        try:
            self._file.keep(self._script().as_toml(self._head))
        except OSError:
            return

    def _script(self) -> Script:
        assert self._stage is not None  # noqa: S101 - nothing is recorded before it is built
        return script(self._stage.recording, self._stage.first_desk)
