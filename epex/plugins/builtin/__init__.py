"""The plugins that come with epex; they import nothing of it but `epex.plugins`."""
