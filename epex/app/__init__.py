"""The composition root: opens a knowledge base and wires log, projections, search and plugins."""
