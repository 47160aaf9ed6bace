"""Facts of a study made whole: who they are, what stands around them, which media they show."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from cribdeck.config import Config
from cribdeck.decks import deck_of
from cribdeck.facts.context import by_item, context_of
from cribdeck.identity.identify import Identified, identify
from cribdeck.identity.lock import Lock
from cribdeck.keeping import Keeping
from cribdeck.model import Fact, Source
from cribdeck.options import BuildOptions
from cribdeck.outputs.content import content_hash, media_of
from cribdeck.outputs.media import MediaSet, load_media
from cribdeck.outputs.tags import tags_of
from cribdeck.study import Study, level_of


@dataclass(frozen=True, slots=True)
class Made:
    """What a build makes of the notes, before anything is written."""

    identified: Identified
    media: MediaSet
    shown: tuple[Source, ...]
    """Lines that stand on cards as context."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        return self.identified.facts


def make(study: Study, options: BuildOptions, keeping: Keeping) -> Made:
    """The facts of the notes, with the GUIDs that the lock remembers."""
    completing = _Completing(study, keeping.config)
    old = keeping.old_lock()
    identified = identify(
        study.statements,
        study.candidates,
        old,
        namespace=keeping.config.id or keeping.name,
        now=options.now,
        hash_of=completing.hash_of,
        complete=completing.complete,
        unread=list(unread_files(study, old, keeping)),
        level=keeping.config.level,
        levels={outline.file: level_of(outline, keeping.config.level) for outline in study.outlines},
        renew=options.renew,
        retire_now=options.retire_now,
        off=keeping.config.rules_off,
        langs={outline.file: outline.lang for outline in study.outlines},
        deck=options.deck or keeping.config.title or study.vault.title,
    )
    return Made(identified, completing.media, tuple(completing.shown))


def unread_files(study: Study, lock: Lock | None, keeping: Keeping) -> Iterator[str]:
    """Files of the lock that were not read in this build and are still there: their facts are not gone."""
    top = top_of(study, keeping)
    read = {outline.root.info or outline.file for outline in study.outlines}
    for row in lock.rows if lock else ():
        if row.row.kind == "file" and row.row.text not in read and (top / row.row.text).exists():
            yield row.row.text


def top_of(study: Study, keeping: Keeping) -> Path:
    """The folder that the lock's paths are relative to."""
    folder = keeping.folder_of(study.vault.root)
    return study.vault.root.parents[len(PurePosixPath(folder).parts) - 1] if folder else study.vault.root


class _Completing:
    """Gives facts what only all of them together can tell, and keeps the media that they turn out to show."""

    def __init__(self, study: Study, config: Config) -> None:
        self._study = study
        self._config = config
        self._outlines = {outline.file: outline for outline in study.outlines}
        self._around = by_item(study.statements)
        self.media = MediaSet()
        self.shown: list[Source] = []

    def complete(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        """The facts with context, tags and deck; from then on ``hash_of`` knows their media."""
        asked = {id(fact.statement) for fact in facts}
        done = tuple(self._completed(fact, asked) for fact in facts)
        used = {place: source for fact in done for place, source in media_of(fact)}
        self.media = load_media(used.items(), self._study.vault.find_media)
        return done

    def hash_of(self, fact: Fact) -> str:
        return content_hash(fact, self.media.names)

    def _completed(self, fact: Fact, asked: set[int]) -> Fact:
        outline = self._outlines[fact.statement.source.file]
        texts, lines = context_of(fact, self._around, asked, outline)
        self.shown += lines
        tags = tags_of(fact.statement, outline.tags)
        return replace(fact, context=texts, tags=tags, deck=deck_of(outline, self._config))
