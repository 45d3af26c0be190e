"""Pictures of who reports what, drawn as SVG on the server: facts first, then shapes and texts with their places."""
