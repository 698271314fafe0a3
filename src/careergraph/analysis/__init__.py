"""The questions answered: comparison, similarity, learning, co-occurrence, the role map."""
