"""The browser app: its pages, and the way from one to the next. `advisor wizard` starts it."""

from __future__ import annotations

import streamlit as st

from advisor.wizard.steps import pages


def main() -> None:
    st.set_page_config(page_title="SageMaker advisor", page_icon=":material/fact_check:", layout="wide")
    st.navigation(list(pages().values()), position="top").run()


if __name__ == "__main__":
    main()
