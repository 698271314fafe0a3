"""Answers as files: graphs, tables, reports and checklists."""
