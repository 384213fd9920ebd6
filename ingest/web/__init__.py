"""Documents from the web: one address, a list of them in a sitemap, or the pages of a site."""
