"""A catalogue of norms is checked when it is loaded: what is broken is refused, naming file and entry (M22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree
from typing import NamedTuple

import pytest

from counter_app import i18n
from counter_app.errors import FaultError
from counter_app.norms.decide import Facts, applicant_decision, decide
from counter_app.norms.keys import KEYS, PIN_INITIAL_LENGTH
from counter_app.norms.norm import CatalogueError
from counter_app.norms.timeline import load, load_shipped
from data.vocabulary import Applicant

SUBJECT = 'subject = { it = "Prova", en = "Trial" }\n'
"""What a file of norms begins with."""

GOOD = """
[[norm]]
id = "spare"
title = { it = "Prova", en = "Trial" }
act = "form-mv35"
from = 2015-01-01
source = "a test"
status = "settled"
text = { it = "Testo.", en = "Text." }
"""


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.choose("en")
    yield
    i18n.choose(i18n.DEFAULT_LANGUAGE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the norms shipped."""
    with as_file(files("data").joinpath("reference", "norms")) as shipped:
        return copytree(shipped, tmp_path / "norms")


class Broken(NamedTuple):
    """One way to break a catalogue: `old` in `file` becomes `new` (an empty `old`: `new` is added at the end)."""

    kind: str
    file: str
    old: str
    new: str
    entry: str
    says: str
    blamed: str = ""
    """The file named, where it is not `file`."""


