"""The write side: sources are extracted, cleaned, cut into passages, stored, encoded and published."""
