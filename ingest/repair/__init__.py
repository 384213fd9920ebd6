"""Text damaged by OCR or by fonts: measured, and put right where that is certain."""
