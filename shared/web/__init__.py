"""One face and one behaviour for every page and address."""
