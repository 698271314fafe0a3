"""The steps of reading a career article, from its lines to the concepts that a phrase names."""
