"""SPARQL 1.1 that is safe to offer: guarded queries in processes that can be ended."""
