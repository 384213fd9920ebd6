"""Where documents come from: files, folders and records become `Source`s, one a document."""
