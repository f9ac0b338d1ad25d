"""Answer a person who asks what is kept about them."""
