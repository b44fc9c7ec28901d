"""Starts the wizard: `streamlit run app.py`, the same as `advisor wizard`."""

from advisor.wizard.app import main

main()
