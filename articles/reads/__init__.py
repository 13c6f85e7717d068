"""How often stories are read: counted without a trace of who read them.

The page of a story tells the `beacon` that it was really read (``static/js/story.js``); `readers`
says whether that is to be counted; what is counted is `gathered` in memory, written in batches by
`writing`, and told by `ranking` to readers, by `lately` to the newsroom.
"""
