"""Sources into a store: read, cleaned, matched, aligned and validated."""
