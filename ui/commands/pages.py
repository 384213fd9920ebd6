"""Commands that open the web page: serve, demo."""

from __future__ import annotations

from pathlib import Path

import click

from ui.commands.filling import ingest
from ui.options import home_option
from ui.settings import Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="0.0.0.0 to be seen from other machines")
@click.option("--no-browser", is_flag=True, help="Don't open the page in a browser")
@click.option("--editors", is_flag=True, help="Who reaches the page may add, correct and remove documents")
@click.option(
    "--editors-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Who has signed in and stands in FILE (an e-mail address a line) may; see the README",
)
@click.option("--public", is_flag=True, help="A reading room: short batches, rate limits, no paths of this machine")
@home_option
@click.pass_context
def serve(  # noqa: PLR0913 # an option each
    ctx: click.Context,
    port: int,
    address: str,
    home: str | None,
    editors_file: Path | None,
    *,
    no_browser: bool,
    editors: bool,
    public: bool,
) -> None:
    """Open the web page on this home. Everyone may read; only with an option may anyone edit."""
    from ui.access import Access
    from ui.serving import serve as run_serve
    from ui.signin import secrets_files, warning_for

    access = Access(editors, public, editors_file and editors_file.absolute())
    settings = Settings.read(home=home)
    if editors_file and (warning := warning_for(secrets_files())):
        click.echo(f"Warning: {warning}. See “In the browser” in the README.", err=True)
    ctx.exit(run_serve(settings.home, port=port, address=address, browser=not no_browser, access=access))


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--no-browser", is_flag=True, help="Don't open the page in a browser")
@click.option("--home", metavar="FOLDER", help="Where to keep the demonstration [default: user data, repere-demo]")
@click.pass_context
def demo(ctx: click.Context, port: int, home: str | None, *, no_browser: bool) -> None:
    """Ingest the sample corpus and open the web page on it."""
    from corpus.samples import documents_folder
    from ui.serving import serve as run_serve

    settings = Settings.demo(home)
    ctx.invoke(
        ingest,
        sources=(str(documents_folder()),),
        home=str(settings.home.root),
        model=settings.model,
        json_=False,
        sentences=None,
    )
    ctx.exit(run_serve(settings.home, port=port, address="127.0.0.1", browser=not no_browser))
