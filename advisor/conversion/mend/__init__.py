"""What mends files that are no tables, each in its place: text line by line, pictures and annotations one by one."""
