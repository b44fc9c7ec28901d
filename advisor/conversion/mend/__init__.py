"""What `advisor fix` does: what findings name is planned, asked about, shown and done, file by file."""
