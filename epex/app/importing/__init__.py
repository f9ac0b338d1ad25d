"""Import rows of other people's files as events: mapped, identified, recorded once."""
