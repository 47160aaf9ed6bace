"""Who may ask the preview for something: the page that it serves, and nobody else."""

from dataclasses import dataclass
from hmac import compare_digest
from typing import Protocol

HOSTS = ("127.0.0.1", "localhost")


class Headers(Protocol):
    """The headers of a request."""

    def get(self, name: str, default: str, /) -> str: ...


@dataclass(frozen=True, slots=True)
class Guard:
    """Knows the address that was given out, and the token in it."""

    token: str
    port: int

    def why_not(self, method: str, path: str, headers: Headers) -> str:
        """Why a request is refused; nothing when it may pass.

        A page of another origin is stopped by its Origin and by the token, another name that leads here by its Host.
        """
        if headers.get("Host", "") not in self._names:
            return "This is not the address of the preview."
        if not _same(path.split("?")[0].split("/")[1:2], [self.token]):
            return "Open the address that the preview has printed: it holds a token."
        if headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
            return "This was asked for by another page."
        if method == "GET":
            return ""
        if headers.get("Origin", "") not in {f"http://{name}" for name in self._names}:
            return "This was sent by another page."
        if not _same([headers.get("X-Cribdeck-Token", "")], [self.token]):
            return "This was sent without the token of the preview."
        if headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            return "This is no JSON."
        return ""

    @property
    def _names(self) -> set[str]:
        return {f"{host}:{self.port}" for host in HOSTS}


def _same(given: list[str], wanted: list[str]) -> bool:
    """Compared in a time that tells nothing of where they differ."""
    return len(given) == len(wanted) and all(
        compare_digest(one.encode("utf-8", "surrogateescape"), other.encode("utf-8"))
        for one, other in zip(given, wanted, strict=True)
    )
