"""What can be looked up: encoders, vectors and words. Rebuildable from the catalogue at any time."""
