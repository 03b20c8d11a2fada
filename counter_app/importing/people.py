"""People from a file enter the archive: all of them at once, or none (ADR 9).

The file is read once, row by row, into a scratch database; nothing is written before every row is known to be good.
Then the rows go into the archive in batches between which desks work, where nobody sees them; the last transaction
enters the act in the register and makes them visible. A killed import leaves rows that are nobody's: the next removes
them.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

from counter_app.counter import Counter
from counter_app.desk.record import record
from counter_app.desk.rights import require
from counter_app.desk.views import Actor
from counter_app.errors import BadInputError, FaultError
from counter_app.i18n import _
from counter_app.importing import rejects
from counter_app.importing.columns import OF_A_REJECT, OPTIONAL, REQUIRED
from counter_app.importing.csv_file import CsvFile
from counter_app.importing.person_rows import BadRowError, PersonReader
from data import exclusive
from data.database import LOOK_AGAIN, Session, StorageError
from data.queries import imports as queries
from data.queries.imports import Loading
from data.scratch import Problem, Scratch, ScratchFullError

BATCH = 2000
"""Rows that are read, or compared, at a time."""
STORED = 10_000
"""Rows of one transaction: some tenths of a second, since a commit costs as much as a thousand rows."""
AT_REST = 2 * LOOK_AGAIN
"""Seconds for which the archive is left to others after each transaction."""
LISTED = 100
"""Problems a view tells one by one; a reject file tells all."""
MOST_DIFFERING = 1000
"""Rows of one file whose data may differ from the fiscal code: each has an entry of its own in the register."""
COLUMNS = (*queries.COLUMNS, "differs", "reason")
CODE, DIFFERS = 2, len(queries.COLUMNS) + 2
"""Where a good row of the scratch database has its fiscal code and what differs; its number and line come first."""


class Stage(Enum):
    """What an import is doing."""

    READING = "reading"
    COMPARING = "comparing"
    STORING = "storing"


Progress = Callable[[Stage, int, int], None]
"""Told how much of a stage is done, of how much: bytes while reading, rows afterwards."""


@dataclass(frozen=True, slots=True)
class ImportPeople:
    """A file of people to bring into the archive."""

    file: Path
    keep_good: bool = False
    """Import the good rows although others are rejected; otherwise one bad row stops all."""
    rejects: Path | None = None
    """Where rejected rows are written, with line, field and reason."""
    overwrite: bool = False
    """The reject file may replace one that is there."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    done: bool
    digest: str
    rows: int
    added: int
    unchanged: int
    """Rows whose person is in the archive already, with the same data."""
    rejected: int
    differing: int
    """Added people whose data differ from their fiscal code, with a reason."""
    problems: tuple[Problem, ...] = ()
    """The first `LISTED`."""
    problems_count: int = 0


@dataclass
class _Work:
    """One import on its way."""

    counter: Counter
    actor: Actor
    command: ImportPeople
    scratch: Scratch
    progress: Progress
    stamp: tuple[int, int] = (0, 0)
    digest: str = ""
    rows: int = 0
    unchanged: int = 0

    def write(self, fn: Callable[[Session], Any]) -> Any:
        """Write one batch, then leave the archive to the desks."""
        answer = self.counter.write(fn)
        sleep(AT_REST)
        return answer

    def result(self, *, done: bool, differing: int = 0) -> Imported:
        rejected, problems = self.scratch.bad()
        return Imported(
            done=done,
            digest=self.digest,
            rows=self.rows,
            added=self.scratch.good if done else 0,
            unchanged=self.unchanged,
            rejected=rejected,
            differing=differing,
            problems=tuple(self.scratch.problems(LISTED)),
            problems_count=problems,
        )


def check(command: ImportPeople) -> None:
    """Refuse files that cannot be used, before anybody is asked for a password.

    Raises:
        BadInputError: naming the file, or the line of it.
    """
    _open(command.file).close()
    if command.rejects is not None:
        rejects.check(command.rejects, force=command.overwrite)


