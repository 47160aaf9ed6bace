"""The command line: arguments in, an exit code out."""

import gc
import json
import os
import shlex
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args

import click

from cribdeck import __version__
from cribdeck.called import PROGRAM, as_called, called_as
from cribdeck.config import SHEET_BOUNDS, Level, Paper
from cribdeck.errors import CribdeckError
from cribdeck.failures import in_one_line
from cribdeck.options import OUTPUTS, BuildOptions
from cribdeck.terminal import prepare, progress, say, silence, warn, wrote

if TYPE_CHECKING:
    from cribdeck.outputs.pdf import Starting
    from cribdeck.unchanged import Told

Command = TypeVar("Command", bound=Callable[..., Any])

MOST_EXERCISES = 500

DONE, FAILED, MISUSED = 0, 1, 2
"""The exit codes."""

_COMPLETE = "_CRIBDECK_COMPLETE"
"""What a shell sets to ask for completions, whatever the program was called as."""

FRESH = 100_000
"""New values after which Python looks for cycles among them. A build makes millions that live until its end, and at
700, which is usual, a sixth of its time goes into looking them through."""


def run() -> None:
    """The installed program, and what `build.py` calls."""
    _speak_utf8()
    prepare()
    gc.disable()  # a run is short and makes next to no cycles; looking for some takes a tenth of it
    _end_as_if_interrupted()
    gc.set_threshold(FRESH)
    code = main(called=called_as(sys.argv))
    if sys.stdout is not None:  # it is None where stdout was closed from the start
        try:
            sys.stdout.flush()
        except OSError:
            silence()
    sys.exit(code)


def _end_as_if_interrupted() -> None:
    """Whoever ends the program or closes its terminal has what Ctrl+C gets: nothing half written or left over."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # nohup has it ignored
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def _speak_utf8() -> None:
    """Start again in UTF-8 where file names would have to be ASCII: notes are called what their author likes."""
    if sys.getfilesystemencoding() == "ascii" and not sys.flags.utf8_mode:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])


def main(arguments: Sequence[str] | None = None, *, called: str = PROGRAM) -> int:
    """The exit code. What a user or a machine can cause is one line on stderr; a traceback means a bug."""
    try:
        typed = None if arguments is None else list(arguments)
        code = program.main(typed, called, _COMPLETE, standalone_mode=False)
        return code if isinstance(code, int) else DONE
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else called
        warn(f"{error.format_message().rstrip('.')}. See {command} --help.")
        return MISUSED
    except CribdeckError as error:
        warn(as_called(str(error), called))
    except (click.Abort, KeyboardInterrupt):
        warn("Stopped. The last good outputs are as they were.")
    except MemoryError:
        warn("There is not enough memory. Close some programs, or build fewer notes at once.")
    except OSError as error:
        line = in_one_line(error)
        if line is None:
            raise
        warn(line)
    return FAILED


class _Program(click.Group):
    """A first argument that is no command means `build`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        completing = ctx.resilient_parsing and not args
        if not completing and (not args or args[0] not in (*self.commands, "--help", "-h", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)  # in the order in which one needs them


@click.group(
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Without a command it builds: biology means build biology. To let the Tab key complete commands and options "
    f'of an installed cribdeck: eval "$({_COMPLETE}=bash_source {PROGRAM})" in .bashrc; zsh_source and fish_source do '
    "it there.",
)
@click.version_option(__version__, prog_name=PROGRAM)
def program() -> None:
    """Markdown notes in, an Anki deck and a printable crib sheet out; again after every edit, without losing a
    review."""


# --- arguments that several commands share ----------------------------------

notes_argument = click.argument("notes", type=click.Path(path_type=Path), default=Path("notes"))

_SHARED = (
    click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("dist"), help="Folder for the outputs."),
    click.option("--lock", metavar="FILE", help='Where the lock stands; "none" builds without one.'),
    click.option("--level", type=click.Choice(get_args(Level)), help="all: also ask what is less sure."),
    click.option("--renew", is_flag=True, help="Ask better where newer rules know how."),
    click.option("--retire-now", is_flag=True, help="Retire gone cards now, not after seven days."),
    click.option("--deck", metavar="NAME", default="", help="The deck's name."),
)

