"""Where pictures and their labels are read from: a module for each form that people hold them in."""
