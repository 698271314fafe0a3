"""Answers for other programs: as JSON over HTTP, and as tools for agents."""
