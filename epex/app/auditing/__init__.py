"""What an outsider is given to check the log with: the bundle, and the verifier in it."""
