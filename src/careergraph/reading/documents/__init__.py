"""Files that hold words, read as blocks of text: plain text, Markdown and HTML."""
