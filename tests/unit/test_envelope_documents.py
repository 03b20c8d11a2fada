"""Request form, receipt, slip: their text against the golden files, their geometry, and no secret."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.envelope import layout
from counter_app.envelope.content import ReceiptData, RequestFormData
from counter_app.envelope.documents import render_receipt, render_refusal_slip, render_request_form
from data.vocabulary import PinKind
from tests.golden.paper import (
    DOCUMENT,
    ENVELOPE,
    FOLDER,
    HEAD,
    PERSON,
    SLIP,
    pages,
    rect_of,
    samples,
    text_of,
)

SAMPLES = samples()


@pytest.mark.parametrize("name", SAMPLES)
def test_m02_m03_the_text_is_the_reviewed_one(name: str) -> None:
    assert text_of(name, SAMPLES[name]) == (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("envelope")])
def test_m02_m03_nothing_leaves_the_page_and_no_line_lies_on_another(name: str) -> None:
    for page in pages(SAMPLES[name]):
        for item in (*page.chars, *page.lines, *page.rects, *page.curves):
            assert layout.PRINTABLE.grown(0.05).contains(rect_of(item)), item.get("text")
        cores = [rect_of(word) for word in page.extract_words()]
        cores = [layout.Rect(box.x, box.y + box.height * 0.3, box.width, box.height * 0.4) for box in cores]
        for index, core in enumerate(cores):
            assert not any(core.meets(other) for other in cores[index + 1 :])


@pytest.mark.parametrize("name", ["request-form-long-training", "refusal-slip-long-training"])
def test_m02_every_page_carries_office_code_and_watermark(name: str) -> None:
    for number, page in enumerate(pages(SAMPLES[name]), start=1):
        text = page.extract_text()
        assert "ADDESTRAMENTO · TRAINING" in text
        assert "Codice di verifica YCFT-8HQY" in text
        assert "RM0123-2016-000317" in text
        assert f"Pagina {number}" in text


def test_m02_the_same_case_gives_the_same_bytes() -> None:
    assert samples() == SAMPLES


def test_m02_what_is_not_known_is_left_to_be_written_by_hand() -> None:
    (page,) = pages(render_request_form(RequestFormData(HEAD, replace(PERSON, phone="", birth_date=None), DOCUMENT)))
    text = page.extract_text()
    assert "Telefono · Telephone" in text
    assert "None" not in text


@pytest.mark.parametrize(("replacement", "crossed"), [(False, 0), (True, 1)])
def test_m07_the_form_crosses_what_is_asked_for(replacement: bool, crossed: int) -> None:
    (page,) = pages(render_request_form(RequestFormData(HEAD, PERSON, DOCUMENT, replacement=replacement)))
    boxes = sorted(
        (rect_of(box) for box in (*page.rects, *page.curves) if rect_of(box).width < 4), key=lambda box: box.y
    )
    assert len(boxes) == 3
    strokes = [
        sum(1 for line in page.lines if box.contains(rect_of(line)) and rect_of(line).width < 4) for box in boxes
    ]
    assert strokes == [2 if index == crossed else 0 for index in range(3)]


def test_m03_the_receipt_names_serial_kind_and_seal() -> None:
    data = ReceiptData(HEAD, PERSON, ENVELOPE.serial, PinKind.DISPOSITIVE, representative="Ada Bianchi, madre")
    (page,) = pages(render_receipt(data))
    text = page.extract_text()
    assert "la busta chiusa n. RM0123-2016-000042, che contiene il PIN dispositivo" in text
    assert "integra e sigillata" in text
    assert "Firma del rappresentante" in text
    assert "Ada Bianchi, madre" in text


def test_m22_the_slip_leaves_out_empty_sections() -> None:
    (page,) = pages(render_refusal_slip(replace(SLIP, what_to_do=(), what_to_bring=())))
    text = page.extract_text()
    assert "Circolare INPS n. 87 del 17 luglio 2020" in text
    assert "Che cosa può fare" not in text
    assert "Che cosa portare" not in text
