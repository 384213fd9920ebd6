"""Commands that open the web page: serve, demo."""

from __future__ import annotations

import click

from ui.commands.filling import ingest
from ui.options import home_option
from ui.settings import Settings


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@click.option("--address", default="127.0.0.1", show_default=True, help="0.0.0.0 to be seen from other machines")
@click.option("--no-browser", is_flag=True, help="Don't open the page in a browser")
@home_option
@click.pass_context
def serve(ctx: click.Context, port: int, address: str, home: str | None, *, no_browser: bool) -> None:
    """Open the web page on this home."""
    from ui.serving import serve as run_serve

    ctx.exit(run_serve(Settings.read(home=home).home, port=port, address=address, browser=not no_browser))


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
        no_sentences=False,
    )
    ctx.exit(run_serve(settings.home, port=port, address="127.0.0.1", browser=not no_browser))
