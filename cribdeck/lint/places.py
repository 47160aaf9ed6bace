"""The files of a vault that a link or an image may mean."""

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from cribdeck.study import Study


@dataclass(frozen=True, slots=True)
class Files:
    """Paths relative to the notes folder by the folded name that a link may give, with and without ``.md``."""

    by_name: Mapping[str, tuple[str, ...]]

    def fitting(self, target: str) -> tuple[str, ...]:
        """All files whose path ends in ``target``, in order; else those whose path ``target`` ends in: a link may start
        at the top of a vault of which the notes are one folder."""
        end = folded(posixpath.normpath(unquote(target).strip().lstrip("/")))
        while end.startswith("../"):
            end = end.removeprefix("../")
        found = self.by_name.get(posixpath.basename(end), ())
        inside = tuple(
            path for path in found if f"/{folded(path)}".endswith((f"/{end}", f"/{end}.md", f"/{end}.markdown"))
        )
        return inside or tuple(path for path in found if f"/{end}".endswith((f"/{folded(path)}", f"/{_bare(path)}")))


def files_of(study: Study) -> Files:
    """Every file of the vault, read or left out."""
    vault = study.vault
    paths = {
        *(outline.file for outline in vault.outlines),
        *(left.file for left in vault.left_out),
        *vault.media.paths,
    }
    return Files(_by_name(sorted(paths)))


def _by_name(paths: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for path in paths:
        name = folded(posixpath.basename(path))
        stem, _, suffix = name.rpartition(".")
        found.setdefault(name, []).append(path)
        if stem and suffix in ("md", "markdown"):
            found.setdefault(stem, []).append(path)
    return {name: tuple(of_name) for name, of_name in found.items()}


def _bare(path: str) -> str:
    return folded(path).removesuffix(".md").removesuffix(".markdown")


def folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
