"""Logging in: the second factor, one's own logins, what is noted of them."""
