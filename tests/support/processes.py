"""Real processes for the tests: long-lived pairs that do the same thing at the same moment."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from typing import Any

# processes fork from one that has the program imported already, and none of this one's threads and connections
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.support.desks", "alembic.command", "psycopg"])
PATIENCE = 240
"""Seconds after which a test gives up: machines may be busy, and pytest itself gives a test three hundred."""


class Racers:
    """Processes that each hold something made once, and do one thing to it at the same moment, round after round.

    Args:
        pipes: one to each process.
    """

    def __init__(self, pipes: list[Connection]) -> None:
        self._pipes = pipes

    def run(self, act: Callable[..., Any], *arguments: Any) -> list[Any]:
        """Have every process call `act(made, *arguments)` at the same moment and return the answers in order.

        Raises:
            AssertionError: with the traceback of a process in which it failed.
        """
        for pipe in self._pipes:
            pipe.send((act, arguments))
        answers = []
        for pipe in self._pipes:
            assert pipe.poll(PATIENCE), "a process does not answer"
            answer, failure = pipe.recv()
            assert not failure, failure
            answers.append(answer)
        return answers


def _race(pipe: Connection, barrier: Barrier, make: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    made = make(*arguments)
    while True:
        try:
            act, values = pipe.recv()
        except EOFError:
            return
        barrier.wait(PATIENCE)
        try:
            answer = act(made, *values), ""
        except Exception:
            answer = None, traceback.format_exc()
        try:
            pipe.send(answer)
        except OSError:
            return  # the test failed and did not wait for the answer


@contextmanager
def racers(make: Callable[..., Any], *each: tuple[Any, ...]) -> Iterator[Racers]:
    """Start one process for each tuple of arguments of `make`, and end them afterwards.

    Args:
        make: a function of a module; makes what the acts work on.
        each: its arguments, one tuple for each process.
    """
    barrier = CONTEXT.Barrier(len(each))
    pipes, processes = [], []
    for arguments in each:
        ours, theirs = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_race, args=(theirs, barrier, make, arguments), daemon=True)
        process.start()
        theirs.close()
        pipes.append(ours)
        processes.append(process)
    try:
        yield Racers(pipes)
    finally:
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join(10)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()
