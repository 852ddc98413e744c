"""The terminal: ask, playground, serve, check, evaluate, schema, modules, manifest, audit, runs, actions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import CampaignWhyError, FilesInvalid, UsageError
from bot.terminal.streams import make_usable, write_nowhere

app = typer.Typer(
    name="campaign-why",
    help="Name the Adobe Campaign Classic server module to inspect when an incident is described in plain words.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 answered, 1 something failed, 2 wrong usage, 3 invalid knowledge or settings.",
)

actions = typer.Typer(help="Try the actions of the site file.", no_args_is_help=True)
app.add_typer(actions, name="actions")
runs = typer.Typer(help="List the runs of actions, show one, or cancel one that waits.", no_args_is_help=True)
app.add_typer(runs, name="runs")

PackFolder = Annotated[
    Path | None, typer.Option("--pack", help="Folder of another pack than the shipped one.", show_default=False)
]
OfModule = Annotated[str | None, typer.Option("--module", help="Only of this module.", show_default=False)]
OnInstance = Annotated[str | None, typer.Option("--instance", help="Only on this instance.", show_default=False)]
RunId = Annotated[str, typer.Argument(metavar="ID", help="Of the run; its beginning is enough.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ReplyIn = Annotated[str | None, typer.Option("--lang", help="Reply in en or zh-Hans.", show_default=False)]


def _version(*, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"campaign-why {version('campaign-why')}")
        raise typer.Exit


@app.callback()
def _main(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=lambda wanted: _version(wanted=wanted), is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Name the Adobe Campaign Classic server module to inspect when an incident is described in plain words."""


@app.command()
def ask(
    text: Annotated[
        list[str] | None, typer.Argument(help="What is seen, in plain words, in any of twelve languages.")
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the diagnosis as JSON.")] = False,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"text": ..., "id": ...} lines, write one JSON line each; id is optional.'),
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show clauses, terms, weights and margins.")] = False,
    lang: ReplyIn = None,
    pack: PackFolder = None,
) -> None:
    """Diagnose a report; without TEXT, read it from standard input or ask for it at a prompt."""
    from bot.terminal import asking

    ways = [way for way, chosen in (("json", as_json), ("jsonl", jsonl), ("explain", explain)) if chosen]
    if len(ways) > 1:
        raise UsageError(f"Choose one of --{' and --'.join(ways)}.")
    asking.run(" ".join(text) if text else None, way=ways[0] if ways else "answer", lang=lang, pack=pack)


@app.command()
def playground(
    *,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Of the page; 0 takes any that is free.")
    ] = 4000,
    pack: PackFolder = None,
) -> None:
    """Try the whole bot in a browser, without Slack: a workspace of its own on this machine."""
    from bot.playing.running import run

    run(port, pack)


@app.command()
def check(pack: PackFolder = None) -> None:
    """Check the files of the knowledge, lint them and run their cases."""
    from bot.terminal import checking

    raise typer.Exit(checking.run(pack))


@app.command()
def evaluate(
    file: Annotated[
        Path,
        typer.Argument(
            help='Labelled reports: {"text": "...", "labels": ["mta"]} a line. A "lang" besides, such as "en", '
            "feeds the table by language. - reads standard input."
        ),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    pack: PackFolder = None,
) -> None:
    """Measure the diagnosis on labelled reports: accuracy, confusion, calibration, and the wrong ones."""
    from bot.terminal import evaluating

    evaluating.run(file, as_json=as_json, pack=pack)


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(help="module, terms, questions, cases, pack, site, webhook or callback.")
    ] = "module",
) -> None:
    """Print the JSON Schema of one kind of file."""
    from bot.terminal import schemas

    typer.echo(schemas.text(kind))


@app.command()
def modules(
    module: Annotated[str | None, typer.Argument(help="Show all that is known of this module.")] = None,
    *,
    lang: ReplyIn = None,
    pack: PackFolder = None,
) -> None:
    """List the modules, or show one."""
    from bot.terminal import showing

    showing.run(module, lang=lang, pack=pack)


@app.command()
def manifest(
    url: Annotated[str, typer.Option("--url", help="Public address of this server, such as https://why.example.com")],
) -> None:
    """Print the Slack app manifest for a server at URL."""
    from bot.slack.manifest import manifest_for

    typer.echo(manifest_for(url), nl=False)


