"""Parts that several pages of the explorer share."""