def import_people(
    counter: Counter, actor: Actor, command: ImportPeople, progress: Progress = lambda *_told: None
) -> Imported:
    """Bring the people of a file into the archive.

    Args:
        counter: the desk.
        actor: who answers for the file.
        command: the file, and what to do with bad rows.
        progress: told how far the work is.

    Returns:
        What became of it; not done where rows are bad and only all or nothing was asked for: nothing was written then.

    Raises:
        NotAllowedError: when the actor is no supervisor.
        BadInputError: when the file itself cannot be read, naming the line; when another import is at work.
        FaultError: when archive, scratch database or reject file fail; nothing is imported then.
    """
    require(counter, actor, "import-people")
    check(command)
    try:
        with exclusive.importing(counter.database) as alone, Scratch(COLUMNS) as scratch, _few_collections():
            if not alone:
                raise BadInputError(_("Another import into this archive is at work: wait until it has ended."))
            return _imported(_Work(counter, actor, command, scratch, progress))
    except StorageError as error:
        raise FaultError(_("The archive does not answer. Nothing was imported.")) from error
    except ScratchFullError as error:
        raise FaultError(_("The disk for temporary files is full. Nothing was imported.")) from error


@contextlib.contextmanager
def _few_collections() -> Iterator[None]:
    """Look for waste seldom: rows are no waste that has to be looked for, and looking costs a sixth of an import."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _imported(work: _Work) -> Imported:
    for given_up in work.counter.read(queries.loading):
        _remove(work, given_up)
    _read(work)
    twice = _("This person stands in the file already, on line {line}.")
    work.scratch.sort(lambda first: ("fiscal_code", twice.format(line=first)))
    if work.counter.read(queries.anybody):
        _compare(work)
    if work.scratch.bad()[0] and not work.command.keep_good:
        return _refused(work)
    started = work.write(lambda session: queries.begin(session, work.digest, work.counter.clock.now()))
    try:
        return _stored(work, started)
    except BaseException:
        with contextlib.suppress(FaultError):
            _remove(work, started)
        raise


# --- reading and comparing: nothing is written yet -------------------------------------------------------------------


def _open(file: Path) -> CsvFile:
    return CsvFile(file, REQUIRED, (*OPTIONAL, *OF_A_REJECT))


def _read(work: _Work) -> None:
    """Read the file into the scratch database, good rows and problems."""
    good: list[tuple[Any, ...]] = []
    bad: list[Problem] = []
    differing = 0
    with _open(work.command.file) as file:
        work.stamp = file.stamp
        reader = PersonReader(file.header, work.counter.clock.today())
        for line, cells in file.rows():
            work.rows += 1
            try:
                row = reader.read(cells)
            except BadRowError as error:
                bad += [Problem(line, name, reason) for name, reason in error.problems]
            else:
                differing += row[-2] != ""
                if row[-2] and differing > MOST_DIFFERING:
                    bad.append(Problem(line, "mismatch_reason", _too_many_differ()))
                else:
                    good.append((line, *row))
            if len(good) + len(bad) >= BATCH:
                work.scratch.keep(good)
                work.scratch.note(bad)
                good, bad = [], []
                work.progress(Stage.READING, file.bytes_read, file.size)
        work.digest = file.digest
    work.scratch.keep(good)
    work.scratch.note(bad)
    if not work.rows:
        raise BadInputError(_("The file has no rows below its header."))


def _too_many_differ() -> str:
    return _("More than {count} rows of this file differ from their fiscal codes: import it in parts.").format(
        count=MOST_DIFFERING
    )


def _compare(work: _Work) -> None:
    """Look for the good rows' people in the archive: the same data are no news, other data are a problem."""
    total, compared = work.scratch.good, 0
    for batch in work.scratch.batches(BATCH):
        known = work.counter.read(partial(queries.known, codes=_codes(batch)))
        _settle(work, batch, known)
        compared += len(batch)
        work.progress(Stage.COMPARING, compared, total)


def _codes(batch: list[tuple[Any, ...]]) -> list[str]:
    return [row[CODE] for row in batch]


