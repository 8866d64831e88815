"""Academic years of placements that are lived at random, and an oracle that says what was due."""
