"""What the commands of the command line do; ``app/cli.py`` only names them and their options."""