_BUILD = (
    click.option("--only", type=click.Choice(OUTPUTS), multiple=True, help="Build this alone. May be repeated."),
    click.option("--report", type=click.Path(path_type=Path), help="Write what became of every line, as JSON."),
    click.option("--yes", is_flag=True, help="Go on although many cards would be retired."),
    click.option("--pages", type=click.IntRange(*SHEET_BOUNDS["pages"]), help="The sheet takes exactly so many pages."),
    click.option("--paper", type=click.Choice(get_args(Paper)), help="What the sheet is printed on."),
    click.option("--columns", type=click.IntRange(*SHEET_BOUNDS["columns"]), help="Columns a page."),
    click.option(
        "--min-size",
        type=click.FloatRange(*SHEET_BOUNDS["min_size"]),
        help="The least size of type on the sheet, in points.",
    ),
    click.option("--drop", type=click.Choice(("auto", "never")), help="Whether lines that do not fit are left out."),
    click.option("--topic", "topics", multiple=True, help="The sheet holds this topic alone. May be repeated."),
    click.option(
        "--practice",
        metavar="N",
        type=click.IntRange(0, MOST_EXERCISES),
        default=0,
        help="Print N fresh problems behind the sheet, their answers on the last page.",
    ),
    click.option("--seed", default="", help="Another word, other fresh problems; else every day has its own."),
)

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")


