"""Merge two branches of a base that grew apart: one writes a bundle for the other, which takes it in.

`epex export --bundle FILE --to KEY` calls `bundle.write_bundle(base, path, Receiver.parse(key), tell=tell)`, and
`epex import FILE` without `--kind` calls `merge.take_in(base, path, tell=tell, dry_run=dry_run, reason=reason)`.
Both return a dict that is printed as JSON; `epex.commands.merge` has `print_exported` and `print_merged` for people.
"""