BROKEN = (
    Broken("not TOML", "pin.toml", "", "[[norm", "-", "not valid TOML"),
    Broken("a table of another name", "pin.toml", "", '[[rule]]\nid = "x"\n', "rule", "not known here"),
    Broken("an unknown key", "new.toml", "", GOOD + "colour = 1\n", "spare", "colour is not known"),
    Broken("no id", "new.toml", "", GOOD.replace('id = "spare"\n', ""), "#1", "id is missing"),
    Broken("no act", "new.toml", "", GOOD.replace("act =", "# act ="), "spare", "act is missing"),
    Broken("no beginning", "new.toml", "", GOOD.replace("from =", "# from ="), "spare", "from is missing"),
    Broken("no text", "new.toml", "", GOOD.replace("text =", "# text ="), "spare", "text is missing"),
    Broken("a text in one language", "new.toml", "", GOOD.replace(', en = "Text."', ""), "spare", "it, en"),
    Broken("an empty text", "new.toml", "", GOOD.replace('"Text."', '" "'), "spare", "text.en must be a text"),
    Broken("an act that is a number", "new.toml", "", GOOD.replace('"form-mv35"', "87"), "spare", "act must be"),
    Broken("an unknown act", "new.toml", "", GOOD.replace("mv35", "mv36"), "spare", "act form-mv36 is not known"),
    Broken("a publication told twice", "new.toml", "", GOOD + "published = 2015-01-01\n", "spare", "published is not"),
    Broken("a subject in one language", "pin.toml", ', en = "Life of the PIN"', " ", "subject", "it, en"),
    Broken("no subject", "pin.toml", "subject =", "# subject =", "subject", "subject is missing"),
    Broken("an act without a title", "acts.toml", 'title = { it = "Prassi', '# { it = "Prassi', "office-practice",
           "title is missing"),
    Broken("an act published in words", "acts.toml", "= 2020-07-17", '= "July"', "circ-87-2020", "published must be"),
    Broken("an act twice", "acts.toml", 'id = "circ-95-2021"', 'id = "circ-87-2020"', "circ-87-2020", "used already"),
    Broken("norms that are no tables", "new.toml", "", "norm = 3\n", "norm", "[[norm]]"),
    Broken("a service for nobody known", "services.toml", 'audience = "citizen"', 'audience = "king"',
           "consult-contributions", "audience must be one of"),
    Broken("a service of no use", "services.toml", 'use = "request"', 'use = "fun"', "request-pension", "use must be"),
    Broken("a service of an unknown category", "services.toml", '["private-worker"]', '["king"]',
           "request-unemployment", "categories must be"),
    Broken("a service by no norm", "services.toml", 'categories = []\nnorm = "m11-own-services"',
           'categories = []\nnorm = "nothing"', "consult-contributions", "no norm nothing"),
    Broken("a service twice", "services.toml", 'code = "request-pension"', 'code = "company-area"', "company-area",
           "used already in services.toml"),
    Broken("a source that is a number", "new.toml", "", GOOD.replace('"a test"', "1"), "spare", "source must be"),
    Broken("a date in quotes", "new.toml", "", GOOD.replace("2015-01-01", '"2015-01-01"'), "spare", "from must be"),
    Broken("a time", "new.toml", "", GOOD.replace("2015-01-01", "2015-01-01T09:00:00"), "spare", "from must be"),
    Broken("a day that does not exist", "new.toml", "", GOOD.replace("01-01", "02-30"), "-", "not valid TOML"),
    Broken("an end before the beginning", "new.toml", "", GOOD + "until = 2014-12-31\n", "spare", "after it ends"),
    Broken("an unknown status", "new.toml", "", GOOD.replace('"settled"', '"sure"'), "spare", "status must be one of"),
    Broken("an id in capitals", "new.toml", "", GOOD.replace('"spare"', '"Spare"'), "Spare", "id must be"),
    Broken("noted in words", "new.toml", "", GOOD + 'noted = "yes"\n', "spare", "noted must be true or false"),
    Broken("one id twice in a file", "new.toml", "", GOOD + GOOD, "spare", "used already in new.toml"),
    Broken("one id in two files", "pin.toml", "", GOOD.replace("spare", "m02-minors"), "m02-minors", "used already"),
    Broken("ends that is no list", "new.toml", "", GOOD + 'ends = "m02-in-person"\n', "spare", "ends must be"),
    Broken("ends an unknown norm", "new.toml", "", GOOD + 'ends = ["nobody"]\n', "spare", "nobody, which does"),
    Broken("ends itself", "new.toml", "", GOOD + 'ends = ["spare"]\n', "spare", "end itself"),
    Broken("values that are no table", "new.toml", "", GOOD + "values = 1\n", "spare", "values must be a table"),
    Broken("an unknown value", "new.toml", "", GOOD + "values.pin.weight = 1\n", "spare", "pin.weight is not known"),
    Broken("a length in quotes", "pin.toml", "l-length = 16", 'l-length = "16"', "m06-initial-length", "1 to 200"),
    Broken("a length of zero", "pin.toml", "l-length = 16", "l-length = 0", "m06-initial-length", "1 to 200"),
    Broken("a length that is true", "pin.toml", "l-length = 16", "l-length = true", "m06-initial-length", "1 to 200"),
    Broken("a flag that is a number", "issuing.toml", "closed = true", "closed = 1", "m16-no-new-pin", "true or false"),
    Broken("an unknown kind of PIN", "issuing.toml", '"dispositive"', '"gold"', "m03-immediate-dispositive", "one of"),
    Broken("an unknown exception", "issuing.toml", '"ward", "non', '"wizard", "non', "m16-advise-spid", "repetitions"),
    Broken("an exception twice", "issuing.toml", '"ward", "non', '"minor", "non', "m16-advise-spid", "repetitions"),
    Broken("a country in full", "citizenship.toml", '"CH", ', '"Switzerland", ', "eu-eea-and-switzerland", "capitals"),
    Broken("two norms for one value", "new.toml", "", GOOD.replace("2015", "2012") + "values.pin.initial-length = 9\n",
           "m06-initial-length", "spare in new.toml", "pin.toml"),
    Broken("a gap in what must always stand", "pin.toml", "from = 2013-03-01", "from = 2013-03-01\nuntil = 2019-12-31",
           "m06-working-length", "no norm sets pin.working-length on 2020-01-01"),
    Broken("a value that begins too late", "identification.toml", "from = 2012-01-01\nsource = \"public act (Codice",
           "from = 2012-01-02\nsource = \"public act (Codice", "m02-minors", "minor.under-age on 2012-01-01"),
    Broken("an end of all days", "new.toml", "", GOOD + "until = 9999-12-31\n", "spare", "a date between"),
    Broken("a beginning of all days", "new.toml", "", GOOD.replace("2015", "0001"), "spare", "a date between"),
    Broken("a length no PIN has", "pin.toml", "l-length = 16", "l-length = 1600", "m06-initial-length", "1 to 200"),
    Broken("a country twice", "citizenship.toml", '["CH", ', '["CH", "CH", ', "eu-eea-and-switzerland", "repetitions"),
    Broken("a country that is none", "citizenship.toml", '"CH", ', '"UK", ', "eu-eea-and-switzerland", "ISO 3166"),
    Broken("no country at all", "citizenship.toml", '["CH", "IS", "LI", "NO"]', "[]", "eu-eea-and-switzerland", "ISO"),
    Broken("a title too long", "new.toml", "", GOOD.replace('"Prova"', f'"{"Prova " * 6}"'), "spare", "at most 34"),
    Broken("one value twice", "new.toml", "", GOOD + 'values."pin.initial-length" = 9\nvalues.pin.initial-length = 8\n',
           "spare", "sets pin.initial-length twice"),
    Broken("ends a norm published later", "new.toml", "", GOOD + 'ends = ["m16-exceptions"]\n', "spare",
           "was not published before it"),
    Broken("ends what must always stand", "new.toml", "", GOOD + 'ends = ["m12-ways-in"]\n', "spare", "no norm sets"),
    Broken("SPID without a level", "access.toml", "spid.minimum-level = 2", " ", "m12-spid-citizens",
           "no norm sets spid.minimum-level on 2016-03-15"),
    Broken("delegations without a maximum", "delegation.toml", "delegate.maximum = 5", " ", "m20-delegation",
           "no norm sets delegate.maximum on 2021-08-16"),
    Broken("a service by a norm that comes later", "services.toml", 'norm = "m11-own-services"\n\n[[service]]',
           'norm = "m20-delegation"\n\n[[service]]', "consult-contributions", "does not stand on every day"),
    Broken("a second first day", "new.toml", "", GOOD + "values.timeline.first-day = 2011-01-01\n", "spare", "day"),
)  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.kind)
def test_m22_a_broken_catalogue_is_refused_by_file_and_entry(folder: Path, broken: Broken) -> None:
    file = folder / broken.file
    content = file.read_text("utf-8") if file.exists() else ""
    content = content or SUBJECT
    assert broken.old in content
    changed = content.replace(broken.old, broken.new, 1) if broken.old else f"{content}\n{broken.new}"
    file.write_text(changed, "utf-8")

    with pytest.raises(CatalogueError) as error:
        load(folder)

    assert error.value.message.startswith(f"Norms, file {broken.blamed or broken.file}, entry {broken.entry}: ")
    assert broken.says in error.value.message
    assert isinstance(error.value, FaultError)


