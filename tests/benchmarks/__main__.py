"""`python -m tests.benchmarks [NAME...] [--json]`: ours and a reference, measured in turn (interfaces.md)."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from tests.benchmarks import desk_times, import_times, law_times, player_times, screen_times, search_times
from tests.benchmarks.measure import Result, as_table, machine

BENCHMARKS: dict[str, Callable[[], Result]] = {
    "start": screen_times.start,
    "login": screen_times.login,
    "home": screen_times.home,
    "keys": screen_times.keys,
    "issue": desk_times.issue,
    "import": import_times.imports,
    "decide": law_times.decisions,
    "decide-new": law_times.new_decisions,
    "catalogue": law_times.catalogue,
    "search-exact": search_times.exact,
    "search-prefix": search_times.beginning,
    "search-select": search_times.selects,
    "search-pulse": search_times.pulse,
    "player-key": player_times.keys,
    "player-scenario": player_times.scenario,
}

TOGETHER = {
    "player": ("player-key", "player-scenario"),
    "search": ("search-exact", "search-prefix", "search-select", "search-pulse"),
}
"""Names that stand for several benchmarks."""


def main() -> None:
    """Measure what was asked for, or everything."""
    known = (*BENCHMARKS, *TOGETHER)
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(known)}; none = all")
    parser.add_argument("--json", action="store_true", help="one JSON document on standard output")
    arguments = parser.parse_args()
    for name in arguments.names:
        if name not in known:
            parser.error(f"there is no benchmark {name}; there are {', '.join(known)}")
    names = [single for name in arguments.names or BENCHMARKS for single in TOGETHER.get(name, (name,))]
    results = [BENCHMARKS[name]() for name in names]
    if arguments.json:
        print(json.dumps({"machine": machine(), "results": [result.as_json() for result in results]}, indent=2))
    else:
        print(as_table(results))


if __name__ == "__main__":
    main()
