"""What an article that compares careers says of each role."""