def test_m22_the_spare_norm_itself_is_good(folder: Path) -> None:
    (folder / "new.toml").write_text(SUBJECT + GOOD, "utf-8")
    assert load(folder).norm("spare").published == date(2015, 1, 1)


def test_m22_bytes_that_are_no_text_are_refused(folder: Path) -> None:
    (folder / "pin.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CatalogueError, match=r"file pin\.toml"):
        load(folder)


def test_m22_a_folder_without_norms_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"timeline\.first-day"):
        load(tmp_path)


def test_m22_norms_that_clash_only_where_one_has_ended_do_not_clash(folder: Path) -> None:
    clash = GOOD + 'ends = ["m06-initial-length"]\nvalues.pin.initial-length = 20\n'
    (folder / "new.toml").write_text(SUBJECT + clash, "utf-8")
    catalogue = load(folder)
    lengths = [catalogue.value(PIN_INITIAL_LENGTH, day, day).value for day in (date(2014, 12, 31), date(2015, 1, 1))]
    assert lengths == [16, 20]


@pytest.mark.parametrize(
    ("file", "old", "new", "person", "on", "before", "after"),
    [
        ("issuing.toml", "from = 2020-10-01", "from = 2020-11-01", Facts(), "2020-10-15", False, True),
        ("issuing.toml", 'open-to = ["minor", ', "open-to = [",
         Facts(born=date(2010, 1, 1)), "2020-10-15", True, False),
        ("identification.toml", "under-age = 18", "under-age = 16",
         Facts(born=date(2004, 1, 1)), "2020-10-15", True, False),
        ("citizenship.toml", "count-as-members = false", "count-as-members = true",
         Facts(citizenship="NO", italian_document=True), "2020-10-15", True, False),
        ("dismissal.toml", 'act = "circ-127-2021"\nfrom = 2021-10-01', 'act = "circ-127-2021"\nfrom = 2021-12-01',
         Facts(residence="DE", italian_document=False), "2021-10-15", True, False),
        ("issuing.toml", "closed = false", "closed = true", Facts(), "2016-05-10", True, False),
    ],
)  # fmt: skip
def test_m22_changing_a_value_in_a_file_changes_the_decision(
    folder: Path, file: str, old: str, new: str, person: Facts, on: str, before: bool, after: bool
) -> None:
    day = date.fromisoformat(on)
    assert decide(load(folder), "issue-counter", person, day).allowed is before

    content = (folder / file).read_text("utf-8")
    assert old in content
    (folder / file).write_text(content.replace(old, new), "utf-8")

    assert decide(load(folder), "issue-counter", person, day).allowed is after


