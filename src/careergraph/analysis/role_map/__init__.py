"""All roles at once: the communities they form and what joins these."""
