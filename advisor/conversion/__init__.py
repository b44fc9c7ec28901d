"""From what people have to what an algorithm reads: `convert` writes another format, `fix` mends what a check found.

The source is never touched, and a result is there as a whole or not at all.
"""