def test_m06_changing_the_length_in_the_file_changes_the_outcome(folder: Path) -> None:
    content = (folder / "pin.toml").read_text("utf-8")
    (folder / "pin.toml").write_text(content.replace("initial-length = 16", "initial-length = 20"), "utf-8")
    assert decide(load(folder), "issue-counter", Facts(), date(2016, 5, 10)).outcome["length"] == 20


def test_m02_an_office_that_asks_for_no_document_of_wards_changes_one_line(folder: Path) -> None:
    ward, day = Facts(ward=True), date(2016, 5, 10)
    file = folder / "representation.toml"
    content = file.read_text("utf-8")
    assert applicant_decision(load(folder), Applicant.GUARDIAN, day, facts=ward).outcome["holder_document"] is True
    file.write_text(content.replace('asked-of = ["ward"]', "asked-of = []"), "utf-8")
    assert applicant_decision(load(folder), Applicant.GUARDIAN, day, facts=ward).outcome["holder_document"] is False


def test_m22_the_digest_follows_the_files(folder: Path) -> None:
    digest = load(folder).digest
    assert digest == load(folder).digest == load_shipped().digest
    with (folder / "pin.toml").open("a", encoding="utf-8") as file:
        file.write("# a comment\n")
    assert load(folder).digest != digest
    (folder / "pin.toml").rename(folder / "pins.toml")
    assert len(load(folder).digest) == 64


def test_m22_a_catalogue_cannot_be_changed() -> None:
    catalogue = load_shipped()
    with pytest.raises(FrozenInstanceError):
        catalogue.digest = ""  # type: ignore[misc]
    with pytest.raises(TypeError):
        catalogue.norms["x"] = catalogue.norm("m02-in-person")  # type: ignore[index]
    with pytest.raises(TypeError):
        catalogue.norm("m06-initial-length").values["pin.initial-length"] = 8  # type: ignore[index]


def test_m22_every_key_is_set_by_some_norm_shipped() -> None:
    used = {key for norm in load_shipped().norms.values() for key in norm.values}
    assert used == set(KEYS)


def test_m22_every_norm_shipped_speaks_both_languages_and_ends_its_sentences() -> None:
    for norm in load_shipped().norms.values():
        assert norm.act.title["it"] != norm.act.title["en"]
        assert norm.text["it"] != norm.text["en"]
        assert all(text.endswith(".") and len(text) < 400 for text in norm.text.values()), norm.id


def test_an_unknown_norm_is_a_fault_that_names_it() -> None:
    with pytest.raises(CatalogueError, match="m99-nothing"):
        load_shipped().norm("m99-nothing")


def test_m22_a_value_nothing_sets_is_refused_by_its_name(folder: Path) -> None:
    file = folder / "identification.toml"
    file.write_text(file.read_text("utf-8").replace("minor.under-age = 18", " "), "utf-8")
    with pytest.raises(CatalogueError, match=r"^Norms: no norm sets minor\.under-age on 2012-01-01\.$"):
        load(folder)


def test_m22_a_norm_ended_before_it_began_ends_nothing(folder: Path) -> None:
    """As the extension of 2021 did to the end that was planned for professionals."""
    early = GOOD.replace("spare", "early-end").replace("form-mv35", "circ-95-2021").replace("2015-01-01", "2021-09-01")
    never = (
        GOOD.replace("spare", "never-mind").replace("form-mv35", "msg-2926-2021").replace("2015-01-01", "2021-09-01")
    )
    content = f'{SUBJECT}{early}ends = ["m16-exceptions"]\n{never}ends = ["early-end"]\n'
    (folder / "new.toml").write_text(content, "utf-8")
    catalogue, on = load(folder), date(2021, 9, 15)
    minor = Facts(born=date(2010, 1, 1))
    assert not decide(catalogue, "issue-counter", minor, on, date(2021, 7, 10)).allowed
    assert decide(catalogue, "issue-counter", minor, on, date(2021, 9, 1)).allowed


def test_m22_a_folder_that_is_named_like_a_file_is_passed_over(folder: Path) -> None:
    (folder / "x.toml").mkdir()
    assert load(folder).digest == load_shipped().digest


def test_m22_an_answer_cannot_be_changed_by_whoever_reads_it() -> None:
    outcome = decide(load_shipped(), "issue-counter", Facts(), date(2016, 5, 10)).outcome
    with pytest.raises(TypeError):
        outcome["length"] = 3  # type: ignore[index]
