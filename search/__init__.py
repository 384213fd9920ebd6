"""The read side: one `Searcher` ranks for the web page, the command line, batch and notebook alike."""
