"""Who may edit, how much a public page answers, and what it tells of the machine."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.errors import OptionRefused, TooManyRequests
from ui.access import Access, account_of
from ui.cli import main
from ui.discretion import discreet
from ui.limits import Bucket, require
from ui.progress import progress_for
from ui.settings import Settings, access_variables
from ui.streamlit_options import upload_options


def test_nobody_edits_unless_said() -> None:
    """This ensures that a page is for reading only, whoever has signed in, until it is started otherwise."""
    assert not Access().may_edit("")
    assert not Access().may_edit("anna@example.org")
    assert Access(editors=True).may_edit("")


def test_listed_accounts_edit(tmp_path: Path) -> None:
    """This ensures that the file decides, whatever the case, and that who is taken out of it edits no more."""
    file = tmp_path / "editors.txt"
    file.write_text("\ufeff# the team\nAnna@Example.org  # since May\n\n", encoding="utf-8")
    access = Access(editors_file=file)
    assert access.may_edit("anna@example.org")
    assert not access.may_edit("eve@example.org")
    assert not access.may_edit("")
    file.write_text("", encoding="utf-8")
    assert not access.may_edit("anna@example.org")
    file.unlink()
    assert not access.may_edit("anna@example.org")


@pytest.mark.parametrize("told", [{"editors": True}, {"editors_file": Path("x")}])
def test_a_reading_room_has_no_editors(told: dict[str, object]) -> None:
    """This ensures that “public” can't be opened by a second option."""
    with pytest.raises(OptionRefused):
        Access(public=True, **told)  # type: ignore[arg-type]


def test_account_is_a_verified_address() -> None:
    """This ensures that only who has signed in has an account, and that an address nobody verified is none."""
    assert account_of({"is_logged_in": True, "email": " Anna@Example.org "}) == "anna@example.org"
    assert account_of({"is_logged_in": True, "email": "anna@example.org", "email_verified": False}) == ""
    assert account_of({"is_logged_in": True, "email": "anna@example.org", "email_verified": "false"}) == ""
    assert account_of({"is_logged_in": True, "email": "anna@example.org", "email_verified": True}) == "anna@example.org"
    assert account_of({"is_logged_in": False, "email": "anna@example.org"}) == ""
    assert account_of({}) == ""


def test_access_goes_through_the_environment(tmp_path: Path) -> None:
    """This ensures that the page's process is told what the command was told, and nothing of an older one."""
    for access in (Access(), Access(editors=True), Access(public=True), Access(editors_file=tmp_path / "e")):
        assert Settings.read(access_variables(access)).access == access


def test_contradictory_options_are_refused(tmp_path: Path) -> None:
    """This ensures that the command line says in one line what can't be, and starts nothing."""
    result = CliRunner().invoke(main, ["serve", "--public", "--editors", "--home", str(tmp_path)])
    assert result.exit_code == 1
    assert result.stderr.startswith("repere: A public reading room has no editors.")
    missing = CliRunner().invoke(main, ["serve", "--editors-file", str(tmp_path / "none")])
    assert missing.exit_code == 2


def test_progress_for_other_programs() -> None:
    """This ensures that a run of ingest tells how far it is as JSON lines, a stage's beginning and end always."""
    stream = io.StringIO()
    events = progress_for(stream, events=True)
    events.start("read", 3)
    for _ in range(3):
        events.advance()
    events.finish()
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert told[0] == {"stage": "read", "done": 0, "total": 3}
    assert told[-1] == {"stage": "read", "done": 3, "total": 3}


def test_upload_limits() -> None:
    """This ensures that a server takes in only what its page can use."""
    assert upload_options(Access(public=True))[1] == "1"
    assert upload_options(Access())[1] == "5"
    assert upload_options(Access(editors=True))[1] == "200"


def test_bucket_fills_again() -> None:
    """This ensures the arithmetic: two requests at once, then one every two seconds."""
    now = 0.0
    bucket = Bucket(2, 0.5, clock=lambda: now)
    assert [bucket.take() for _ in range(3)] == [0, 0, 2.0]
    now = 1.0
    assert bucket.take() == 1.0  # half of one is there: 0.5 / 0.5 a second
    now = 2.0
    assert bucket.take() == 0
    now = 1000.0
    assert [bucket.take() for _ in range(3)] == [0, 0, 2.0]  # never fuller than full


def test_too_many_requests_say_when() -> None:
    """This ensures that a reader is told how long to wait."""
    bucket = Bucket(1, 0.1, clock=lambda: 0.0)
    require(bucket)
    with pytest.raises(TooManyRequests, match="11 seconds"):
        require(bucket)


@pytest.mark.parametrize(
    ("uri", "shown"),
    [
        ("/home/anna/charte.pdf", "charte.pdf"),
        ("C:\\Users\\anna\\charte.pdf", "charte.pdf"),
        ("/home/anna/set.jsonl#12", "set.jsonl#12"),
        ("/home/anna/a.zip#dossier/b.pdf", "b.pdf"),
        ("https://example.org/a/b.pdf#page=2", "https://example.org/a/b.pdf#page=2"),
        ("", ""),
    ],
)
def test_addresses_without_folders(uri: str, shown: str) -> None:
    """This ensures that a name is left of a path, and that web addresses stay whole."""
    assert discreet(uri) == shown


def test_list_of_editors_whom_nobody_lets_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that whoever starts the page learns at once that its editors can't sign in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("ui.serving.serve", lambda *_, **__: 0)
    (tmp_path / "editors.txt").write_text("anna@example.org\n", encoding="utf-8")
    result = CliRunner().invoke(main, ["serve", "--editors-file", "editors.txt", "--home", str(tmp_path / "home")])
    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: Nobody can sign in: there is no [auth] in .streamlit/secrets.toml")
    assert CliRunner().invoke(main, ["serve", "--home", str(tmp_path / "home")]).stderr == ""
