"""Peer reviews: those that you wrote or were asked for, and those of your organisation's elements."""

from epex.commands.frame import Subject, add_list, add_show

group = Subject(
    "review",
    help="Peer reviews that you wrote or were asked for, and those of your organisation's elements.",
    example="epex review list",
)
add_list(group, "status", "reviewer", filters=False, example="epex review list")
add_show(group, "epex review show review-3f2a")
