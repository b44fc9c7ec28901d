"""How pictures and surroundings look, wherever they are shown as HTML."""

from __future__ import annotations

STYLE = """
.shown { overflow-wrap: anywhere }
.shown pre { overflow-x: auto; padding: .5rem; border: 1px solid var(--line) }
.shown table { border-collapse: collapse; width: 100% }
.shown caption { text-align: left; font-weight: 600; margin-top: 1rem }
.shown th, .shown td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid var(--line) }
.shown .pictures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 0 2rem }
.shown .pictures > div { min-width: 0 }
.shown .pictures > div:has(.wide) { grid-column: 1 / -1 }
.shown .scroll { overflow-x: auto } .shown .scroll table { width: auto; min-width: 50% }
.shown .scroll { overflow-wrap: normal }
.shown table.bars th { font-weight: 400; width: 30%; overflow-wrap: anywhere }
.shown table.bars td:last-child { width: 60% }
.shown td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.shown .bar { display: flex; height: 14px } .shown .bar i { min-width: 2px; print-color-adjust: exact }
.shown img { max-width: 100%; display: block } .shown figure { margin: 0 0 1rem }
.shown .k0 { background: #3b82c4 } .shown .k1 { background: #d98a00 } .shown .k2 { background: #7a5cc0 }
.shown .k3 { background: #2e8b57 } .shown .k4 { background: #b0508c }
.shown .error-part { background: #d1343f } .shown .warning-part { background: #d98a00 }
.shown .info-part { background: #3b82c4 }
.shown .legend { margin: .25rem 0 } .shown .legend i { display: inline-block; width: 12px; height: 12px }
.shown table.rows { font: 14px/1.4 ui-monospace, monospace }
.shown table.rows td, .shown table.rows th { white-space: pre; border: 1px solid var(--line) }
.shown td.here { outline: 3px solid var(--error); outline-offset: -3px; font-weight: 700 }
.shown mark { color: inherit }
.shown tr.here, .shown mark { background: color-mix(in srgb, var(--error) 12%, transparent) }
.shown .folded { font: 14px/1.5 ui-monospace, monospace } .shown .folded details > :not(summary) { margin-left: 1.5rem }
.shown .folded .here { background: color-mix(in srgb, var(--error) 12%, transparent); font-weight: 700 }
.shown summary { cursor: pointer }
"""
"""Within an element of the class `shown`, where `--line` and `--error` are colours."""
