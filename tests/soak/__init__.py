"""Long runs under attack and under many people: `make soak`, with SECONDS=60 for a short one."""
