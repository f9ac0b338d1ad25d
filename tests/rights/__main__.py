"""Make the page of rights anew: `python -m tests.rights`."""

from tests.rights.recording_page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"Wrote {PAGE}.")
