"""What the web page says: in English in the code, in other languages by gettext catalogues in `locales`."""
