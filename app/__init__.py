"""The explorer: a Streamlit app over a career graph."""
