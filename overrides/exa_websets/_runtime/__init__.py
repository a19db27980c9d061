"""What the two clients do not share: `tasks` is for the asynchronous one, `threads` for the other."""
