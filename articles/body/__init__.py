"""What a story's text is made of: its markup, and how what comes from elsewhere becomes ours."""
