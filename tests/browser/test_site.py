"""The site as its reader has it: opened from a folder with the network off, and JupyterLite from a server."""

import json
import subprocess
import sys
import threading
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from .conftest import missing
from .lab import CHROMIUM_OPTIONS, chromium

ROOT = Path(__file__).parents[2]
SITE = ROOT / "build/site"
STORED = {path.stem: path.read_text("utf-8").count('"image/png": "') for path in (ROOT / "notebooks").glob("*.ipynb")}
LESSONS = sorted(STORED)
PLAIN = ["index", "in_the_browser", "glossary", "reference", "guide", "notes", "answers", "CONTRIBUTING"]


@pytest.fixture(scope="module")
def site():
    """The folder with the site, built anew."""
    if not (find_spec("sphinx") and find_spec("jupyterlite_core")):
        missing("what builds the site (pip install '.[site]')")
    done = subprocess.run([sys.executable, ROOT / "site/make.py"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return SITE


@pytest.fixture(scope="module")
def browser(playwright):
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_OPTIONS)
    yield browser
    browser.close()


class Links(HTMLParser):
    """Every address that a page names in an attribute."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("href", "src") and value]


def test_every_link_inside_the_site_leads_somewhere(site):
    for name in PLAIN + LESSONS:
        for address in Links((site / f"{name}.html").read_text("utf-8")).found:
            place = urlparse(address)
            if not place.scheme and place.path:
                assert (site / unquote(place.path)).exists(), f"{name}: {address}"


def test_each_word_of_the_glossary_is_set_in_bold_by_a_lesson(site):
    page = (site / "glossary.html").read_text("utf-8")
    for word in (ROOT / "site/glossary.txt").read_text("utf-8").split():
        assert word.lower() in page.lower(), f"{word}: no lesson has it, so glossary.txt should not"
    assert page.count("<dt") == (ROOT / "site/glossary.txt").read_text("utf-8").count("\n")


@pytest.fixture(scope="module")
def offline(site, browser):
    """Opens a page of the site from the file system, with the network off; `asked` are the addresses asked for."""
    context = browser.new_context(offline=True, viewport={"width": 900, "height": 900})
    tab, tab_asked = context.new_page(), []
    tab.on("request", lambda request: tab_asked.append(request.url))

    def visit(name):
        tab_asked.clear()
        tab.goto((site / f"{name}.html").as_uri())
        tab.evaluate("() => window.MathJax?.startup?.promise")
        return tab, tab_asked

    yield visit
    context.close()


@pytest.mark.parametrize("name", PLAIN + LESSONS)
def test_a_page_is_whole_and_asks_for_nothing_outside_its_folder(offline, site, name):
    tab, asked = offline(name)
    assert asked and [url for url in asked if not url.startswith((site.as_uri(), "data:"))] == []
    assert "$$" not in tab.locator("article").inner_text()
    pictures = tab.locator("figure.widget img").evaluate_all("""(images) => images.map((image) => [
        image.alt, image.parentNode.querySelector("figcaption").textContent,
        image.naturalWidth / image.naturalHeight, image.clientWidth / image.clientHeight])""")
    assert len(pictures) == (0 if name in PLAIN else STORED[name])
    for alt, words, stored, shown in pictures:
        assert alt == words and len(words) > 10
        assert abs(stored / shown - 1) < 0.02


def test_a_lesson_answers_on_its_page(offline):
    tab, _ = offline(LESSONS[1])
    assert tab.locator("mjx-container").count() > 10
    for summary in ("Hint 1 of", "Common mistakes", "XOR: 1 if exactly one input is 1"):
        inside = tab.locator("details", has_text=summary).first
        inside.locator("summary").first.click()
        assert inside.evaluate("(details) => details.open")
    link = tab.locator(".try a").first
    assert link.get_attribute("href") == "in_the_browser.html"  # no Python in a page from a folder


def test_search_works_from_a_folder(offline):
    tab, asked = offline("search")
    tab.goto(tab.url + "?q=momentum")
    tab.wait_for_selector("#search-results li")
    assert all(url.startswith("file:") for url in asked)


# ── JupyterLite ─────────────────────────────────────────────────────────────────────────────────────────────────

class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(site):
    """The address of a server that does no more than hand out the site's files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_wheels_that_lite_is_told_to_load_are_there(site):
    settings = json.loads((site / "lite/jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    (kernel,) = settings["litePluginSettings"].values()
    wheels = [name.rpartition("/")[2] for name in kernel["loadPyodideOptions"]["packages"] if name.endswith(".whl")]
    assert any(name.startswith("lessons_lib-") for name in wheels)
    assert all((site / "lite/wheels" / name).is_file() for name in wheels)


IS_STORED = """async (file) => {
    const answer = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
    for (const { name } of await indexedDB.databases()) {
        const database = await answer(indexedDB.open(name));
        const files = database.objectStoreNames.contains("files");
        if (files && (await answer(database.transaction("files").objectStore("files").getAllKeys())).includes(file))
            return true;
    }
    return false;
}"""


def test_try_it_opens_the_lesson_which_keeps_what_is_written(address, browser):
    context = browser.new_context()
    tab, asked = context.new_page(), set()
    context.on("request", lambda request: asked.add(urlparse(request.url).netloc))
    context.route("https://**", lambda route: route.abort())
    tab.set_default_timeout(60_000)
    tab.goto(f"{address}/{LESSONS[1]}.html")
    tab.goto(tab.locator(".try a").first.evaluate("(link) => link.href"))
    tab.wait_for_selector(".jp-Notebook h1:has-text('One neuron')")
    tab.locator(".jp-CodeCell .cm-content").first.click()
    tab.keyboard.type("# mine ")
    tab.keyboard.press("Control+s")
    tab.wait_for_function(IS_STORED, arg=f"{LESSONS[1]}.ipynb")
    tab.reload()
    tab.wait_for_selector(".jp-CodeCell .cm-content:has-text('# mine')")
    assert asked <= {urlparse(address).netloc, "cdn.jsdelivr.net", ""}
    context.close()
