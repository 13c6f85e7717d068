"""What stands where on the front page and on section pages, and who arranges it."""
