"""Topics and posts about a cycle, a workshop, a theme or a plan item."""
