"""The envelope as a print shop would check it: positions, tint, fonts, preferences, and where the secret is not."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pdfplumber
import pytest

from counter_app.envelope import layout
from counter_app.envelope.code128 import QUIET_MODULES, module_widths
from counter_app.envelope.content import EnvelopeData
from counter_app.envelope.layout import Rect
from counter_app.envelope.pdf import BULLET, grouped, render_envelope
from data.vocabulary import PinKind
from tests.golden.paper import ENVELOPE, LONG_ENVELOPE, in_shield, pages, rect_of

SECRET = "7KQW9MHT4RXC2PDY"
WIDEST = "W" * 16
PRINTED = re.compile(r"(?<!\S)[A-Z2-9]{4}(?: [A-Z2-9]{4}){3}(?!\S)")
TOLERANCE = 0.05

SAMPLES = {
    "ordinary": (ENVELOPE, SECRET),
    "long": (LONG_ENVELOPE, SECRET),
    "widest": (replace(ENVELOPE, training=True), WIDEST),
    "bare": (replace(ENVELOPE, address_lines=(), office_heading=("INPS",)), SECRET),
    "one word": (replace(ENVELOPE, recipient_name="A" * 300, address_lines=("B" * 300, "")), SECRET),
}


def words(page: Any) -> list[dict[str, Any]]:
    return list(page.extract_words(x_tolerance=2))


def characters_of_secret(page: Any) -> list[dict[str, Any]]:
    return [character for character in page.chars if layout.BLIND.contains(rect_of(character))]


@pytest.fixture(params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> tuple[EnvelopeData, str, list[Any]]:
    data, secret = SAMPLES[request.param]
    return data, secret, list(pages(render_envelope(data, secret)))


def test_m03_two_a4_pages(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    _data, _secret, found = sample
    assert [(round(float(page.width), 2), round(float(page.height), 2)) for page in found] == [(595.28, 841.89)] * 2


def test_m03_everything_is_inside_the_printable_area(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    for page in sample[2]:
        for item in (*page.chars, *page.lines, *page.rects, *page.curves):
            assert layout.PRINTABLE.grown(TOLERANCE).contains(rect_of(item)), item.get("text")


def test_m03_no_text_crosses_a_fold_or_nears_an_edge(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    for page in sample[2]:
        for word in words(page):
            box = rect_of(word)
            assert layout.PAGE.grown(-8).contains(box), word["text"]
            # The labels beside the fold marks are the one text that lies on a fold.
            if "piega" not in word["text"] and word["text"] not in ("1ª", "2ª"):
                assert not any(box.y < fold < box.bottom for fold in layout.FOLDS), word["text"]


def test_m03_no_line_of_text_lies_on_another(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    """Boxes of lines touch by their empty ascenders; the middle halves must not."""
    for number, page in enumerate(sample[2]):
        found = [rect_of(word) for word in words(page) if number == 0 or not in_shield(word)]
        cores = [Rect(box.x, box.y + box.height * 0.3, box.width, box.height * 0.4) for box in found]
        for index, core in enumerate(cores):
            assert not any(core.meets(other) for other in cores[index + 1 :])


def test_m06_the_secret_is_in_the_blind_area_and_nowhere_else(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    _data, secret, (inside, outside) = sample
    assert PRINTED.findall(inside.extract_text()) == [grouped(secret)]
    assert "".join(item["text"] for item in characters_of_secret(inside)) == grouped(secret)
    assert PRINTED.findall(outside.extract_text()) == []
    for place in (inside.outside_bbox(_bbox(layout.BLIND)), outside):
        runs = "".join(str(item["text"]) for item in place.chars).replace(" ", "")
        assert secret not in runs


def _bbox(area: Rect) -> tuple[float, float, float, float]:
    points = 72 / 25.4
    return (area.x * points, area.y * points, area.right * points, area.bottom * points)


def test_m03_only_the_address_is_in_the_window(sample: tuple[EnvelopeData, str, list[Any]]) -> None:
    data, _secret, (_inside, outside) = sample
    swept = [word for word in words(outside) if rect_of(word).meets(layout.WINDOW_SWEEP)]
    assert all(layout.WINDOW_SAFE.contains(rect_of(word)) for word in swept)
    shown = " ".join(word["text"] for word in swept)
    if data.recipient_name.startswith("A" * 99):
        assert set(shown) == {"A", "B", " "}
    else:
        assert shown.split() == [part for line in (data.recipient_name, *data.address_lines) for part in line.split()]
    for drawing in (*outside.lines, *outside.rects, *outside.curves):
        assert not rect_of(drawing).meets(layout.WINDOW_SWEEP)


@pytest.mark.parametrize("shield", [layout.BACK_SHIELD, layout.FLAP_SHIELD], ids=["back", "flap"])
def test_m03_the_tint_covers_its_shield_and_stays_in_it(shield: Rect) -> None:
    _inside, outside = pages(render_envelope(ENVELOPE, SECRET))
    panel = layout.BACK if layout.BACK.contains(shield) else layout.FLAP
    boxes = [rect_of(item) for item in outside.chars if panel.contains(rect_of(item)) and in_shield(item)]
    assert all(shield.grown(TOLERANCE).contains(box) for box in boxes)
    big = [box for box in boxes if box.height > 8]
    # Every square millimetre behind the blind area lies under a character as large as the secret's.
    blind = layout.behind(layout.BLIND) if panel == layout.BACK else layout.folded_over(layout.BLIND)
    for y in range(int(blind.y), int(blind.bottom) + 1):
        spans = sorted((box.x, box.right) for box in big if box.y <= y <= box.bottom)
        reached = spans[0][0]
        assert reached <= blind.x
        for left, right in spans:
            assert left <= reached + 0.3, (y, reached)
            reached = max(reached, right)
        assert reached >= blind.right
    hatch = [line for line in outside.lines if shield.grown(TOLERANCE).contains(rect_of(line))]
    assert len(hatch) > 150


def test_m03_the_tint_says_nothing_about_the_secret() -> None:
    (_first, one), (_second, other) = (
        list(pages(render_envelope(ENVELOPE, secret))) for secret in (SECRET, BULLET * 16)
    )
    assert [item["text"] for item in one.chars] == [item["text"] for item in other.chars]


def test_m03_fold_marks_at_both_edges() -> None:
    for page in pages(render_envelope(ENVELOPE, SECRET)):
        marks = {
            (round(rect_of(line).x, 1), round(rect_of(line).y, 1))
            for line in page.lines
            if rect_of(line).right < 10 or rect_of(line).x > 200
        }
        assert marks == {(5.0, 99.0), (5.0, 198.0), (201.0, 99.0), (201.0, 198.0)}


@pytest.mark.parametrize("serial", ["RM0123-2016-000042", "B1", "ABCDEFGHIJ-123456789"])
def test_m03_the_bars_are_the_serial(serial: str) -> None:
    _inside, outside = pages(render_envelope(replace(ENVELOPE, serial=serial), SECRET))
    bars = sorted((rect_of(bar) for bar in outside.rects if layout.BARCODE.grown(0.1).contains(rect_of(bar))), key=_x)
    expected = module_widths(serial)
    module = bars[0].width / expected[0]
    assert 0.24 < module < 0.34
    gaps = [after.x - before.right for before, after in pairwise(bars)]
    found = [
        round(width / module) for pair in zip([bar.width for bar in bars], [*gaps, 0], strict=True) for width in pair
    ]
    assert tuple(found[:-1]) == expected
    assert bars[0].x - layout.BARCODE.x >= QUIET_MODULES * module - TOLERANCE
    assert layout.BARCODE.right - bars[-1].right >= QUIET_MODULES * module - TOLERANCE
    assert f"Busta n. {serial}" in outside.crop(_bbox(layout.SERIAL_LINE.grown(1))).extract_text()


def _x(box: Rect) -> float:
    return box.x


@pytest.mark.parametrize("text", ["A", "RM0123-2016-000042", "az~ !", "".join(chr(code) for code in range(32, 127))])
def test_code128_agrees_with_reportlab(text: str) -> None:
    from reportlab.graphics.barcode.code128 import Code128

    other = Code128(text, quiet=0)
    other.encoded = [104, *(ord(character) - 32 for character in text)]
    other.encoded.append(sum(max(1, place) * value for place, value in enumerate(other.encoded)) % 103)
    other.encoded.append(106)
    other.decompose()
    # Bars are capitals, spaces small letters, `a` one module wide; reportlab ends with a bar.
    assert [ord(mark.lower()) - 96 for mark in other.decomposed] == list(module_widths(text))


def test_code128_refuses_what_set_b_lacks() -> None:
    for text in ("", "è", "A\n"):
        with pytest.raises(ValueError, match="ASCII"):
            module_widths(text)


def test_m03_the_same_envelope_gives_the_same_bytes() -> None:
    assert render_envelope(ENVELOPE, SECRET) == render_envelope(ENVELOPE, SECRET)
    assert render_envelope(ENVELOPE, SECRET) != render_envelope(ENVELOPE, WIDEST)


def test_m03_print_preferences() -> None:
    with pdfplumber.open(io.BytesIO(render_envelope(ENVELOPE, SECRET))) as document:
        catalog = document.doc.catalog
        preferences = {name: value.name for name, value in catalog["ViewerPreferences"].resolve().items()}
        metadata = str(document.metadata)
    assert preferences == {"PrintScaling": "None", "Duplex": "DuplexFlipShortEdge"}
    assert "Đorđević" not in metadata
    assert SECRET not in metadata


def test_m03_every_font_is_embedded() -> None:
    for page in pages(render_envelope(ENVELOPE, SECRET)):
        names = {str(character["fontname"]) for character in page.chars}
        assert names
        assert all(re.fullmatch(r"[A-Z]{6}\+Roboto-(Regular|Bold)", name) for name in names)
        for font in page.page_obj.resources["Font"].resolve().values():
            descriptor = font.resolve()["FontDescriptor"].resolve()
            assert "FontFile2" in descriptor


@pytest.mark.parametrize(
    "name", ["Đorđević Špičkova Ștefan", "Țăran Łukasz Őze Űrhajós", "D’Angelò Niccolò", "Ğüneş İnci Ñandú Ægir Øst"]
)
def test_m03_unusual_names_print_as_they_are(name: str) -> None:
    inside, outside = pages(render_envelope(replace(ENVELOPE, recipient_name=name), SECRET))
    assert f"Gentile {name}," in inside.extract_text()
    assert name in outside.extract_text()


def test_m03_names_are_composed_and_hold_no_control_characters() -> None:
    _inside, outside = pages(
        render_envelope(replace(ENVELOPE, recipient_name="S\u0326tefan\x1b[2J\u202e  Niccolo\u0300\n"), SECRET)
    )
    assert "Ștefan[2J Niccolò" in outside.extract_text()


@pytest.mark.parametrize(("initial", "working"), [(16, 8), (16, 16), (20, 10)])
def test_m06_lengths_are_passed_in(initial: int, working: int) -> None:
    data = replace(ENVELOPE, initial_length=initial, working_length=working)
    inside, _outside = pages(render_envelope(data, "W" * initial))
    columns = (inside.crop(_bbox(Rect(x, 0, 90, 297))).extract_text() for x in (15, 105))
    text = " ".join(" ".join(columns).split())
    assert f"PIN iniziale · {initial} caratteri" in text
    assert f"the PIN of {working} characters" in text


@pytest.mark.parametrize("kind", PinKind)
def test_m04_the_kind_is_named(kind: PinKind) -> None:
    inside, _outside = pages(render_envelope(replace(ENVELOPE, kind=kind), SECRET))
    labels = {PinKind.ORDINARY: "ordinario", PinKind.DISPOSITIVE: "dispositivo", PinKind.ONLINE: "online"}
    assert f"Il Suo PIN {labels[kind]}" in inside.extract_text()
    assert ("richiedere prestazioni" in inside.extract_text()) is (kind is PinKind.DISPOSITIVE)


def test_m03_training_is_written_on_every_panel_and_only_there() -> None:
    for training, count in ((True, 6), (False, 0)):
        text = "".join(
            page.extract_text() for page in pages(render_envelope(replace(ENVELOPE, training=training), SECRET))
        )
        assert text.count("ADDESTRAMENTO · TRAINING") == count


def test_m06_a_secret_of_another_length_is_not_printed() -> None:
    with pytest.raises(ValueError, match="length") as caught:
        render_envelope(ENVELOPE, SECRET[:15])
    assert SECRET[:15] not in str(caught.value)


def test_m03_the_values_travel_as_json() -> None:
    assert EnvelopeData.from_wire(ENVELOPE.to_wire()) == ENVELOPE
