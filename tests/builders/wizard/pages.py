"""Opens pages of the wizard without a browser and reads what they show."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

APP = Path(__file__).parents[3] / "advisor" / "wizard" / "app.py"
GROUPS = "We have 40,000 customers with 25 numeric columns and want eight groups of customers who resemble one another."
OUTSIDE = "Turn recorded phone calls into written text."

WAIT_SECONDS = 60

GOOD = "5.1,3.5,1.4\n4.9,3.0,1.4\n6.2,2.9,4.3\n"
BAD = "5.1,3.5,1.4\n4.9,unknown,1.4\n6.2,2.9,4.3\n"
HOSTILE = "**bold**<img src=x onerror=alert(1)>[a](https://example.com):smile:$x$"


def opened(page: str | None = None) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    return app.switch_page(f"views/{page}.py").run() if page else app


def asked(words: str, page: str = "problem") -> AppTest:
    """A page after the problem was described."""
    app = opened()
    app.text_input(key="words").set_value(words).run()
    assert not app.exception
    return app if page == "problem" else app.switch_page(f"views/{page}.py").run()


def title(app: AppTest) -> str:
    assert not app.exception
    return str(app.title[0].value)


def button(app: AppTest, label: str) -> Button:
    return next(b for b in app.button if b.label.startswith(label))


def texts(app: AppTest) -> str:
    """All that is shown as it stands."""
    return "\n".join(str(e.value) for e in (*app.text, *app.code))


def marked_up(app: AppTest) -> str:
    """All that Streamlit reads as Markdown, labels too."""
    shown = [str(e.value) for e in (*app.markdown, *app.caption, *app.error, *app.warning, *app.info, *app.success)]
    widgets = (*app.button, *app.selectbox, *app.radio, *app.expander, *app.text_area, *app.text_input, *app.metric)
    return "\n".join([*shown, *(str(w.label) for w in widgets)])


def check(app: AppTest, label: str = "Check the data") -> None:
    """Presses the button, and waits for what runs in the background."""
    button(app, label).click().run()
    if running := app.session_state["session"].data.running:
        running.wait(WAIT_SECONDS)
        app.run()


def checked(content: str, chosen: str | None = None, name: str = "a.csv") -> AppTest:
    app = opened("data")
    if chosen:
        app.selectbox(key="algorithm").set_value(chosen).run()
    app.file_uploader(key="files-train").upload(name, content.encode(), "text/csv").run()
    check(app)
    assert not app.exception
    return app
