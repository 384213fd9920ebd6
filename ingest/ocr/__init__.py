"""Text read off pictures, by Tesseract."""
