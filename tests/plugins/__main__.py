"""Make the page of hooks anew: `python -m tests.plugins`."""

from tests.plugins.hooks_page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"Wrote {PAGE}.")
