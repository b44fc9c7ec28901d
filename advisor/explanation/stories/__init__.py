"""How likely each rule is what a story tells of: its words, and a reader that is learnt from all that is on record."""