def _settle(work: _Work, batch: list[tuple[Any, ...]], known: dict[str, dict[str, Any]]) -> None:
    """Drop the rows whose people the archive knows, and reject those of whom it knows something else."""
    same: list[int] = []
    other: list[tuple[int, Problem]] = []
    for number, line, *told in batch if known else ():
        person = known.get(told[0])
        if person is None:
            continue
        columns = queries.differing(person, told[: len(queries.COLUMNS)])
        if columns:
            words = _("The archive has other data of this person: {columns}. Correct them at the desk.")
            other.append((number, Problem(line, "fiscal_code", words.format(columns=", ".join(columns)))))
        else:
            same.append(number)
    work.scratch.drop(same)
    work.scratch.reject(other)
    work.unchanged += len(same)


# --- storing ---------------------------------------------------------------------------------------------------------


def _stored(work: _Work, started: Loading) -> Imported:
    """Write the good rows, and make them visible all at once with the entry in the register."""
    while True:
        lost = work.counter.read(partial(queries.lost, number=started.id))
        _load(work, started)
        odd = work.scratch.where("differs")
        result = work.result(done=True, differing=len(odd))
        if result.rejected and not work.command.keep_good:
            _remove(work, started)
            return _refused(work)
        with _reject_file(work):
            if work.counter.write(partial(_finish, work, started, lost, result, odd)):
                return result


def _load(work: _Work, started: Loading) -> None:
    total, stored = work.scratch.good, 0
    for batch in work.scratch.batches(STORED):
        people = [row[CODE:DIFFERS] for row in batch]
        if work.write(partial(queries.load, number=started.id, people=people)) < len(batch):
            # a desk has entered one of them since it was compared
            found = work.counter.read(partial(queries.known, codes=_codes(batch), number=started.id))
            _settle(work, batch, found)
        stored += len(batch)
        work.progress(Stage.STORING, stored, total)


def _finish(
    work: _Work, started: Loading, lost: int, result: Imported, odd: list[tuple[Any, ...]], session: Session
) -> bool:
    """Make the rows visible, unless a desk has taken one away since they were written.

    Args:
        work: the import.
        started: its number.
        lost: how many rows desks had taken away before the last look.
        result: what the register is told.
        odd: the rows that differ from their fiscal code.
        session: the transaction.
    """
    if queries.lost(session, started.id) != lost:
        return False
    for row in odd:
        record(
            work.counter,
            session,
            work.actor,
            "person.registered",
            person_id=queries.added_person(session, started.id, row[CODE]),
            fiscal_code=row[CODE],
            mismatch=row[DIFFERS].split(),
            mismatch_reason=row[DIFFERS + 1],
            people_import=started.id,
        )
    queries.finish(session, started.id)
    _record(work, session, "people.imported", result, subject=str(started.id))
    return True


def _refused(work: _Work) -> Imported:
    """Enter in the register that a file was refused for its rows, and tell what is wrong with them."""
    result = work.result(done=False)
    with _reject_file(work):
        work.counter.write(lambda session: _record(work, session, "people.import-refused", result))
    return result


def _record(work: _Work, session: Session, event: str, result: Imported, subject: str = "") -> None:
    record(
        work.counter,
        session,
        work.actor,
        event,
        subject=subject,
        digest=result.digest,
        rows=result.rows,
        added=result.added,
        unchanged=result.unchanged,
        rejected=result.rejected,
        differing=result.differing,
        keep_good=work.command.keep_good,
    )


@contextlib.contextmanager
def _reject_file(work: _Work) -> Iterator[None]:
    """Write the reject file, where there is something to write, around the transaction that it belongs to."""
    if work.command.rejects is None or not work.scratch.bad()[0]:
        yield
        return
    with _open(work.command.file) as again:
        if again.stamp != work.stamp:
            raise FaultError(rejects.changed(work.command.file))
        with rejects.draft(work.command.rejects, again, work.scratch.problems()):
            yield


def _remove(work: _Work, given_up: Loading) -> None:
    """Remove what an import has written that is given up, or was killed, in batches."""
    while work.write(partial(queries.remove_some, given_up=given_up, limit=STORED)):
        pass
