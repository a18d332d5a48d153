"""The page as a browser shows it: whole, offline, and with its own style in force."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import spawn

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
OFFLINE = ["--disable-background-networking", "--disable-component-update", "--host-resolver-rules=MAP * ~NOTFOUND"]


@pytest.fixture
def browser(tmp_path: Path) -> list[str]:
    if CHROMIUM is None:
        pytest.skip("the page is tried in a browser: install chromium")
    return [CHROMIUM, *QUIET, *OFFLINE, f"--user-data-dir={tmp_path}/profile", "--enable-logging=stderr"]


def test_a_browser_shows_it_without_a_word_of_complaint(browser: list[str], tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    stories = ["tests/stories/broken/other-code.story.toml", "scenarios/stories/01-main-path.story.toml"]
    assert spawn("run", *stories, "--report", f"html={page}", "--lang", "en").status == 1
    done = subprocess.run([*browser, "--dump-dom", page.as_uri()], capture_output=True, text=True, check=True)
    assert "PaymentHead.amountPaid" in done.stdout
    assert done.stdout.count("<svg") == 3  # the bar above all, and a diagram for each
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
