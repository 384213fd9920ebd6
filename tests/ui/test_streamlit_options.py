"""The options that the page is served with."""

from __future__ import annotations

from streamlit import config

from ui.streamlit_options import APP, OPTIONS


def test_streamlit_knows_every_option() -> None:
    """This ensures that an option that Streamlit renames is not ignored in silence, least of all the telemetry's."""
    names, values = OPTIONS[::2], OPTIONS[1::2]
    assert len(names) == len(values) == len(set(names))
    assert {name.removeprefix("--") for name in names} <= set(config.get_config_options())
    assert ("--browser.gatherUsageStats", "false") in zip(names, values, strict=True)
    assert APP.is_file()
