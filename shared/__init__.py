"""What the three services have in common: words, wire, tables, face; never a rule of the domain."""
