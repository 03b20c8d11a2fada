"""What strangers read first: README, licence, versions; and what must not be in the tree at all."""

from __future__ import annotations

import re
import tomllib

import pytest

import counter_app
from counter_app.credentials.secrets_words import ALPHABET
from tests.architecture.sources import ROOT, texts

README = (ROOT / "README.md").read_text(encoding="utf-8")
PUBLICCODE = (ROOT / "publiccode.yml").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def published(key: str) -> str:
    """Return a scalar of publiccode.yml."""
    (found,) = re.findall(rf"^\s*{key}:\s*[\"']?([^\"'\s]+)", PUBLICCODE, re.MULTILINE)
    return str(found)


def test_the_readme_has_exactly_two_set_up_commands() -> None:
    commands = re.findall(r"<!-- command (\d) -->\n```sh\n([^`]*)```", README)
    assert [number for number, _command in commands] == ["1", "2"]
    assert README.count("<!-- command") == 2
    opens, tests = (command.strip() for _number, command in commands)
    assert len(opens.splitlines()) == len(tests.splitlines()) == 1
    assert opens.endswith("sportello run --training")
    assert tests.endswith("-m pytest")
    for command in (opens, tests):
        assert "--constraint constraints.txt" in command


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == counter_app.__version__ == published("softwareVersion")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?({re.escape(PROJECT['version'])}|Unreleased)\b", changes, re.MULTILINE)


def test_the_licence_is_the_same_everywhere() -> None:
    (declared,) = re.findall(r"SPDX-License-Identifier: ([\w.-]+\w)", README)
    assert PROJECT["license"] == declared == published("license") == "EUPL-1.2"
    assert (ROOT / PROJECT["license-files"][0]).is_file()


def found(pattern: str) -> list[str]:
    """Return where a pattern stands in the repository."""
    wanted = re.compile(pattern)
    return [f"{name}: {match.group()}" for name, text in texts() for match in wanted.finditer(text)]


OF_A_MACHINE = r"(?<![\w./:-])/(?:" + "|".join(("home", "root", "work", "Users", "mnt", "opt")) + r")/[\w.]+"
OF_A_REGISTRY = "|".join(
    ("index" + "-url", "trusted" + "-host", "python" + "hosted", r"pypi" + r"\.org", "nex" + "us/")
)
SECRET = rf"(?<![\w-])[{ALPHABET}]{{4}}(?: [{ALPHABET}]{{4}}){{3}}(?![\w-])"


def test_no_path_of_a_machine_is_in_the_tree() -> None:
    assert found(OF_A_MACHINE) == []


def test_no_address_of_a_registry_is_in_the_tree() -> None:
    assert found(OF_A_REGISTRY) == []
    assert "//" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_rule5_no_document_or_picture_shows_a_secret() -> None:
    shown = [place for place in found(SECRET) if not place.startswith("tests/")]
    assert shown == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (OF_A_MACHINE, "see /ho" + "me/anna/x"),
        (OF_A_REGISTRY, "--index" + "-url"),
        (SECRET, "PIN 2345 CDFH JKMN PQRT."),
    ],
)
def test_what_must_not_be_there_would_be_seen(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
