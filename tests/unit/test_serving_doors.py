"""Who may come in to `sportello serve`: pages of this very server, under a name it knows itself by."""

from __future__ import annotations

import pytest

from counter_app.errors import BadInputError
from counter_app.serving.doors import door

PROXY = "https://Courses.example"


def admits(host: str, said: str, origin: str | None, public_url: str = "") -> bool:
    return door(host, public_url).admits(said, origin, from_a_page=True)


@pytest.mark.parametrize(
    ("host", "said", "origin", "admitted"),
    [
        ("127.0.0.1", "127.0.0.1:8000", "http://127.0.0.1:8000", True),
        ("127.0.0.1", "LOCALHOST:8000", "http://localhost:8000", True),
        ("::1", "[::1]:8000", "http://[::1]:8000", True),
        ("0.0.0.0", "192.168.1.7:8000", "http://192.168.1.7:8000", True),
        ("aula.example", "aula.example", "http://aula.example", True),
        ("127.0.0.1", "aula.example", "http://aula.example", False),
        ("127.0.0.1", "localhost:8000", "http://localhost:3000", False),
        ("127.0.0.1", "localhost:8000", "https://localhost:8000", False),
        ("127.0.0.1", "localhost.evil.example", "http://localhost.evil.example", False),
        ("127.0.0.1", "127.0.0.1.evil.example", "http://127.0.0.1.evil.example", False),
        ("127.0.0.1", "localhost:8000/x", "http://localhost:8000/x", False),
        ("127.0.0.1", "", None, False),
    ],
)
def test_a_door_knows_its_own_names(host: str, said: str, origin: str | None, admitted: bool) -> None:
    assert admits(host, said, origin) is admitted


def test_a_door_knows_this_machines_names_where_others_reach_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Aula1")
    monkeypatch.setattr("socket.getfqdn", lambda: "aula1.sede.example")
    for name in ("aula1:8000", "aula1.sede.example:8000"):
        assert admits("0.0.0.0", name, f"http://{name}")
        assert not admits("127.0.0.1", name, f"http://{name}")


def test_a_door_behind_a_proxy_admits_the_proxys_page() -> None:
    assert admits("127.0.0.1", "courses.example", "https://courses.example", PROXY)
    assert admits("127.0.0.1", "127.0.0.1:8000", "https://courses.example", PROXY)
    assert not admits("127.0.0.1", "courses.example", "https://evil.example", PROXY)
    assert not admits("127.0.0.1", "evil.example", "https://courses.example", PROXY)


def test_a_request_that_names_no_page_is_no_pages_request() -> None:
    assert door("127.0.0.1").admits("localhost:8000", None, from_a_page=False)
    assert not door("127.0.0.1").admits("evil.example", None, from_a_page=False)


@pytest.mark.parametrize(
    "url", ["courses.example", "ftp://courses.example", "https://courses.example/path", "https://"]
)
def test_a_proxys_address_is_a_site_without_a_path(url: str) -> None:
    with pytest.raises(BadInputError):
        door("127.0.0.1", url)
