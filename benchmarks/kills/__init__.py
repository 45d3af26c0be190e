"""A server and two workers that are killed, stopped or cut off from their database under load, again and again."""
