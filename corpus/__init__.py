"""What is known: documents, passages, the catalogue that keeps them, and the errors. Imports nothing of ours."""
