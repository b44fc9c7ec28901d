"""`advisor wizard`: the same advice and checks in a browser."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from typing import Any

from advisor.errors import AdvisorError

PORT = 8501
WORDS = "Put our customers into groups of people who resemble one another."
"""Advice on them, and a check of its request, load what there is to load."""


class WizardError(AdvisorError):
    """The wizard cannot be started; the message says what is missing."""


def add_parser(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "wizard", help="advice and checks in the browser",
        description="Starts the browser app on this machine, for this machine alone unless --host says otherwise.",
    )  # fmt: skip
    parser.add_argument("--port", type=int, default=PORT, help=f"the port it listens on (default: {PORT})")
    parser.add_argument(
        "--host", default="localhost",
        help="the address it listens on (default: localhost); with any other, no paths of this machine can be checked",
    )  # fmt: skip
    parser.add_argument("--headless", action="store_true", help="do not open a browser")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    """Serves until it is stopped by Ctrl-C or a signal."""
    from importlib.util import find_spec
    from pathlib import Path
    from threading import Thread

    if not all(map(find_spec, ("streamlit", "altair"))):
        raise WizardError('the wizard needs more packages: pip install "sagemaker-advisor[wizard]"')
    from streamlit.web.cli import main as streamlit

    app = Path(__file__).parents[1] / "wizard" / "app.py"
    options = {
        "server.port": args.port, "server.address": args.host, "server.headless": args.headless,
        "server.fileWatcherType": "none",
        "logger.hideWelcomeMessage": True,  # it asks a server elsewhere for this machine's address, and advertises
    }  # fmt: skip
    flags = [f"--{name}={str(value).lower()}" for name, value in options.items()]
    Thread(target=_make_ready, daemon=True, name="ready").start()
    print(f"Starting the wizard at {address(args.host, args.port)} (Ctrl-C stops it)", flush=True)
    try:
        streamlit(["run", str(app), *flags], standalone_mode=False)
    except SystemExit as stopped:  # Streamlit has said why, such as a port that is taken
        return 2 if stopped.code else 0
    return 0


def address(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens at the host, which may be every address of the machine."""
    if host in {"0.0.0.0", "::"}:
        host = "localhost"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _make_ready() -> None:
    """Loads what every page needs while the browser opens, and has Streamlit look for garbage elsewhere.

    It does so after each run of a page, before the page is told, and goes through all that was ever loaded.
    """
    import gc

    from advisor.advise import recommend
    from advisor.advise.plan.emit import Place, request
    from advisor.engine.check import check

    import_module("altair")
    check(None, job=request(recommend(WORDS).recommendations[0], Place()))
    gc.collect()
    gc.freeze()
