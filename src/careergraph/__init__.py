"""careergraph: what would it take to get from this job to that one?"""
