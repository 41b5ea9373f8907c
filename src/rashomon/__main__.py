"""`python -m rashomon` is the same as `rashomon`."""

from rashomon.cli import main

main()
