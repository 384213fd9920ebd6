"""Command line and web page: arguments, environment, printing, drawing and wiring. Nothing imports ui."""
