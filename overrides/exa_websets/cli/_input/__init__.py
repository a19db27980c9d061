"""What a user passes in, parsed into values: options, durations, metadata, and the file that `run` reads.

May import nothing else of the command line, and from the package its public names and `_websets.stop_rules`.
Guaranteed: a malformed option is a `click.BadParameter`, a malformed file a `ValueError` that names the file and, if
known, the line; both end the command with exit code 2. ruamel-yaml is imported only when a YAML file is read.
"""
