"""Documents and what people look for, written by an editor who did not know how the search works."""
