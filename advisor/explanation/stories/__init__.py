"""How likely each rule is what a story tells of: its words, and a reader that is learnt from what is on record and
what strangers told.
"""
