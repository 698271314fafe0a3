"""Which roles are alike, by how much, and why."""
