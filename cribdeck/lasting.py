"""How long what a build has written stays right, as long as nothing is changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from cribdeck.commit import Staged
from cribdeck.identity.retire import changes_of
from cribdeck.keeping import Keeping
from cribdeck.making import Made, top_of, unread_files
from cribdeck.options import BuildOptions
from cribdeck.printed import Printed
from cribdeck.study import Study
from cribdeck.unchanged import Inputs, Settled, digest_of, inputs_of, names_beside

DAY = 24 * 60 * 60

FOREVER = 2**62


@dataclass(frozen=True, slots=True)
class Before:
    """What a build starts from."""

    inputs: Inputs | None
    lock: str
    """The hash of the lock."""


def before(options: BuildOptions, keeping: Keeping) -> Before:
    """To be taken before anything is read."""
    try:
        inputs = inputs_of(options)
    except OSError:  # the build says what it cannot read
        inputs = None
    return Before(inputs, digest_of(keeping.lock) if keeping.lock else "")


def lasting(
    start: Before,
    options: BuildOptions,
    keeping: Keeping,
    *,
    study: Study,
    made: Made,
    printed: Printed,
    written: Sequence[Staged],
    name: str,
) -> Settled | None:
    """What must hold for the next build to have nothing to do; None where it has something to do in any case.

    That is so after a change: what is new in this build is kept in the next one, and the page says so.
    """
    if start.inputs is None or start.inputs.recent or _depends_on_more(options, keeping, printed):
        return None
    files = {str(path.absolute()): digest_of(path) for path in (entry.final for entry in written)}
    if keeping.lock is not None:
        files[str(keeping.lock)] = digest_of(keeping.lock)
        if files[str(keeping.lock)] != start.lock:
            return None
    top = top_of(study, keeping)
    return Settled(
        inputs=start.inputs.digest,
        since=options.now,
        until=_until(made, options),
        files=files,
        name=name,
        beside=names_beside(options.out, name),
        present=[str(top / file) for file in unread_files(study, made.identified.lock, keeping)],
    )


def _depends_on_more(options: BuildOptions, keeping: Keeping, printed: Printed) -> bool:
    """Whether what is built depends on the clock, or on what the system has."""
    if "sheet" in options.only:
        is_dated_now = options.epoch is None and options.notes.suffix.lower() == ".zip"
        if is_dated_now or printed.staged is None or any(sheet.system_fonts for sheet in keeping.config.sheets):
            return True
    return keeping.lock is None and options.epoch is None


def _until(made: Made, options: BuildOptions) -> int:
    """When the same notes give something else: a card is gone for long enough, or another day has other problems."""
    moments = list(changes_of(made.identified.lock.retired))
    if options.practice and not options.seed:
        moments.append((options.now // DAY + 1) * DAY)
    return min((moment for moment in moments if moment > options.now), default=FOREVER)
