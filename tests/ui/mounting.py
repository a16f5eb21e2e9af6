"""A component in a browser page as Streamlit mounts it (a shadow root, a blob module), with a stand-in for Python."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ADDRESS = "http://component.test/"
PAGE = """<!doctype html><html><body style="margin: 0 20px"><div id="host"></div><script>
const shadow = document.getElementById("host").attachShadow({mode: "open"});
const style = document.createElement("style"); style.textContent = %s; shadow.append(style);
window.states = []; window.triggers = [];
window.ready = import(URL.createObjectURL(new Blob([%s], {type: "text/javascript"}))).then((module) => {
  window.give = (data) => { window.data = data; window.cleanup = module.default({
    data, key: "k", name: "n", parentElement: shadow,
    setStateValue: (name, value) => window.states.push(structuredClone({name, value})),
    setTriggerValue: (name, value) => window.triggers.push(structuredClone({name, value})),
  }); };
});
</script></body></html>"""


@contextmanager
def mounted(browser: Any, style: str, script: str, width: int = 1120, height: int = 768) -> Iterator[Any]:
    """The page. At its end, an error on it, or a request that left it, fails the test."""
    context, wrong = browser.new_context(viewport={"width": width, "height": height}), []
    page = context.new_page()
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((ADDRESS, "blob:")) else wrong.append(request.url))
    html = PAGE % (json.dumps(style), json.dumps(script))
    page.route(ADDRESS + "**", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(ADDRESS)
    yield page
    context.close()
    assert wrong == []


def give(page: Any, data: dict[str, Any]) -> None:
    """What Python sends: the component draws it."""
    page.evaluate("async (data) => { await window.ready; window.give(data); }", data)