def _all(options: Sequence[Callable[[Command], Command]]) -> Callable[[Command], Command]:
    """The decorators as one, so that help lists them in this order."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def build_options(
    *, lock: str | None = None, only: Sequence[str] = (), now: int | None = None, **chosen: Any
) -> BuildOptions:
    """What was asked for on the command line, and when."""
    epoch = _epoch()
    return BuildOptions(
        **chosen,
        lock=Path(lock) if lock and lock != "none" else None,
        throw_away=lock == "none",
        only=tuple(output for output in OUTPUTS if output in only) or OUTPUTS,
        now=now if now is not None else epoch if epoch is not None else int(time.time()),
        epoch=epoch,
    )


def _epoch() -> int | None:
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if value and not (value.isascii() and value.isdigit()):
        raise CribdeckError(f"SOURCE_DATE_EPOCH is {value!r}. Set it to seconds since 1970, or take it away.")
    return int(value) if value else None


# --- commands: each imports what it needs, which takes longer than `--help` may take ---


@program.command()
@notes_argument
@_all(_SHARED)
@_all(_BUILD)
@quiet_option
def build(quiet: bool, **chosen: Any) -> None:
    """Write the deck, the sheet and the page.

    NOTES is a folder, one file, or an export in a zip; "notes" if not given.
    """
    from cribdeck.unchanged import recall

    begun, options = time.perf_counter(), build_options(**chosen)
    told = recall(options) or _build_anew(options, quiet=quiet)
    if not quiet:
        say(wrote(told.written, time.perf_counter() - begun) + told.text)


def _start_presses(options: BuildOptions) -> AbstractContextManager[tuple["Starting", ...]]:
    """What lays the sheet out, where one was asked for."""
    if "sheet" not in options.only:
        return nullcontext(())
    from cribdeck.outputs.sheet.start import start_presses

    return start_presses(options.notes, options.cache)


def _build_anew(options: BuildOptions, *, quiet: bool) -> "Told":
    """What a build wrote and has to say; kept for the next one, which may have nothing to do."""
    with _start_presses(options) as starting:
        from cribdeck import project
        from cribdeck.summary import Report, intake_lines, summary
        from cribdeck.unchanged import Told, remember

        with progress(quiet=quiet) as tell:
            built = project.build(options, tell, starting)
    taken = intake_lines(built.intake, is_first=built.is_first)
    told = Told(
        built.written, summary(cast(Report, built.report), built.written, report_path=options.report, taken=taken)
    )
    if built.settled:
        remember(options, built.settled, told)
    return told


@program.command()
@notes_argument
@_all(_SHARED)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def plan(as_json: bool, **chosen: Any) -> None:
    """Say what the next build would do to the deck. Writes nothing."""
    from cribdeck import project
    from cribdeck.planned import plan_text

    with progress(quiet=as_json) as tell:
        found = project.plan(build_options(**chosen), tell)
    say(json.dumps(found, indent=1, sort_keys=True) if as_json else plan_text(found))


@program.command()
@click.argument("old")
@click.argument("new")
@notes_argument
@click.option("--lock", metavar="FILE", help="Where the lock stands.")
@click.option("--undo", is_flag=True, help="Take it back.")
def relink(old: str, new: str, undo: bool, **chosen: Any) -> None:
    """Give NEW's text the history of OLD.

    Both are named by the first letters of their GUID, or by file:line, as `plan` shows them.
    """
    from cribdeck import settling

    say(settling.relink(build_options(**chosen), old, new, undo=undo))


@program.command()
@click.argument("deck", type=click.Path(path_type=Path))
@notes_argument
@click.option("--lock", metavar="FILE", help="Where the lock is to stand.")
@click.pass_context
def adopt(context: click.Context, /, deck: Path, **chosen: Any) -> None:
    """Make a lock from an earlier deck, when the lock is lost."""
    from cribdeck import settling

    told = settling.adopt(build_options(**chosen), deck)
    say(as_called(told, context.find_root().info_name or PROGRAM))


@program.command()
@notes_argument
@_all(_SHARED)
@click.option("--no-serve", is_flag=True, help="Write page and sheet anew at every save, and serve nothing.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Serve there; any free port if not given.")
@click.option("--open", "opens", is_flag=True, help="Open the page in the browser.")
@quiet_option
def preview(no_serve: bool, port: int, opens: bool, quiet: bool, **chosen: Any) -> None:
    """Look at the cards and settle proposals while you write.

    Serves the page on this machine alone, rebuilt at every save. What you decide there stands in the lock; the notes
    and the deck stay as they are until you build. Ctrl-C ends it.
    """
    import secrets
    import threading

    from cribdeck.preview import keep_writing, serve

    def ready(address: str) -> None:
        say(f"The page is at {address} (Ctrl-C ends the preview)")
        if opens:
            click.launch(address)

    gc.enable()  # it may run for days
    options, stop = build_options(**chosen), threading.Event()
    clock = lambda: options.epoch if options.epoch is not None else int(time.time())  # noqa: E731
    with suppress(KeyboardInterrupt):
        if no_serve:
            keep_writing(options, clock=clock, say=(lambda text: None) if quiet else say, warn=warn, stop=stop)
        else:
            serve(options, clock=clock, token=secrets.token_urlsafe(18), ready=ready, stop=stop, port=port)


@program.command()
@notes_argument
@_all(_SHARED)
@quiet_option
@click.pass_context
def watch(context: click.Context, /, **chosen: Any) -> None:
    """Write page and sheet anew at every save: `preview --no-serve`."""
    context.invoke(preview, no_serve=True, port=0, opens=False, **chosen)


@program.command()
@notes_argument
@click.option("--json", "as_json", is_flag=True, help="For programs: every finding, one by one.")
@click.option("--strict", is_flag=True, help="Fail over what is only to consider, too.")
@click.pass_context
def lint(context: click.Context, notes: Path, as_json: bool, strict: bool) -> None:
    """Say what is worth mending in the notes. Writes nothing.

    A comment in a line, or alone on the one above it, silences a finding: <!-- cribdeck-ignore: to-do -->. What each
    [code] means stands in docs/lint.md. The exit code is 1 when something is to mend.
    """
    from cribdeck import lint as checks
    from cribdeck.keeping import find_keeping
    from cribdeck.reading import read_study

    options = BuildOptions(notes=notes, throw_away=True, now=0)
    problems = checks.lint(read_study(options, find_keeping(options)))
    say(checks.as_json(problems) if as_json else checks.as_lines(problems))
    context.exit(FAILED if any(strict or problem.severity != "note" for problem in problems) else DONE)


@program.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--templates", is_flag=True, help='Copy the shipped templates out instead, to "my-templates".')
@click.pass_context
def new(context: click.Context, folder: Path | None, templates: bool) -> None:
    """Make a folder to start from.

    It holds the settings, explained, and a note to replace with your own. DIR is "notes" if not given. Nothing that
    is there is overwritten.
    """
    from cribdeck.starting import start_notes, start_templates

    place, called = folder or Path("my-templates" if templates else "notes"), context.find_root().info_name or PROGRAM
    written = start_templates(place) if templates else start_notes(place)
    say("\n".join(f"Wrote {path}" for path in written))
    if templates:
        say(f'Next: in cribdeck.toml, templates = "{place.name}" (the path from there); delete what you do not change')
    else:
        typed = as_called(f"`{PROGRAM} {shlex.quote(str(place))}`", called)
        say(f"Next: write your notes into {place}, then build it: {typed}")
