"""稳评工作台 / the assessment workbench: `streamlit run app.py`."""

from assessment.ui.app import run

run()