@app.command()
def serve(
    *,
    http: Annotated[bool, typer.Option("--http", help="Listen for Slack's requests.")] = False,
    socket: Annotated[bool, typer.Option("--socket", help="Connect to Slack in Socket Mode.")] = False,
) -> None:
    """Serve Slack: over HTTP where SLACK_SIGNING_SECRET is set, in Socket Mode where SLACK_APP_TOKEN is."""
    from bot.app import serve as serve_slack

    if http and socket:
        raise UsageError("Choose one of --http and --socket; run two processes for both.")
    serve_slack(transport="http" if http else "socket" if socket else None)


@app.command()
def audit(  # noqa: PLR0913  (one for each option)
    *,
    module: OfModule = None,
    instance: OnInstance = None,
    who: Annotated[str | None, typer.Option(help="Slack user id, or terminal.", show_default=False)] = None,
    what: Annotated[str | None, typer.Option(help="Such as refused or approved.", show_default=False)] = None,
    since: Annotated[str | None, typer.Option(help="2026-03-02, 2026-03-02T14:00Z, 2h.", show_default=False)] = None,
    until: Annotated[str | None, typer.Option(help="Before this moment.", show_default=False)] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """Print who did what, when, where, on which evidence, with what outcome; oldest first, times in UTC."""
    from datetime import UTC, datetime

    from bot.ledger.model import AUDIT_EVENTS, RecordFilter
    from bot.terminal import auditing
    from bot.terminal.ledgers import moment, one_of

    if as_json and as_csv:
        raise UsageError("Choose one of --json and --csv.")
    now = datetime.now(UTC)
    wanted = RecordFilter(
        module=module,
        instance=instance,
        who=who,
        what=one_of(AUDIT_EVENTS, "--what", what),
        since=moment("--since", since, now),
        until=moment("--until", until, now),
    )
    auditing.run(wanted, "json" if as_json else "csv" if as_csv else "lines")


@runs.command("list")
def list_runs(
    *,
    module: OfModule = None,
    instance: OnInstance = None,
    state: Annotated[str | None, typer.Option(help="Such as waiting or failed.", show_default=False)] = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="How many at the most.")] = 100,
    as_json: AsJson = False,
) -> None:
    """List runs, newest first."""
    from bot.ledger.model import RUN_STATES, RunFilter
    from bot.terminal import running
    from bot.terminal.ledgers import one_of

    chosen = one_of(RUN_STATES, "--state", state)
    states = frozenset({chosen}) if chosen else None
    running.list_all(RunFilter(module=module, instance=instance, states=states, most=limit), as_json=as_json)


@runs.command("show")
def show_run(run_id: RunId, *, as_json: AsJson = False) -> None:
    """Show all that is known of a run."""
    from bot.terminal import running

    running.show_one(run_id, as_json=as_json)


@runs.command("cancel")
def cancel_run(run_id: RunId) -> None:
    """Cancel a run that waits for its approval."""
    from bot.terminal import running

    running.cancel(run_id)


@actions.command("try")
def try_action(
    module: Annotated[str, typer.Argument(help="Module to act on, such as mta.")],
    instance: Annotated[str, typer.Argument(help="Id of the instance in the site file.")],
    *,
    operation: Annotated[
        str | None, typer.Option("--operation", help="check, start, reload or restart; the safest on offer by default.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the request, send nothing.")] = False,
    pack: PackFolder = None,
) -> None:
    """Send what a button would send, through the same run; with --dry-run print it, its secrets masked."""
    from bot.actions.clock import SystemClock
    from bot.terminal import sending, trying

    tried = trying.trial(module, instance, operation, pack=pack, clock=SystemClock())
    if dry_run:
        trying.dry_run(tried)
    else:
        raise typer.Exit(sending.run(tried))


def main() -> None:
    """Run the command line; errors become a message on standard error and an exit code."""
    make_usable()
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        write_nowhere()
        code = 0
    except OSError as error:
        typer.echo(f"campaign-why: {error}", err=True)
        write_nowhere()
        code = 1
    sys.exit(code)


def _run() -> int | str | None:
    """Return the exit code.

    Raises:
        BrokenPipeError: whoever read the output has left.
    """
    try:
        app()
    except CampaignWhyError as error:
        _tell(error)
        return error.exit_code
    except SystemExit as ended:
        # The libraries of the command line take a reader who leaves early for a failure.
        if isinstance(ended.__context__, BrokenPipeError):
            raise ended.__context__ from None
        return ended.code
    return 0


def _tell(error: CampaignWhyError) -> None:
    from bot.views.terminal import safe

    message = safe(str(error))
    typer.echo(message if isinstance(error, FilesInvalid) else f"campaign-why: {message}", err=True)
    if isinstance(error, FilesInvalid):
        count = len(error.problems)
        typer.echo(f"{count} problem{'s' if count != 1 else ''}", err=True)
