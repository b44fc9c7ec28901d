"""Opens pages of the wizard without a browser and reads what they show."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

APP = Path(__file__).parents[2] / "advisor" / "wizard" / "app.py"
GROUPS = "We have 40,000 customers with 25 numeric columns and want eight groups of customers who resemble one another."
OUTSIDE = "Turn recorded phone calls into written text."

GOOD = "5.1,3.5,1.4\n4.9,3.0,1.4\n6.2,2.9,4.3\n"
BAD = "5.1,3.5,1.4\n4.9,unknown,1.4\n6.2,2.9,4.3\n"
HOSTILE = "**bold**<img src=x onerror=alert(1)>[a](https://example.com):smile:$x$"


def opened(page: str | None = None) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    return app.switch_page(f"views/{page}.py").run() if page else app


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


TITLES = {"advice": "What fits your problem", "data": "Will training accept your data?", "findings": "What was found"}


def arrived(app: AppTest, page: str) -> AppTest:
    """The app has gone on to a page by itself. AppTest has to be told, or the next run is one of the page before."""
    assert title(app) == TITLES[page]
    return app.switch_page(f"views/{page}.py").run()


def checked(content: str, chosen: str | None = None, name: str = "a.csv") -> AppTest:
    app = opened("data")
    if chosen:
        app.selectbox(key="algorithm").set_value(chosen).run()
    app.file_uploader(key="files-train").upload(name, content.encode(), "text/csv").run()
    button(app, "Check the data").click().run()
    return arrived(app, "findings")
