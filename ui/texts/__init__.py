"""What the web page says, in every language that it speaks: one `Wording` a language, whole or not at all."""
