"""Who may come in: only pages of this very server, under a name it knows itself by.

Two attacks of any web page somebody at this machine has open are meant: speaking to the server from there (its browser
says so in `Origin`), and giving the attacker's own name this server's address (the browser then sends that name in
`Host`). An address cannot be given to somebody else, so every address is a good name.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from counter_app.errors import BadInputError
from counter_app.i18n import _

LOCAL_NAME = "localhost"
_NETLOC = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]{1,5})?\Z")


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches an address or name to listen on."""
    return host == LOCAL_NAME or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def reachable(host: str) -> str:
    """Return the address or name to go to for a server that listens on `host`: this machine's name for all of them."""
    return socket.gethostname() if _is_address(host) and ipaddress.ip_address(host).is_unspecified else host


def netloc(host: str, port: int) -> str:
    """Return address or name and port as they stand in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@dataclass(frozen=True, slots=True)
class Door:
    """The names this server answers to.

    Attributes:
        names: lower case, besides every address.
        public_origin: where a proxy shows the server (`https://corsi.example`), empty where there is none.
    """

    names: frozenset[str]
    public_origin: str = ""

    def admits(self, host: str, origin: str | None, *, from_a_page: bool) -> bool:
        """Return whether a request may be answered.

        Args:
            host: its `Host` header.
            origin: its `Origin` header, None where it has none.
            from_a_page: only a page sends such requests, and a browser always says which: `origin` must be there.
        """
        host = host.lower()
        found = _NETLOC.fullmatch(host)
        if found is None or not (found["name"] in self.names or _is_address(found["name"].strip("[]"))):
            return False
        if origin is None:
            return not from_a_page
        return origin.lower() in {f"http://{host}", self.public_origin} - {""}


def door(host: str, public_url: str = "") -> Door:
    """Return the door of a server.

    Args:
        host: address or name it listens on. One that other machines reach also answers to this machine's own names.
        public_url: where a proxy shows it, empty where there is none.

    Raises:
        BadInputError: for a public URL that is none, or has a path.
    """
    names = {LOCAL_NAME, host.lower()}
    if not is_loopback(host):
        names |= {socket.gethostname().lower(), socket.getfqdn().lower()}
    if not public_url:
        return Door(frozenset(names))
    parts = urlsplit(public_url.lower())
    if parts.scheme not in ("http", "https") or not _NETLOC.fullmatch(parts.netloc) or parts.path.strip("/"):
        raise BadInputError(
            _("{url} is no address of a site without a path: write https://courses.example").format(url=public_url)
        )
    return Door(frozenset({*names, parts.hostname or ""}), f"{parts.scheme}://{parts.netloc}")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
