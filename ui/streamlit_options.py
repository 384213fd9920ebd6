"""How Streamlit is set up for the page, in one place for `repere serve` and the tests of the page."""

from __future__ import annotations

from pathlib import Path

from ui.access import Access

APP = Path(__file__).with_name("app.py")

OPTIONS = (
    *("--browser.gatherUsageStats", "false"),  # nobody outside is told anything
    *("--server.showEmailPrompt", "false"),
    *("--server.fileWatcherType", "none"),  # the page's files don't change; looking for changes would import torch
    *("--runner.magicEnabled", "false"),  # a text that stands alone in the source is no text of the page
    *("--client.toolbarMode", "minimal"),  # no button to deploy, no menu for developers
    *("--client.showErrorDetails", "none"),  # the page tells what is wrong itself, and never by a traceback
    *("--client.showErrorLinks", "false"),
    *("--global.disableWidgetStateDuplicationWarning", "true"),  # meant, see ui.views.visit.follow
    *("--logger.hideWelcomeMessage", "true"),
    *("--theme.baseRadius", "medium"),
    *("--theme.light.primaryColor", "#1d5c87"),
    *("--theme.light.backgroundColor", "#ffffff"),
    *("--theme.light.secondaryBackgroundColor", "#f3f6f8"),
    *("--theme.light.textColor", "#1b2730"),
    *("--theme.light.linkColor", "#1d5c87"),
    *("--theme.dark.primaryColor", "#2f74a3"),
    *("--theme.dark.backgroundColor", "#12181d"),
    *("--theme.dark.secondaryBackgroundColor", "#1d262d"),
    *("--theme.dark.textColor", "#e8eef2"),
    *("--theme.dark.linkColor", "#7dbbe6"),
)

MAX_DOCUMENT_MB = 200
"""Of a file that is added: what `repere ingest` takes, too."""
MAX_QUERIES_MB = 5
"""Of a file of queries: a hundred thousand of them."""


def upload_options(access: Access) -> tuple[str, str]:
    """What the server takes in at all. In a public reading room, a short list of queries and nothing more."""
    editing = access.editors or access.editors_file is not None
    return "--server.maxUploadSize", str(MAX_DOCUMENT_MB if editing else 1 if access.public else MAX_QUERIES_MB)
