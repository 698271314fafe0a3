"""Words to things of the graph: documents, articles, questions, and what a person knows."""
