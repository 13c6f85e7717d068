"""A story before and between its publications: snapshots, drafts, comparisons, previews."""
