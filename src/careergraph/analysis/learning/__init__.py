"""What there is to learn for a role, in which order, and by way of which other roles."""
