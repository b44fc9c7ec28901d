"""Rules on channels and files, whatever their format."""
