"""The pages of the site: one module for each group, with its `ROUTES`."""
