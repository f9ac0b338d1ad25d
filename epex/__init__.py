"""An event-sourced knowledge base for peer-exchange networks."""

__version__ = "0.1.0"
