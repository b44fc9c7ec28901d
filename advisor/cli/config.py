"""`advisor config`: which configuration holds, and where it comes from."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import Any

from advisor.cli.output import FORMAT, emit
from advisor.cli.parsing import PASSED


def add_parser(subparsers: Any) -> None:
    about = "Shows the configuration that holds here, and the file that it comes from."
    parser = subparsers.add_parser("config", help="show the configuration that holds here", description=about)
    parser.add_argument("--config", metavar="FILE", help="this advisor.toml or pyproject.toml instead of the nearest")
    parser.add_argument("--output-format", choices=("text", "json"), default="text", help="how to print it")
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of the file instead")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    import json

    from advisor.contract import SCHEMA_VERSION
    from advisor.gate.config import CACHE_DIR, CONFIG, Config, configuration
    from advisor.gate.policy import FAIL_ON

    if args.schema:
        emit(json.dumps(Config.model_json_schema(), indent=2) + "\n")
        return PASSED
    found = configuration(args.config, is_isolated=False)
    values = found.config.model_dump(by_alias=True, exclude_defaults=args.output_format == "text")
    if args.output_format == "json":
        document = {"schema_version": SCHEMA_VERSION, "file": str(found.file) if found.file else None, "config": values}
        emit(json.dumps(document, indent=2) + "\n")
        return PASSED
    lines = [f"from {found.file}" if found.file else "no configuration was found: everything is at its default"]
    said = [f"{name} = {os.environ[name]}" for name in (CONFIG, FAIL_ON, FORMAT, CACHE_DIR) if os.environ.get(name)]
    lines += ["from the environment, which beats the file", *(f"  {line}" for line in said)] if said else []
    emit("".join(f"{line}\n" for line in [*lines, *_lines(values)]))
    return PASSED


def _lines(values: dict[str, Any], indent: str = "") -> list[str]:
    """What is set, a line each, tables indented."""
    lines = []
    for name, value in values.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *_lines(value, f"{indent}  ")] if value else []
        else:
            lines.append(f"{indent}{name} = {', '.join(map(str, value)) if isinstance(value, tuple) else value}")
    return lines
