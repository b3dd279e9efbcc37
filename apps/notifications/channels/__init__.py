"""Ways out of the site. Each takes a `composing.Message` and says what came of it; none writes rows."""
